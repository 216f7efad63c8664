package eval

import (
	"cmp"
	"math"
	"slices"
)

// An entry is one item of another's list.
type entry struct {
	item  uint32
	score float64
}

// lists score by what stands in the lists of the items met.
type lists [][]entry

func (l lists) score(met []uint32, weights []float64) []float64 {
	scores := make([]float64, len(l))
	for k, i := range met {
		for _, e := range l[i] {
			scores[e.item] += weights[k] * e.score
		}
	}
	return scores
}

// bytes is the size of an item's list.
func (l lists) bytes() float64 {
	n := 0
	for _, list := range l {
		n += len(list)
	}
	return 8 * float64(n) / float64(len(l))
}

// cut keeps the best entries of a list, ties by item.
func cut(list []entry, most int) []entry {
	slices.SortFunc(list, func(a, b entry) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.item, b.item))
	})
	return slices.Clone(list[:min(most, len(list))])
}

// similar returns the most similar items of each, by cosine over rows.
func similar(items int, rows [][]int32, most int) lists {
	columns := make([][]int32, items)
	for u, row := range rows {
		for _, i := range row {
			columns[i] = append(columns[i], int32(u))
		}
	}
	out := make(lists, items)
	sums := make([]float64, items)
	for i := range out {
		for _, u := range columns[i] {
			for _, j := range rows[u] {
				sums[j]++
			}
		}
		var list []entry
		for j, s := range sums {
			if s > 0 && j != i {
				list = append(list, entry{uint32(j), s / math.Sqrt(float64(len(columns[i])*len(columns[j])))})
			}
			sums[j] = 0
		}
		out[i] = cut(list, most)
	}
	return out
}

// inverted turns the similar items of each into those that each is similar to,
// of the first so many of each list.
func (l lists) inverted(most int) lists {
	out := make(lists, len(l))
	for i, list := range l {
		for _, e := range list[:min(most, len(list))] {
			out[e.item] = append(out[e.item], entry{uint32(i), e.score})
		}
	}
	return out
}
