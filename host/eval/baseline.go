package eval

import (
	"cmp"
	"context"
	"slices"

	"privet/host/catalog/dataset"
	"privet/host/catalog/train"
)

// Options say how to evaluate.
type Options struct {
	Train     train.Options
	Progress  train.Progress // may be nil
	Baselines bool           // measure them beside the engine
}

// A baseline is what others would do.
type baseline struct {
	name string
	fit  func(context.Context, *dataset.Dataset) (scorer, error)
}

// A scorer scores every item for somebody who met these items, oldest first.
// It is safe for concurrent use.
type scorer func(met []uint32) []float64

// maxDense is how many items a method with a matrix of items × items is tried on.
const maxDense = 6000

func (o *Options) baselines(d *dataset.Dataset, sessions bool) []baseline {
	if !o.Baselines {
		return nil
	}
	all := []baseline{{"popularity", fitPopularity}, {"item text", fitText}, {"item-knn", fitItemKNN}}
	if sessions {
		all = append(all, baseline{"markov", fitMarkov})
	}
	if len(d.Items) <= maxDense {
		all = append(all, baseline{"ease", fitEASE})
	}
	return all
}

// best returns the indices of the highest scores, ties by index, without some.
func best(scores []float64, exclude []uint32, top int) []uint32 {
	out := make(map[uint32]bool, len(exclude))
	for _, i := range exclude {
		out[i] = true
	}
	order := make([]uint32, 0, len(scores))
	for i := range scores {
		if !out[uint32(i)] {
			order = append(order, uint32(i))
		}
	}
	slices.SortFunc(order, func(a, b uint32) int {
		return cmp.Or(cmp.Compare(scores[b], scores[a]), cmp.Compare(a, b))
	})
	return order[:min(top, len(order))]
}

// touches returns the distinct items of each visitor, rising.
func touches(d *dataset.Dataset) [][]int32 {
	rows := make([][]int32, d.Visitors)
	for i := range d.Events {
		e := &d.Events[i]
		rows[e.Visitor] = append(rows[e.Visitor], e.Item)
	}
	for u := range rows {
		slices.Sort(rows[u])
		rows[u] = slices.Compact(rows[u])
	}
	return rows
}

// fitPopularity scores items by how many visitors touched them.
func fitPopularity(_ context.Context, d *dataset.Dataset) (scorer, error) {
	scores := make([]float64, len(d.Items))
	for _, row := range touches(d) {
		for _, i := range row {
			scores[i]++
		}
	}
	return func([]uint32) []float64 { return scores }, nil
}

// runBaselines adds a row for each baseline, fitted and then asked by measure
// for every one of n people or sessions.
func (t *Table) runBaselines(ctx context.Context, d *dataset.Dataset, all []baseline, n int, measure func(rank scorer, i int) [][]float64) error {
	for _, b := range all {
		err := t.run(b.name, func() ([]observation, error) {
			rank, err := b.fit(ctx, d)
			if err != nil {
				return nil, err
			}
			return observe(ctx, n, func(_, i int) ([][]float64, error) { return measure(rank, i), nil })
		})
		if err != nil {
			return err
		}
	}
	return nil
}
