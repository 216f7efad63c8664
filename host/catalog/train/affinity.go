package train

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"privet/engine/format"
	"privet/engine/purpose"
)

// An Affinity is what the site's owner says of a context value or an attribute:
// which items it speaks for. It adds to what was learned of the same key.
type Affinity struct {
	Key    string  // "daypart=evening"
	Items  []int32 // indices into Dataset.Items
	Weight float64 // 1 = as strong as the strongest that is usually learned; below 0 it speaks against
}

// mostAffinity bounds Affinity.Weight: beyond it, nothing else would count.
const mostAffinity = 16

// check returns what is wrong with the owner's wishes, for so many items.
func (o *Options) check(items int) error {
	for n, a := range o.Affinities {
		switch {
		case a.Key == "" || len(a.Key) > format.MaxKey:
			return fmt.Errorf("affinity %d: the key has %d bytes, and must have 1 to %d", n, len(a.Key), format.MaxKey)
		case !(math.Abs(a.Weight) <= mostAffinity):
			return fmt.Errorf("affinity %d (%s): the weight is %g, and must be from -%d to %d", n, a.Key, a.Weight, mostAffinity, mostAffinity)
		}
		if err := checkItems(a.Items, items); err != nil {
			return fmt.Errorf("affinity %d (%s): %w", n, a.Key, err)
		}
	}
	for n, key := range o.Labels {
		if key == "" || len(key) > format.MaxKey {
			return fmt.Errorf("label %d: it has %d bytes, and must have 1 to %d", n, len(key), format.MaxKey)
		}
	}
	if err := checkItems(o.Sensitive, items); err != nil {
		return fmt.Errorf("sensitive items: %w", err)
	}
	return nil
}

func checkItems(list []int32, items int) error {
	for _, i := range list {
		if i < 0 || int(i) >= items {
			return fmt.Errorf("there is no item %d: they are numbered from 0 to %d", i, items-1)
		}
	}
	return nil
}

// own adds the owner's affinities to the tokens that were learned. A weight of 1
// is what the strongest that was learned usually weighs, and no less than the
// whole range of popularity for a visitor of whom nothing else is known.
func (l *lesson) own(tokens []token, lists *cut, r *recipe, learned float64) []token {
	for _, a := range l.affinities {
		t := slices.IndexFunc(tokens, func(t token) bool { return t.key == a.Key })
		if t < 0 {
			t = len(tokens)
			tokens = append(tokens, token{key: a.Key})
		}
		amount := r.params.Amount[purpose.OfContextKey(a.Key)]
		unit := max(r.prior, usualPrior) * format.TotalWeight / float64(max(amount, 1))
		// A link far larger than others would leave those too few steps.
		unit = max(learned, min(unit, 16*strongest(lists.taste)))
		weights := make(map[int32]float64, len(a.Items)) // an item may be listed twice
		for _, i := range a.Items {
			if int(i) < len(l.sensitive) && !l.sensitive[i] {
				weights[i] = a.Weight * unit
			}
		}
		tokens[t].items = addLinks(tokens[t].items, weights)
	}
	return tokens
}

// addLinks returns links with further weights, rising by item.
func addLinks(links []link, weights map[int32]float64) []link {
	var out []link
	for _, x := range links {
		x.weight += float32(weights[x.from])
		delete(weights, x.from)
		out = append(out, x)
	}
	for i, w := range weights {
		out = append(out, link{from: i, weight: float32(w), saliency: float32(math.Abs(w))})
	}
	out = slices.DeleteFunc(out, func(x link) bool { return x.weight == 0 })
	slices.SortFunc(out, func(a, b link) int { return cmp.Compare(a.from, b.from) })
	return out
}

// usualLargest returns the mean over tokens of their largest weight, 0 for none.
func usualLargest(tokens []token) float64 {
	sum := 0.0
	for i := range tokens {
		most := float32(0)
		for _, x := range tokens[i].items {
			most = max(most, x.weight)
		}
		sum += float64(most)
	}
	return sum / float64(max(1, len(tokens)))
}
