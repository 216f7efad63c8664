package eval

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"
	"unicode"

	"privet/host/catalog/dataset"
)

// An entry is one item of another's list.
type entry struct {
	item  uint32
	score float64
}

// lists score by what stands in the lists of the items met.
type lists [][]entry

func (l lists) score(met []uint32) []float64 {
	scores := make([]float64, len(l))
	for _, i := range met {
		for _, e := range l[i] {
			scores[e.item] += e.score
		}
	}
	return scores
}

// cut keeps the best entries of a list, ties by item.
func cut(list []entry, most int) []entry {
	slices.SortFunc(list, func(a, b entry) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.item, b.item))
	})
	return slices.Clone(list[:min(most, len(list))])
}

// similar scores an item by its cosine with the items met, over weighted rows:
// those of its most similar ones alone.
func similar(items int, rows [][]int32, weights []float64, most int) lists {
	columns := make([][]int32, items)
	squares := make([]float64, items)
	for u, row := range rows {
		for _, i := range row {
			columns[i] = append(columns[i], int32(u))
			squares[i] += weights[u] * weights[u]
		}
	}
	out := make(lists, items)
	sums := make([]float64, items)
	for i := range out {
		var list []entry
		for _, u := range columns[i] {
			for _, j := range rows[u] {
				sums[j] += weights[u] * weights[u]
			}
		}
		for j, s := range sums {
			if s > 0 && j != i {
				list = append(list, entry{uint32(j), s / math.Sqrt(squares[i]*squares[j])})
			}
			sums[j] = 0
		}
		for _, e := range cut(list, most) {
			out[e.item] = append(out[e.item], entry{uint32(i), e.score})
		}
	}
	return out
}

// fitItemKNN is the cosine of co-occurrence, the 20 nearest of each item.
func fitItemKNN(_ context.Context, d *dataset.Dataset) (scorer, error) {
	rows := touches(d)
	weights := make([]float64, len(rows))
	for u := range weights {
		weights[u] = 1
	}
	return similar(len(d.Items), rows, weights, 20).score, nil
}

// fitText is the cosine of TF-IDF over attributes and the words of titles.
func fitText(_ context.Context, d *dataset.Dataset) (scorer, error) {
	number := map[string]int{}
	var rows [][]int32
	for i := range d.Items {
		it := &d.Items[i]
		words := strings.FieldsFunc(strings.ToLower(it.Title), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		for _, w := range append(it.Attributes(), words...) {
			n, ok := number[w]
			if !ok {
				n = len(rows)
				number[w] = n
				rows = append(rows, nil)
			}
			if r := rows[n]; len(r) == 0 || r[len(r)-1] != int32(i) {
				rows[n] = append(r, int32(i))
			}
		}
	}
	weights := make([]float64, len(rows))
	for w := range rows {
		weights[w] = math.Log(float64(len(d.Items)) / float64(len(rows[w])))
	}
	return similar(len(d.Items), rows, weights, len(d.Items)).score, nil
}

// fitMarkov scores by what followed the item met last, at once.
func fitMarkov(_ context.Context, d *dataset.Dataset) (scorer, error) {
	follows := make([]map[int32]float64, len(d.Items))
	for k := 1; k < len(d.Events); k++ {
		from, to := &d.Events[k-1], &d.Events[k]
		if from.Visit != to.Visit || from.Item == to.Item {
			continue
		}
		if follows[from.Item] == nil {
			follows[from.Item] = map[int32]float64{}
		}
		follows[from.Item][to.Item]++
	}
	out := make(lists, len(d.Items))
	for i, f := range follows {
		var list []entry
		for j, n := range f {
			list = append(list, entry{uint32(j), n})
		}
		out[i] = cut(list, len(list))
	}
	return func(met []uint32) []float64 { return out.score(met[len(met)-1:]) }, nil
}
