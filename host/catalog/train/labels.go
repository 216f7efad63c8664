package train

import (
	"cmp"
	"slices"
	"strings"

	"privet/engine/format"
)

// Labels say on the device which attributes an item has: owners' rules, variety
// and learning go by them. They are paid from the budget of all else, so that an
// attribute is only there if a rule speaks of it, if it is what shops sort by,
// or if visitors do: who met one of its items meets others of it more often.
// Categories go first: a list of one category is what variety is asked against.

// Limits of labels that no rule asks for.
const (
	mostLabels   = 3   // of one item
	labelPart    = 1.5 // of an item on average
	leastLabelly = 1.5 // how much more often than by chance a visitor meets two items of the attribute
)

// structural are the attributes that shops sort by, and how much they go before others.
var structural = []struct {
	prefix string
	rank   float64
}{{"category=", 1e5}, {"supplier=", 1e3}, {"price=", 1e3}}

// label chooses the labels of each item: token indices, rising.
func (l *lesson) label() [][]uint32 {
	rank := make([]float64, len(l.attributes))
	for t, lift := range l.lifts() {
		a := &l.attributes[t]
		sorts := 0.0
		for _, s := range structural {
			if strings.HasPrefix(a.key, s.prefix) {
				sorts = s.rank
			}
		}
		switch {
		case a.wanted:
			rank[t] = 1e6
		case sorts > 0 && (lift == 0 || lift > 1):
			rank[t] = sorts + lift
		case lift >= leastLabelly:
			rank[t] = lift
		}
	}
	order := make([]int, len(rank))
	for t := range order {
		order[t] = t
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(rank[b], rank[a]) })
	out := make([][]uint32, len(l.data.Items))
	room := int(labelPart * float64(len(out)))
	for _, t := range order {
		a := &l.attributes[t]
		most := mostLabels
		if a.wanted {
			most = format.MaxLabels
		} else if rank[t] == 0 || len(a.items) > room {
			continue
		}
		for _, i := range a.items {
			if len(out[i]) < most && (a.wanted || !l.sensitive[i]) {
				out[i] = append(out[i], uint32(t))
				room--
			}
		}
	}
	for _, list := range out {
		slices.Sort(list)
	}
	return out
}

// lifts returns, for each attribute, how much more often than by chance a visitor
// who met one of its items met another; 0 where nothing is known.
func (l *lesson) lifts() []float64 {
	m := l.matrix
	of := make([][]int32, m.items)
	touches, total := make([]float64, len(l.attributes)), 0.0
	for t := range l.attributes {
		for _, i := range l.attributes[t].items {
			of[i] = append(of[i], int32(t))
		}
	}
	pairs, chances := make([]float64, len(touches)), make([]float64, len(touches))
	count := make([]float64, len(touches))
	for _, row := range m.rows[:m.visitors] {
		total += float64(len(row))
		for _, i := range row {
			for _, t := range of[i] {
				count[t]++
			}
		}
		for _, i := range row {
			for _, t := range of[i] {
				if n := count[t]; n > 0 {
					touches[t] += n
					pairs[t] += n * (n - 1)
					chances[t] += n * float64(len(row)-1)
					count[t] = 0
				}
			}
		}
	}
	out := make([]float64, len(touches))
	for t := range out {
		if chances[t] > 0 && touches[t] >= float64(l.floor) {
			out[t] = pairs[t] / (chances[t] * touches[t] / total)
		}
	}
	return out
}

// lists puts short lists of token indices into the catalog's form.
func lists(rows [][]uint32) format.Lists {
	out := format.Lists{Start: make([]uint32, 1, len(rows)+1)}
	for _, row := range rows {
		out.Target = append(out.Target, row...)
		out.Start = append(out.Start, uint32(len(out.Target)))
	}
	if len(out.Target) == 0 {
		return format.Lists{}
	}
	return out
}
