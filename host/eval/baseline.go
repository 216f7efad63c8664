package eval

import (
	"context"
	"slices"
	"time"

	"privet/host/catalog/dataset"
	"privet/host/catalog/train"
)

// Options say how to evaluate.
type Options struct {
	MinVisitors int // of an item in what is learned from: see dataset.Collector
	Train       train.Options
	Progress    train.Progress // may be nil
	Baselines   bool           // measure them beside the engine
	Audit       bool           // of what is shown to whom
	Budgets     []float64      // bytes an item that the engine is measured at too
}

// A baseline is what others would do. What it has to choose, it chooses on part
// of the training data that it keeps back.
type baseline struct {
	name string
	fit  func(context.Context, *dataset.Dataset, *keptBack) (fitted, error)
}

// A fitted baseline ranks.
type fitted struct {
	rank  scorer
	bytes float64 // an item: 4 for a number, and 4 more where it needs an index
}

// A scorer scores every item for somebody who met these items, oldest first.
// It is safe for concurrent use.
type scorer func(met []uint32) []float64

// maxDense is how many items a method with a matrix of items × items is tried on.
const maxDense = 6000

// baselines are all that the data allow. Sessions are ordered and short.
func (o *Options) baselines(d *dataset.Dataset, sessions bool) []baseline {
	if !o.Baselines {
		return nil
	}
	all := []baseline{{"popularity", fitPopularity}}
	if timed(d) {
		all = append(all, baseline{"recent popularity", fitRecentPopularity})
	}
	all = append(all, baseline{"item text", fitText}, baseline{"item-knn", fitItemKNN})
	if sessions {
		all = append(all, baseline{"markov", fitMarkov})
	}
	if len(d.Items) <= maxDense {
		all = append(all, baseline{"ease", fitEASE})
	}
	return all
}

// timed tells whether events have times, so that order and age mean something.
func timed(d *dataset.Dataset) bool {
	return slices.ContainsFunc(d.Events, func(e dataset.Event) bool { return e.At != d.Events[0].At })
}

// best returns the indices of the highest scores, ties by index, without some.
func best(scores []float64, exclude []uint32, top int) []uint32 {
	out := make([]bool, len(scores))
	for _, i := range exclude {
		out[i] = true
	}
	order := make([]uint32, 0, top+1)
	for i, score := range scores {
		if out[i] || len(order) == top && (top == 0 || score <= scores[order[top-1]]) {
			continue
		}
		// Behind all that score as much or more. Few items come this far.
		at, _ := slices.BinarySearchFunc(order, score, func(o uint32, score float64) int {
			if scores[o] >= score {
				return -1
			}
			return 1
		})
		order = slices.Insert(order, at, uint32(i))
		order = order[:min(len(order), top)]
	}
	return order
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

// A rival is a baseline that is being fitted.
type rival struct {
	baseline
	done   chan struct{} // closed when the rest is known
	fitted fitted
	took   time.Duration
	err    error
}

// fitAhead begins to fit baselines, one after another, beside whatever comes next:
// a trainer leaves half a processor idle, and the dense model takes as long as it.
func fitAhead(ctx context.Context, d *dataset.Dataset, all []baseline, kept func() *keptBack) []*rival {
	var out []*rival
	for _, b := range all {
		out = append(out, &rival{baseline: b, done: make(chan struct{})})
	}
	if len(all) == 0 {
		return nil
	}
	go func() {
		kept := kept()
		for _, r := range out {
			began := time.Now()
			r.fitted, r.err = r.fit(ctx, d, kept)
			r.took = time.Since(began)
			close(r.done)
		}
	}()
	return out
}

// rivals begins to fit all baselines that the data allow.
func (o *Options) rivals(ctx context.Context, d *dataset.Dataset, sessions bool) []*rival {
	return fitAhead(ctx, d, o.baselines(d, sessions), func() *keptBack { return keepBack(d, sessions, o.Train.Seed) })
}

// runBaselines asks each by measure for every one of n people or sessions.
func (t *Table) runBaselines(ctx context.Context, rivals []*rival, n int, measure func(rank scorer, i int) observation) error {
	for _, r := range rivals {
		<-r.done
		err := t.run(r.name, func() ([]observation, error) {
			if r.err != nil {
				return nil, r.err
			}
			return observe(ctx, n, func(_, i int) (observation, error) { return measure(r.fitted.rank, i), nil })
		})
		if err != nil {
			return err
		}
		row := t.row(r.name)
		row.Bytes = r.fitted.bytes
		row.Seconds += r.took.Seconds()
	}
	return nil
}
