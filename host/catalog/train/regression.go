package train

import (
	"cmp"
	"context"
	"errors"
	"math"
	"slices"
)

// Shares of what came right before count a step twice where two items before
// tell the same. The regression does not: at each event of a visit but the last,
// x holds what the engine will know there, the items so far by the decay of
// steps, sharing 1; y holds the items ahead by their distance. The lists are the
// ridge regression of y on x (as in Choi et al., "Session-aware linear item-item
// models for session-based recommendation", WWW 2021), each target's on its own
// support, as for tastes.

// mostSources is how many items a target's regression is on.
const mostSources = 60

// regress solves (X'X + λI) b = X'y for each target.
func (h *path) regress(ctx context.Context, p *passages) ([][]link, error) {
	before, err := h.before(ctx)
	if err != nil {
		return nil, err
	}
	lists, right := make([][]link, h.items), make([][]float64, h.items)
	for j, list := range p.byTarget(before) {
		for _, x := range list {
			lists[j], right[j] = append(lists[j], link{from: x.to}), append(right[j], x.sum)
		}
	}
	failed, systems := make([]error, h.items), make([]system, workers())
	err = each(ctx, h.items, func(worker, j int) {
		list := lists[j]
		if len(list) == 0 {
			return
		}
		s := &systems[worker]
		s.resize(len(list))
		for a := range list {
			row := before[list[a].from]
			for b := range a {
				s.set(a, b, find(row, list[b].from))
			}
			s.set(a, a, find(row, list[a].from)+h.ridge)
		}
		var solution []float64
		if solution, failed[j] = s.solve(right[j]); failed[j] != nil {
			return
		}
		for a, b := range solution {
			list[a].weight = float32(b)
		}
		lists[j] = slices.DeleteFunc(list, func(l link) bool { return l.weight <= 0 })
	})
	return lists, errors.Join(err, errors.Join(failed...))
}

// before returns X'X: for each item, the items known beside it, rising.
func (h *path) before(ctx context.Context) ([][]passage, error) {
	out, all := make([][]passage, h.items), make([][]float64, workers())
	err := each(ctx, h.items, func(worker, i int) {
		if all[worker] == nil {
			all[worker] = make([]float64, h.items)
		}
		sums := all[worker]
		var touched []int32
		for _, p := range h.places[i] {
			age := h.age(h.events[p].At)
			for k := 0; k < len(h.lags) && k < int(h.left[p]); k++ {
				t := int(p) + k
				whole := h.whole(t)
				scale := age * h.lags[k] / (whole * whole)
				for back := 0; back < len(h.lags) && back <= int(h.at[t]); back++ {
					q := h.events[t-back].Item
					if sums[q] == 0 {
						touched = append(touched, q)
					}
					sums[q] += float64(scale * h.lags[back])
				}
			}
		}
		slices.Sort(touched)
		out[i] = make([]passage, len(touched))
		for n, q := range touched {
			out[i][n], sums[q] = passage{q, sums[q]}, 0
		}
	})
	return out, err
}

// find returns the sum of an item in a rising row, 0 where it is not there.
func find(row []passage, item int32) float64 {
	at, ok := slices.BinarySearchFunc(row, item, func(p passage, item int32) int { return cmp.Compare(p.to, item) })
	if !ok {
		return 0
	}
	return row[at].sum
}

// byTarget returns for each target the sources that explain most of it, rising.
func (p *passages) byTarget(before [][]passage) [][]passage {
	out := make([][]passage, len(p.from))
	for i, list := range p.from {
		for _, x := range list {
			out[x.to] = append(out[x.to], passage{int32(i), x.sum})
		}
	}
	for j := range out {
		if len(out[j]) <= mostSources {
			continue
		}
		explains := func(x passage) float64 { return x.sum / math.Sqrt(find(before[x.to], x.to)) }
		slices.SortFunc(out[j], func(a, b passage) int {
			return cmp.Or(cmp.Compare(explains(b), explains(a)), cmp.Compare(a.to, b.to))
		})
		out[j] = slices.Clone(out[j][:mostSources])
		slices.SortFunc(out[j], func(a, b passage) int { return cmp.Compare(a.to, b.to) })
	}
	return out
}
