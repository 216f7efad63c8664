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
	"privet/host/catalog/dataset"
)

// Options say how to train. The zero value means the defaults.
type Options struct {
	Budget     float64 // bytes an item that the compressed catalog may have; 48
	MinSupport int     // visitors who must share a pair before it is published; DefaultMinSupport
	Seed       uint64  // chooses what is kept back for validation
	// What the site's owner wants. Items are indices into Dataset.Items.
	Affinities []Affinity
	Sensitive  []int32  // items that are neither evidence nor shown for anything learned
	Labels     []string // attributes that rules speak of: always tokens, and labels of their items
}

// DefaultMinSupport is what an Options.MinSupport of 0 means.
const DefaultMinSupport = 5

func (o *Options) setDefaults() {
	if o.Budget == 0 {
		o.Budget = 48
	}
	if o.MinSupport == 0 {
		o.MinSupport = DefaultMinSupport
	}
}

// Progress is told how far a stage is, of how much; a total of 0 is not known. It
// may be nil.
type Progress func(stage string, done, total int)

// A Report says what was learned, tried and chosen.
type Report struct {
	Items, Visitors, Events int
	Rank                    int
	Neighbours, Sequence    float64 // entries an item
	Together                float64 // entries an item
	Tokens                  int
	Labels                  float64 // an item
	LabelBytes              int     // of Bytes, what labels take
	Bytes                   int     // of the catalog, brotli
	BytesPerItem            float64
	Validation              map[string]float64 // "ndcg@100", "next-ndcg@20"
	TrendHalfLife           int64              // seconds until a visitor counts half in popularity; 0 = never
	Trials                  []Trial
	recipe                  recipe // the one that was chosen
}

// A Trial is one change of a recipe, and how it did.
type Trial struct {
	Part   string
	Value  float64
	Score  float64
	Better bool // than anything before: kept
}

// ErrNoItems is returned for a data set without items.
var ErrNoItems = errors.New("there are no items to make a catalog of")

// Train learns a catalog.
func Train(ctx context.Context, d *dataset.Dataset, o Options, progress Progress) (*format.Catalog, Report, error) {
	if len(d.Items) == 0 {
		return nil, Report{}, ErrNoItems
	}
	o.setDefaults()
	report := Report{Items: len(d.Items), Visitors: d.Visitors, Events: len(d.Events), Validation: map[string]float64{}}
	if err := o.check(len(d.Items)); err != nil {
		return nil, report, err
	}
	recipe, err := choose(ctx, without(d, o.Sensitive), o, &report, progress)
	if err != nil {
		return nil, report, err
	}
	if progress != nil {
		progress("learning", 0, 0)
	}
	return learn(ctx, d, o, recipe, report)
}

// learn follows a recipe.
func learn(ctx context.Context, d *dataset.Dataset, o Options, r recipe, report Report) (*format.Catalog, Report, error) {
	crowd := d.Events
	d = without(d, o.Sensitive)
	l := newLesson(d, d.Events, o)
	l.crowd = crowd
	f, err := l.fit(ctx, r, o.Budget)
	if err != nil {
		return nil, report, err
	}
	c, err := f.model.catalog()
	if err != nil {
		return nil, report, err
	}
	if timed(d.Events) && r.trend < ageless {
		report.TrendHalfLife = r.trend
	}
	n := float64(len(d.Items))
	report.recipe = r
	report.Rank, report.Tokens = c.Rank, c.Tokens.Len()
	report.Neighbours, report.Sequence = float64(len(c.Taste.Target))/n, float64(len(c.Next.Target))/n
	report.Together = float64(len(c.Together.Target)) / n
	report.Bytes, report.BytesPerItem = f.size, float64(f.size)/n
	report.Labels = float64(len(c.Labels.Target)) / n
	report.LabelBytes, err = f.model.labelBytes()
	return c, report, err
}

// choose finds the recipe by what is kept back of the data, or of a part of them.
func choose(ctx context.Context, d *dataset.Dataset, o Options, report *Report, progress Progress) (recipe, error) {
	d = condense(d, o.Seed)
	split := keepBack(d, o.Seed)
	s := &search{
		ctx: ctx, data: d, options: o, split: split, lesson: newLesson(d, split.events, o),
		most: o.Budget, best: firstRecipe(), report: report,
		tell: func() {
			if progress != nil {
				progress("choosing a recipe", len(report.Trials), 0)
			}
		},
	}
	s.best.repeat = s.lesson.returning(s.best.order.distance)
	if len(split.answers)+len(split.visits) == 0 && !split.brief() {
		return s.best, nil
	}
	err := s.run()
	report.Validation["ndcg@100"], report.Validation["next-ndcg@20"] = s.score.taste, s.score.next
	return s.best, err
}
