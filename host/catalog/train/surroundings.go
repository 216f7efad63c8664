package train

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"privet/engine/format"
)

// A surrounding is a context value, such as "daypart=evening", and how much
// more or less than elsewhere items are wanted under it.
type surrounding struct {
	key    string
	column int    // of the key: contexts of one column are believed alike
	lift   []lift // rising by item
}

// A lift is how much more an item is wanted than elsewhere: the natural logarithm
// of a ratio, and how many visitors it rests on.
type lift struct {
	item int32
	log  float64
	seen float64
}

// shrinkage is how many visitors' worth of "as its kind" is believed of each item
// in each context before any is seen.
const shrinkage = 10

// surroundings learns the contexts that most events carry. An item is wanted under
// a context as its surest attribute is, until its own visitors say otherwise: what
// is new has none. A pair counts only where at least floor visitors make it.
func (l *lesson) surroundings() []surrounding {
	if len(l.data.Contexts) == 0 {
		return nil
	}
	of := make([][]int32, len(l.data.Items)) // attributes of each item
	for a := range l.attributes {
		if !l.attributes[a].divides(len(l.data.Items)) {
			continue
		}
		for _, i := range l.attributes[a].items {
			of[i] = append(of[i], int32(a))
		}
	}
	column := columns(l.data.Contexts)
	items, attributes := newTally(column), newTally(column)
	for i := range l.events {
		e := &l.events[i]
		if e.Kind == format.Dismiss || l.matrix.cold[e.Item] {
			continue
		}
		for _, c := range l.data.Context(e) {
			items.add(c, e.Item, e.Visitor)
			for _, a := range of[e.Item] {
				attributes.add(c, a, e.Visitor)
			}
		}
	}
	order := make([]int32, len(l.data.Contexts))
	for c := range order {
		order[c] = int32(c)
	}
	slices.SortStableFunc(order, func(a, b int32) int { return cmp.Compare(items.size[b], items.size[a]) })
	var out []surrounding
	for _, c := range order[:min(len(order), mostContexts)] {
		s := surrounding{key: l.data.Contexts[c], column: column[c]}
		if len(s.key) > format.MaxKey || items.size[c] == 0 {
			continue
		}
		s.lift = l.liftsUnder(c, items, attributes, of)
		if len(s.lift) > 0 {
			out = append(out, s)
		}
	}
	return out
}

// liftsUnder returns how much more each item is wanted under a context.
func (l *lesson) liftsUnder(context int32, items, attributes *tally, of [][]int32) []lift {
	kind := make([]float64, len(l.attributes))
	sure := make([]float64, len(l.attributes))
	for a := range kind {
		seen, expected := attributes.under(context, int32(a))
		if seen >= l.floor {
			kind[a] = beyondChance(float64(seen), expected, 0)
			sure[a] = math.Abs(kind[a]) * math.Sqrt(expected)
		}
	}
	var out []lift
	for i := range of {
		if l.sensitive[i] {
			continue
		}
		usual, surest := 0.0, 0.0
		for _, a := range of[i] {
			if sure[a] > surest {
				usual, surest = kind[a], sure[a]
			}
		}
		log := usual
		seen, expected := items.under(context, int32(i))
		if seen >= l.floor {
			log = beyondChance(float64(seen), expected, usual)
		} else {
			seen = 0
		}
		if log != 0 {
			out = append(out, lift{int32(i), log, float64(seen)})
		}
	}
	return out
}

// beyondChance returns the logarithm of seen to expected, believed to be as usual
// until there is more. Beyond what is usual of its kind or of all, one standard
// deviation is taken off: hundreds of items' chance would outweigh what is true.
func beyondChance(seen, expected, usual float64) float64 {
	log := math.Log((seen + shrinkage*math.Exp(usual)) / (expected + shrinkage))
	chance := math.Sqrt(expected) / (expected + shrinkage)
	least, most := min(0, usual), max(0, usual)
	switch {
	case log < least:
		return min(least, log+chance)
	case log > most:
		return max(most, log-chance)
	}
	return log
}

// columns returns, for each context, the number of its column: the part before "=".
func columns(contexts []string) []int {
	number := map[string]int{}
	out := make([]int, len(contexts))
	for c, key := range contexts {
		name, _, _ := strings.Cut(key, "=")
		n, ok := number[name]
		if !ok {
			n = len(number)
			number[name] = n
		}
		out[c] = min(n, mostColumns-1)
	}
	return out
}
