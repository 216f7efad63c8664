package train

import (
	"cmp"
	"context"
	"math"
	"slices"
)

// A link says that item from speaks for another item, whose list holds it.
type link struct {
	from     int32
	weight   float32
	saliency float32 // how much is lost without it; comparable over all lists
}

// A tie is two items' entry of the Gram matrix.
type tie struct {
	item   int32
	gram   float64
	cosine float64
}

// supports finds for each item the size items most similar to it by cosine, best
// first, among those that may stand beside it in a public file: at least floor
// visitors share the pair, or one of both is cold and words alone connect them.
func (m *matrix) supports(ctx context.Context, size, floor int) ([][]tie, error) {
	squares := m.squares()
	out := make([][]tie, m.items)
	type scratch struct {
		gram    []float64
		shared  []int32
		seen    []bool
		touched []int32
		ties    []tie
	}
	all := make([]scratch, workers())
	err := each(ctx, m.items, func(worker, j int) {
		s := &all[worker]
		if s.gram == nil {
			*s = scratch{gram: make([]float64, m.items), shared: make([]int32, m.items), seen: make([]bool, m.items)}
		}
		s.touched, s.ties = s.touched[:0], s.ties[:0]
		for _, u := range m.columns[j] {
			w, visitor := m.weight[u], int32(0)
			if int(u) < m.visitors {
				visitor = 1
			}
			for _, i := range m.rows[u] {
				if !s.seen[i] {
					s.seen[i] = true
					s.touched = append(s.touched, i)
				}
				s.gram[i] += w
				s.shared[i] += visitor
			}
		}
		for _, i := range s.touched {
			allowed := int(s.shared[i]) >= floor || m.cold[i] || m.cold[j]
			if allowed && int(i) != j && s.gram[i] > 0 {
				s.ties = append(s.ties, tie{i, s.gram[i], s.gram[i] / math.Sqrt(squares[i]*squares[j])})
			}
			s.gram[i], s.shared[i], s.seen[i] = 0, 0, false
		}
		slices.SortFunc(s.ties, func(a, b tie) int {
			return cmp.Or(cmp.Compare(b.cosine, a.cosine), cmp.Compare(a.item, b.item))
		})
		out[j] = slices.Clone(s.ties[:min(size, len(s.ties))])
	})
	return out, err
}
