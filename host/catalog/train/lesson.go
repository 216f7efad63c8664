package train

import (
	"context"

	"privet/host/catalog/dataset"
)

// A lesson is one set of events to learn from, and what was computed from it
// last: a search changes one part of a recipe at a time, and comes back.
type lesson struct {
	data   *dataset.Dataset
	events []dataset.Event
	floor  int
	matrix *matrix

	ties   memo[tieKey, [][]tie]
	tastes memo[taste, [][]link]
	orders memo[order, [][]link]
	cuts   memo[cutKey, cut]
}

type tieKey struct {
	power, text float64
	support     int
}

type cutKey struct {
	taste taste
	order order
	share float64
	links int
}

// A cut is lists as long as the budget allows.
type cut struct{ taste, next [][]link }

func newLesson(d *dataset.Dataset, events []dataset.Event, words [][]int32, floor int) *lesson {
	return &lesson{data: d, events: events, floor: floor, matrix: newMatrix(d, events, words, floor)}
}

// model learns by a recipe and keeps about that many links.
func (l *lesson) model(ctx context.Context, r recipe, links int) (*model, error) {
	lists, err := l.cuts.get(cutKey{r.taste, r.order, r.share, links}, func() (cut, error) { return l.cut(ctx, &r, links) })
	return &model{
		items: l.data.Items, audience: l.matrix.audience, floor: l.floor,
		taste: lists.taste, next: lists.next, prior: r.prior, params: r.params,
	}, err
}

// cut solves the lists, keeps the most telling links and solves those again.
func (l *lesson) cut(ctx context.Context, r *recipe, links int) (c cut, err error) {
	if r.share > 0 {
		next, err := l.orders.get(r.order, func() ([][]link, error) {
			return transitions(ctx, len(l.data.Items), l.events, r.order, l.floor)
		})
		if err != nil {
			return c, err
		}
		c.next = prune(next, int(float64(links)*r.share))
	}
	s, err := l.solver(ctx, &r.taste)
	if err != nil {
		return c, err
	}
	full, err := l.tastes.get(r.taste, func() ([][]link, error) { return s.solve(ctx) })
	if err != nil {
		return c, err
	}
	c.taste = prune(full, links-count(c.next))
	return c, s.refit(ctx, c.taste)
}

// solver prepares the equations of a recipe.
func (l *lesson) solver(ctx context.Context, t *taste) (*solver, error) {
	mean := l.matrix.weigh(t.power, t.text)
	ties, err := l.ties.get(tieKey{t.power, t.text, t.support}, func() ([][]tie, error) {
		return l.matrix.supports(ctx, t.support, l.floor)
	})
	return &solver{matrix: l.matrix, ridge: ridge{t.ridge * mean, t.dropout}, supports: ties}, err
}

// count returns the number of links in lists.
func count(lists [][]link) int {
	n := 0
	for _, l := range lists {
		n += len(l)
	}
	return n
}
