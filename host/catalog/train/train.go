// Package train learns a catalog from a site's items and events: what goes with
// what, what follows what, and what to show to somebody new.
//
// Everything is solved in closed form from sums over visitors, and every choice
// is made on data kept back, through the engine and the quantized catalog. The
// same input gives the same bytes: work is divided by item, never by processor.
package train

import (
	"context"
	"errors"

	"privet/engine/format"
	"privet/engine/purpose"
	"privet/host/catalog/dataset"
)

// Options say how to train. The zero value means the defaults.
type Options struct {
	Budget     float64 // bytes an item that the compressed catalog may have; 48
	MinSupport int     // visitors who must share a pair before it is published; 5
	Seed       uint64  // chooses what is kept back for validation
}

// Progress is told how far a stage is. It may be nil.
type Progress func(stage string, done, total int)

// A Report says what was learned, tried and chosen.
type Report struct {
	Items, Visitors, Events int
	Rank                    int
	Neighbours, Sequence    float64 // entries an item
	Tokens                  int
	Bytes                   int // of the catalog, brotli
	BytesPerItem            float64
	Validation              map[string]float64 // "ndcg@100", "next-ndcg@10"
	Trials                  []Trial
}

// A Trial is one recipe that was tried.
type Trial struct {
	Stage, Choice string
	Score         float64
	Chosen        bool
}

// ErrNoItems is returned for a data set without items.
var ErrNoItems = errors.New("there are no items to make a catalog of")

// Train learns a catalog.
func Train(ctx context.Context, d *dataset.Dataset, o Options, progress Progress) (*format.Catalog, Report, error) {
	if len(d.Items) == 0 {
		return nil, Report{}, ErrNoItems
	}
	if o.Budget == 0 {
		o.Budget = 48
	}
	if o.MinSupport == 0 {
		o.MinSupport = 5
	}
	words := words(d.Items)
	mx := newMatrix(d, d.Events, words, o.MinSupport)
	mean := mx.weigh(.5, 1)
	sup, err := mx.supports(ctx, 50, o.MinSupport)
	if err != nil {
		return nil, Report{}, err
	}
	s := &solver{matrix: mx, ridge: ridge{16 * mean, .2}, supports: sup, squares: mx.squares()}
	lists, err := s.solve(ctx)
	if err != nil {
		return nil, Report{}, err
	}
	lists = prune(lists, 27*len(d.Items))
	if err := s.refit(ctx, lists); err != nil {
		return nil, Report{}, err
	}
	m := &model{items: d.Items, audience: mx.audience, floor: o.MinSupport, taste: lists, params: format.DefaultParams()}
	m.params.Mix[purpose.Session].Next = 0
	c, err := m.catalog()
	if err != nil {
		return nil, Report{}, err
	}
	b, err := format.Encode(c)
	if err != nil {
		return nil, Report{}, err
	}
	n, err := packed(b, 11)
	return c, Report{Bytes: n, BytesPerItem: float64(n) / float64(len(d.Items))}, err
}
