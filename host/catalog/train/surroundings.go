package train

import (
	"cmp"
	"math"
	"slices"

	"privet/engine/format"
)

// A surrounding is a context value, such as "daypart=evening", and how much
// more or less than elsewhere items are wanted under it.
type surrounding struct {
	key  string
	lift []link // natural logarithms; from is the item, saliency how sure
}

// shrinkage is how many visitors' worth of "as everywhere" is believed of each
// item in each context before any is seen.
const shrinkage = 10

// surroundings learns the contexts that most events carry. A pair of context and
// item is there only where at least floor visitors make it.
func (l *lesson) surroundings() []surrounding {
	if len(l.data.Contexts) == 0 {
		return nil
	}
	type pair struct{ context, item, visitor int32 }
	var pairs []pair
	for i := range l.events {
		e := &l.events[i]
		if e.Kind == format.Dismiss || l.matrix.cold[e.Item] {
			continue
		}
		for _, c := range e.Context {
			pairs = append(pairs, pair{c, e.Item, e.Visitor})
		}
	}
	slices.SortFunc(pairs, func(a, b pair) int {
		return cmp.Or(cmp.Compare(a.context, b.context), cmp.Compare(a.item, b.item), cmp.Compare(a.visitor, b.visitor))
	})
	pairs = slices.Compact(pairs)
	touches := 0.0
	for i, n := range l.matrix.audience {
		if !l.matrix.cold[i] {
			touches += float64(n)
		}
	}
	type sized struct {
		surrounding
		size int
	}
	var all []sized
	for from := 0; from < len(pairs); {
		to := from
		for to < len(pairs) && pairs[to].context == pairs[from].context {
			to++
		}
		s := sized{surrounding{key: l.data.Contexts[pairs[from].context]}, to - from}
		for a := from; a < to; {
			b := a
			for b < to && pairs[b].item == pairs[a].item {
				b++
			}
			if seen := float64(b - a); b-a >= l.floor {
				item := pairs[a].item
				expected := float64(to-from) * float64(l.matrix.audience[item]) / touches
				lift := math.Log((seen + shrinkage) / (expected + shrinkage))
				s.lift = append(s.lift, link{from: item, weight: float32(lift), saliency: float32(math.Abs(lift) * math.Sqrt(seen))})
			}
			a = b
		}
		if len(s.lift) > 0 && len(s.key) <= format.MaxKey {
			all = append(all, s)
		}
		from = to
	}
	slices.SortStableFunc(all, func(a, b sized) int { return cmp.Compare(b.size, a.size) })
	var out []surrounding
	for _, s := range all[:min(len(all), mostContexts)] {
		out = append(out, s.surrounding)
	}
	return out
}

// moments makes a token of each context. A lift of one doubling weighs as much
// as a doubled audience does in the usual popularity prior, times a strength.
func (l *lesson) moments(r *recipe, links int) []token {
	if r.context == 0 || len(l.context) == 0 {
		return nil
	}
	most := tokenLinks(links, len(l.context))
	widest := float64(slices.Max(l.matrix.audience))
	scale := r.context * usualPrior / math.Log1p(widest)
	var out []token
	for _, s := range l.context {
		if slices.ContainsFunc(l.attributes, func(a attribute) bool { return a.key == s.key }) {
			continue // a page's category, say: what is known of the attribute serves
		}
		lift := slices.Clone(s.lift)
		slices.SortFunc(lift, func(a, b link) int {
			return cmp.Or(cmp.Compare(b.saliency, a.saliency), cmp.Compare(a.from, b.from))
		})
		lift = lift[:min(most, len(lift))]
		for i := range lift {
			lift[i].weight *= float32(scale)
		}
		slices.SortFunc(lift, func(a, b link) int { return cmp.Compare(a.from, b.from) })
		out = append(out, token{key: s.key, items: lift})
	}
	return out
}
