package eval

import (
	"context"

	"privet/host/catalog/dataset"
)

// fitMarkov scores by what followed the item met last, at once.
func fitMarkov(_ context.Context, d *dataset.Dataset, _ *keptBack) (fitted, error) {
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
	last := func(met []uint32) []float64 { return out.score(met[len(met)-1:], []float64{1}) }
	return fitted{last, out.bytes()}, nil
}
