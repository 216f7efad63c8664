package train

import (
	"context"
	"math"

	"privet/engine/format"
	"privet/host/catalog/dataset"
)

// A lesson is one set of events to learn from, and what was computed from it
// last: a search changes one part of a recipe at a time, and comes back.
type lesson struct {
	data       *dataset.Dataset
	events     []dataset.Event
	floor      int
	seed       uint64
	matrix     *matrix
	relatives  [][]relative // of cold items
	attributes []attribute
	context    []surrounding

	grams  memo[weighting, *gram]
	ties   memo[tieKey, [][]tie]
	tastes memo[taste, [][]link]
	orders memo[order, *sequence]
	trends memo[int64, []float64] // by half-life
	cuts   memo[cutKey, cut]

	spectra memo[taste, *spectrum] // of tastes without a rank
	factors memo[taste, *factors]
}

type tieKey struct {
	weighting
	support int
}

type cutKey struct {
	taste taste
	order order
	share float64
	links int
}

// A cut is lists as long as the budget allows.
type cut struct {
	taste, next [][]link
	factors     *factors
}

func newLesson(d *dataset.Dataset, events []dataset.Event, o Options) *lesson {
	m := newMatrix(d, events, words(d.Items), o.MinSupport)
	l := &lesson{data: d, events: events, floor: o.MinSupport, seed: o.Seed, matrix: m, relatives: m.relatives(), attributes: attributes(d.Items)}
	l.context = l.surroundings()
	return l
}

// model learns by a recipe and keeps about that many links.
func (l *lesson) model(ctx context.Context, r recipe, links int) (*model, error) {
	lists, err := l.cuts.get(cutKey{r.taste, r.order, r.share, links}, func() (cut, error) { return l.cut(ctx, &r, links) })
	return l.assemble(&r, &lists, links), err
}

// assemble makes a model of lists.
func (l *lesson) assemble(r *recipe, lists *cut, links int) *model {
	trend, _ := l.trends.get(r.trend, func() ([]float64, error) { return l.trend(r.trend), nil })
	return &model{
		items: l.data.Items, trend: trend,
		taste: lists.taste, next: lists.next, factors: lists.factors,
		tokens: append(l.interests(lists, links), l.moments(r, links)...), prior: r.prior, params: r.params,
	}
}

// cut solves the lists, keeps the most telling links and solves those again.
// A cold item gets half as many links as others have on average.
func (l *lesson) cut(ctx context.Context, r *recipe, links int) (cut, error) {
	cold := 0
	for _, c := range l.matrix.cold {
		if c {
			cold++
		}
	}
	each := int(float64(links)*(1-r.share)) / (2 * len(l.data.Items))
	c, s, err := l.raw(ctx, r, links-each*cold)
	if err != nil {
		return c, err
	}
	if err := s.refit(ctx, c.taste); err != nil {
		return c, err
	}
	return c, s.introduce(ctx, c.taste, each, l.floor)
}

// raw solves the lists and keeps the most telling links as they are.
func (l *lesson) raw(ctx context.Context, r *recipe, links int) (c cut, s *solver, err error) {
	if r.share > 0 {
		next, err := l.orders.get(r.order.counted(), func() (*sequence, error) {
			return sequences(ctx, len(l.data.Items), l.events, r.order.counted(), l.floor)
		})
		if err != nil {
			return c, nil, err
		}
		c.next = prune(next.weighed(&r.order), int(float64(links)*r.share))
	}
	if s, err = l.solver(ctx, &r.taste); err != nil {
		return c, nil, err
	}
	full, err := l.tastes.get(r.taste, func() ([][]link, error) { return s.solve(ctx) })
	c.taste, c.factors = prune(full, links-count(c.next)), s.factors
	return c, s, err
}

// solver prepares the equations of a recipe.
func (l *lesson) solver(ctx context.Context, t *taste) (*solver, error) {
	mean := l.matrix.weigh(t.weighting)
	g, err := l.grams.get(t.weighting, func() (*gram, error) { return newGram(ctx, l.matrix) })
	if err != nil {
		return nil, err
	}
	squares := l.matrix.squares(g.weight)
	ties, err := l.ties.get(tieKey{t.weighting, t.support}, func() ([][]tie, error) {
		return g.supports(ctx, squares, t.support, l.floor)
	})
	if err != nil {
		return nil, err
	}
	wanted := l.matrix.wanted(t.target)
	s := &solver{gram: g, wanted: wanted, ridge: ridge{t.ridge * mean, t.dropout}, supports: ties, squares: squares, size: t.support, reach: t.reach, relatives: l.relatives, cold: t.cold}
	if t.rank > 0 {
		s.factors, err = l.factors.get(*t, func() (*factors, error) { return l.factorize(ctx, t, mean, wanted) })
	}
	return s, err
}

// factorize computes a recipe's factors. Ranks share one spectrum.
func (l *lesson) factorize(ctx context.Context, t *taste, mean float64, wanted []float64) (*factors, error) {
	lambda, scale := l.matrix.squares(l.matrix.weight), make([]float64, l.matrix.items)
	for i := range lambda {
		lambda[i] = t.smooth*t.ridge*mean + t.dropout*lambda[i]
		scale[i] = 1 / math.Sqrt(lambda[i])
	}
	all := *t
	all.rank, all.coarse, all.support, all.cold, all.reach, all.target = 0, 0, 0, 0, 0, 0
	s, err := l.spectra.get(all, func() (*spectrum, error) {
		return l.matrix.spectrum(ctx, format.MaxRank, scale, l.seed)
	})
	if err != nil {
		return nil, err
	}
	return l.matrix.factorize(ctx, s, lambda, wanted, l.relatives, t.cold, t.rank, t.coarse)
}

// count returns the number of links in lists.
func count(lists [][]link) int {
	n := 0
	for _, l := range lists {
		n += len(l)
	}
	return n
}
