package train

import (
	"cmp"
	"math"
	"slices"

	"privet/engine/format"
	"privet/host/catalog/dataset"
)

// A token is an attribute or a context value and the items that it speaks for.
type token struct {
	key   string
	items []link    // from is the item spoken for
	in    []float64 // in-vector, beside factors; nil where it has none
}

// An attribute is what items have in common, such as "category=Lanterns": what
// a visitor can declare an interest in.
type attribute struct {
	key    string
	items  []int32
	wanted bool // the owner's rules speak of it: it is a token whatever it says
}

// Limits of tokens. They are paid from the same budget as everything else.
const (
	mostAttributes  = 200
	mostContexts    = 200
	itemsAToken     = 8    // a shop of few items has few attributes that matter
	fewestOfOne     = 3    // items that an attribute needs
	tokenPart       = 0.05 // of all links, for attributes and for contexts each
	mostTokenLinks  = 100
	leastTokenLinks = 5
)

// attributes returns the wanted attributes, and those that most items have but
// not nearly all, by number of items.
func attributes(items []dataset.Item, wanted []string) []attribute {
	at := map[string]int{}
	var all []attribute
	add := func(key string, i int) {
		n, ok := at[key]
		if !ok {
			n = len(all)
			at[key] = n
			all = append(all, attribute{key: key})
		}
		all[n].items = append(all[n].items, int32(i))
	}
	for _, key := range wanted {
		if _, ok := at[key]; !ok {
			at[key] = len(all)
			all = append(all, attribute{key: key, wanted: true})
		}
	}
	low, high := priceBands(items)
	for i := range items {
		for _, key := range items[i].Attributes() {
			add(key, i)
		}
		switch p := items[i].Price; {
		case p <= 0 || low == high:
		case p <= low:
			add("price=low", i)
		case p <= high:
			add("price=mid", i)
		default:
			add("price=high", i)
		}
	}
	all = slices.DeleteFunc(all, func(a attribute) bool {
		return !a.wanted && (len(a.items) < fewestOfOne || !a.divides(len(items)) || len(a.key) > format.MaxKey)
	})
	slices.SortStableFunc(all, func(a, b attribute) int {
		return cmp.Or(cmp.Compare(len(b.items), len(a.items)), cmp.Compare(a.key, b.key))
	})
	room := min(mostAttributes, max(len(items)/itemsAToken, 1))
	return slices.DeleteFunc(all, func(a attribute) bool {
		room--
		return !a.wanted && room < 0
	})
}

// divides tells whether the attribute divides so many items: one that nearly all
// have says nothing.
func (a *attribute) divides(items int) bool {
	return len(a.items) > 0 && 2*len(a.items) <= items+fewestOfOne
}

// priceBands returns the prices up to which a third and two thirds of the
// priced items go.
func priceBands(items []dataset.Item) (low, high float64) {
	var prices []float64
	for i := range items {
		if items[i].Price > 0 {
			prices = append(prices, items[i].Price)
		}
	}
	if len(prices) < 3*fewestOfOne {
		return 0, 0
	}
	slices.Sort(prices)
	return prices[len(prices)/3], prices[2*len(prices)/3]
}

// interests makes a token of each attribute. Who declares one is taken for
// somebody who met the attribute's items, each as often as its audience is
// large: so what goes with them counts, and first of all they themselves do.
func (l *lesson) interests(lists *cut, links int) []token {
	if len(l.attributes) == 0 {
		return nil
	}
	most := tokenLinks(links, len(l.attributes))
	n, strongest := len(l.data.Items), strongest(lists.taste)
	sums := make([]float64, len(l.attributes)*n) // what each attribute says of each item
	members := l.members()
	for j, list := range lists.taste {
		for _, x := range list {
			for _, m := range members[x.from] {
				sums[int(m.attribute)*n+j] += m.share * float64(x.weight)
			}
		}
	}
	out := make([]token, len(l.attributes))
	for t, a := range l.attributes {
		out[t].key = a.key
		if !a.divides(n) {
			continue
		}
		mine, open := sums[t*n:(t+1)*n], l.open(&a)
		top := 0.0
		for _, i := range open {
			top = math.Max(top, math.Log1p(l.audience(i)))
		}
		for _, i := range open {
			liked := 1.0
			if top > 0 {
				liked = math.Log1p(l.audience(i)) / top
			}
			mine[i] += strongest * (1 + liked) / 2
		}
		out[t].items = mostTelling(mine, most)
		if lists.factors != nil {
			out[t].in = make([]float64, lists.factors.rank)
		}
	}
	if f := lists.factors; f != nil {
		for i, mine := range members {
			for _, m := range mine {
				for k := range f.rank {
					out[m.attribute].in[k] += m.share * f.in(i, k)
				}
			}
		}
	}
	return out
}

// open returns an attribute's items without the sensitive ones.
func (l *lesson) open(a *attribute) []int32 {
	return slices.DeleteFunc(slices.Clone(a.items), func(i int32) bool { return l.sensitive[i] })
}

// A member says which part of an attribute's audience is an item's.
type member struct {
	attribute int32
	share     float64
}

// members returns the attributes of each item that say something.
func (l *lesson) members() [][]member {
	out := make([][]member, len(l.data.Items))
	for t, a := range l.attributes {
		if !a.divides(len(out)) {
			continue
		}
		open, total := l.open(&a), 0.0
		for _, i := range open {
			total += 1 + l.audience(i)
		}
		for _, i := range open {
			out[i] = append(out[i], member{int32(t), (1 + l.audience(i)) / total})
		}
	}
	return out
}

// audience returns how many visitors met an item, and none where they are too few
// to tell of.
func (l *lesson) audience(item int32) float64 {
	if l.matrix.cold[item] {
		return 0
	}
	return float64(l.matrix.audience[item])
}

// tokenLinks is how many links each of so many tokens may have.
func tokenLinks(links, tokens int) int {
	return min(max(int(tokenPart*float64(links))/tokens, leastTokenLinks), mostTokenLinks)
}

// strongest returns the mean over lists of their largest weight.
func strongest(lists [][]link) float64 {
	sum, n := 0.0, 0
	for _, list := range lists {
		if len(list) > 0 {
			sum += float64(slices.MaxFunc(list, func(a, b link) int { return cmp.Compare(a.weight, b.weight) }).weight)
			n++
		}
	}
	if n == 0 {
		return 1
	}
	return sum / float64(n)
}

// mostTelling returns the items of the largest weights, rising by item.
func mostTelling(weights []float64, most int) []link {
	var list []link
	for j, w := range weights {
		if w != 0 {
			list = append(list, link{from: int32(j), weight: float32(w), saliency: float32(math.Abs(w))})
		}
	}
	slices.SortFunc(list, func(a, b link) int {
		return cmp.Or(cmp.Compare(b.saliency, a.saliency), cmp.Compare(a.from, b.from))
	})
	list = slices.Clone(list[:min(most, len(list))])
	slices.SortFunc(list, func(a, b link) int { return cmp.Compare(a.from, b.from) })
	return list
}
