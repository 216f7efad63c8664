package train

import (
	"context"
	"math"
	"slices"

	"privet/engine/format"
	"privet/host/catalog/dataset"
)

// A lesson is one set of events to learn from, and what was computed from it
// last: a search changes one part of a recipe at a time, and comes back.
type lesson struct {
	data       *dataset.Dataset
	events     []dataset.Event // to learn from
	crowd      []dataset.Event // to count popularity by: those, and what was done with sensitive items
	floor      int
	seed       uint64
	matrix     *matrix
	relatives  [][]relative // of cold items
	attributes []attribute
	context    []surrounding
	labels     [][]uint32 // of each item: indices into attributes, which tokens begin with
	sensitive  []bool
	affinities []Affinity

	grams    memo[weighting, *gram]
	ties     memo[tieKey, [][]tie]
	tastes   memo[taste, [][]link]
	imagined memo[taste, [][]link] // of cold items
	orders   memo[order, *sequence]
	pairs    memo[struct{}, [][]link] // bought together
	trends   memo[int64, []float64]   // by half-life
	cuts     memo[cutKey, cut]

	spectra   memo[taste, *spectrum] // of tastes without a rank
	factors   memo[taste, *factors]
	explained memo[*factors, [][]float64] // in-vectors of the contexts
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

// A cut is lists as long as the budget allows, and what tokens say beside them.
type cut struct {
	taste, next, together [][]link
	factors               *factors
	interests             []token
	moments               [][]float64 // beside lesson.context: in-vectors; nil without factors
}

func (c *cut) links() int { return count(c.taste) + count(c.next) + count(c.together) }

func newLesson(d *dataset.Dataset, events []dataset.Event, o Options) *lesson {
	l := &lesson{
		data: d, events: events, crowd: events, floor: o.MinSupport, seed: o.Seed,
		attributes: attributes(d.Items, o.Labels), sensitive: marks(o.Sensitive, len(d.Items)), affinities: o.Affinities,
	}
	phrases := words(d.Items, l.sensitive, itemPhrases)
	l.matrix = newMatrix(d, events, append(words(d.Items, l.sensitive, itemWords), phrases...), o.MinSupport)
	l.matrix.phrases = len(phrases)
	l.context, l.labels = l.surroundings(), l.label()
	return l
}

// model learns by a recipe and keeps about that many links.
func (l *lesson) model(ctx context.Context, r recipe, links int) (*model, error) {
	lists, err := l.cuts.get(cutKey{r.taste, r.order, r.share, links}, func() (cut, error) { return l.cut(ctx, &r, links) })
	return l.assemble(&r, &lists, links), err
}

// encode learns by a recipe, as model does, and returns the catalog's bytes.
func (l *lesson) encode(ctx context.Context, r recipe, links int) ([]byte, error) {
	m, err := l.model(ctx, r, links)
	if err != nil {
		return nil, err
	}
	return m.encode()
}

// assemble makes a model of lists.
func (l *lesson) assemble(r *recipe, lists *cut, links int) *model {
	trend, _ := l.trends.get(r.trend, func() ([]float64, error) { return l.trend(r.trend), nil })
	moments := l.moments(r, lists, trend, links)
	tokens := append(slices.Clone(lists.interests), moments...)
	return &model{
		items: l.data.Items, trend: trend,
		taste: lists.taste, next: lists.next, together: lists.together, factors: lists.factors,
		tokens: l.own(tokens, lists, r, usualLargest(moments)), labels: l.labels, newcomers: l.newcomers(r.welcome), prior: r.prior, repeat: r.repeat, params: r.params,
	}
}

// cut solves the lists, keeps the most telling links and solves those again.
// A cold item gets fewer links than others have on average, and the fewer the
// more of them there are: they live on what is known of the warm ones.
func (l *lesson) cut(ctx context.Context, r *recipe, links int) (cut, error) {
	cold := 0
	for _, c := range l.matrix.cold {
		if c {
			cold++
		}
	}
	items := float64(len(l.data.Items))
	most := int(0.8 * (1 - float64(cold)/items) * float64(links) * (1 - r.share) / items)
	c, s, err := l.raw(ctx, r, links-most*cold)
	if err != nil {
		return c, err
	}
	if err := s.refit(ctx, c.taste); err != nil {
		return c, err
	}
	imagined, err := l.imagined.get(r.taste, func() ([][]link, error) { return s.imagined(ctx, l.floor) })
	if err != nil {
		return c, err
	}
	s.introduce(c.taste, imagined, most)
	return c, l.speak(ctx, &c, links)
}

// speak says what tokens say beside the lists of a cut.
func (l *lesson) speak(ctx context.Context, c *cut, links int) (err error) {
	c.interests = l.interests(c, links)
	if c.factors != nil {
		c.moments, err = l.explained.get(c.factors, func() ([][]float64, error) {
			out := make([][]float64, len(l.context))
			return out, each(ctx, len(out), func(_, k int) { out[k] = c.factors.explain(l.context[k].lift) })
		})
	}
	return err
}

// raw solves the lists and keeps the most telling links as they are.
func (l *lesson) raw(ctx context.Context, r *recipe, links int) (c cut, s *solver, err error) {
	if err := l.relate(ctx); err != nil {
		return c, nil, err
	}
	if r.share > 0 {
		next, err := l.orders.get(r.order.counted(), func() (*sequence, error) {
			return sequences(ctx, len(l.data.Items), l.events, r.order.counted(), l.floor)
		})
		if err != nil {
			return c, nil, err
		}
		c.next = prune(next.weighed(&r.order), int(float64(links)*r.share))
	}
	pairs, err := l.pairs.get(struct{}{}, func() ([][]link, error) {
		return together(ctx, len(l.data.Items), l.events, l.floor)
	})
	if err != nil {
		return c, nil, err
	}
	c.together = prune(pairs, int(float64(links)*togetherPart))
	if s, err = l.solver(ctx, &r.taste); err != nil {
		return c, nil, err
	}
	full, err := l.tastes.get(r.taste, func() ([][]link, error) { return s.solve(ctx) })
	c.taste, c.factors = prune(full, links-count(c.next)-count(c.together)), s.factors
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
