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
			if int(t.shared) >= floor && int(t.item) != j && t.gram > 0 {
				t.cosine = t.gram / math.Sqrt(squares[t.item]*squares[j])
				kept = append(kept, t)
			}
		}
		out[j] = slices.Clone(closest(kept, size))
	})
	return out, err
}

// closest moves the ties of largest cosine to the front, best first, and
// returns those.
func closest(ties []tie, most int) []tie {
	before := func(a, b tie) int {
		return cmp.Or(cmp.Compare(b.cosine, a.cosine), cmp.Compare(a.item, b.item))
	}
	if len(ties) > 4*most && most > 0 {
		// Most ties are far from the front: a sample says from where on they cannot matter.
		sample := slices.Clone(ties[:2*most])
		slices.SortFunc(sample, before)
		least := sample[most-1]
		ties = slices.DeleteFunc(ties, func(t tie) bool { return before(t, least) > 0 })
	}
	slices.SortFunc(ties, before)
	return ties[:min(most, len(ties))]
}
