package eval

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"privet/engine/format"
	"privet/host/catalog/dataset"
	"privet/host/catalog/train"
	"privet/host/eval/visitor"
)

// viewed is the kind of every event of the protocols, whose files name none.
const viewed = format.View

// A site is a catalog, trained and loaded as a page would load it.
type site struct {
	visitors []*visitor.Visitor // one for each worker
	report   train.Report
}

// newSite trains on d and loads what would be shipped. It notes what that cost.
func newSite(ctx context.Context, d *dataset.Dataset, o Options, notes *notes) (*site, error) {
	began := time.Now()
	c, report, err := train.Train(ctx, d, o.Train, o.Progress)
	if err != nil {
		return nil, err
	}
	notes.note("items", float64(len(d.Items)), "1")
	notes.note("train-seconds", time.Since(began).Seconds(), "s")
	notes.note("bytes-per-item", report.BytesPerItem, "B")
	notes.note("rank", float64(report.Rank), "1")
	notes.note("neighbours-per-item", report.Neighbours, "1")
	notes.note("sequence-per-item", report.Sequence, "1")
	notes.note("labels-per-item", report.Labels, "1")
	notes.note("label-bytes-per-item", float64(report.LabelBytes)/float64(len(d.Items)), "B")
	return load(c, report)
}

// load makes a site of a catalog.
func load(c *format.Catalog, report train.Report) (*site, error) {
	b, err := format.Encode(c)
	if err != nil {
		return nil, err
	}
	s := &site{report: report}
	for range runtime.GOMAXPROCS(0) {
		v, err := visitor.New(b)
		if err != nil {
			return nil, err
		}
		s.visitors = append(s.visitors, v)
	}
	return s, nil
}

// A judged ranking is what was shown and how good it was.
type judged struct {
	shown  []uint32  // best first
	values []float64 // beside Table.Metrics; NaN where a metric does not apply
}

// An observation is what one user or session saw: one ranking or several.
type observation []judged

// observe measures n users or sessions on all processors.
func observe(ctx context.Context, n int, do func(worker, i int) (observation, error)) ([]observation, error) {
	out, failed := make([]observation, n), make([]error, n)
	var next atomic.Int64
	var wait sync.WaitGroup
	for worker := range runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			for i := next.Add(1) - 1; i < int64(n) && ctx.Err() == nil; i = next.Add(1) - 1 {
				out[i], failed[i] = do(worker, int(i))
			}
		})
	}
	wait.Wait()
	return out, errors.Join(ctx.Err(), errors.Join(failed...))
}
