package train

import (
	"cmp"
	"context"
	"math"
	"slices"
)

// supports finds for each item the size items most similar to it by cosine, best
// first, among those that at least floor visitors share with it: no other pair
// may stand in a public file.
func (g *gram) supports(ctx context.Context, squares []float64, size, floor int) ([][]tie, error) {
	m := g.matrix
	out := make([][]tie, m.items)
	readers := make([]*gramReader, workers())
	err := each(ctx, m.items, func(worker, j int) {
		if readers[worker] == nil {
			readers[worker] = g.reader()
		}
		kept := readers[worker].row(j)[:0]
		for _, t := range readers[worker].touched {
			allowed := int(t.shared) >= floor || m.cold[t.item] && !m.cold[j]
			if allowed && int(t.item) != j && t.gram > 0 {
				t.cosine = t.gram / math.Sqrt(squares[t.item]*squares[j])
				kept = append(kept, t)
			}
		}
		slices.SortFunc(kept, func(a, b tie) int {
			return cmp.Or(cmp.Compare(b.cosine, a.cosine), cmp.Compare(a.item, b.item))
		})
		out[j] = slices.Clone(kept[:min(size, len(kept))])
	})
	return out, err
}
