package train

import (
	"context"
	"errors"
	"math"

	"privet/engine/purpose"
	"privet/host/catalog/dataset"
	"privet/host/eval/metric"
	"privet/host/eval/visitor"
)

// Who has just come is ranked for by popularity and the context, and after one
// event by that too. What is chosen for the many events of most histories may be
// worse for one than popularity alone: guard does not let it.

// arrive returns the mean NDCG of the visits' second items, by the context of the
// first and nothing else. Where visits have one event, its own context has to do.
func (s *split) arrive(ctx context.Context, visitors []*visitor.Visitor) (float64, error) {
	grants := purpose.Of(purpose.Context, purpose.Region)
	if s.brief() {
		return over(ctx, len(s.singles), visitors, func(v *visitor.Visitor, i int) (float64, error) {
			return s.only(v, &s.singles[i][0], grants)
		})
	}
	return over(ctx, len(s.visits), visitors, func(v *visitor.Visitor, i int) (float64, error) {
		return s.second(v, s.visits[i], grants)
	})
}

// brief tells whether too few visits have a second event to choose by.
func (s *split) brief() bool { return len(s.visits) < fewestAnswers && len(s.singles) >= fewestAnswers }

// only asks for the one item of a visit, by its context.
func (s *split) only(v *visitor.Visitor, e *dataset.Event, grants purpose.Set) (float64, error) {
	if err := v.Begin(grants); err != nil {
		return 0, err
	}
	ranking, err := v.Rank(nextDepth, 0, nil, s.data.ContextNames(e))
	return metric.NDCG(metric.Ranks(ranking, map[uint32]bool{uint32(e.Item): true}), 1, nextDepth), err
}

// nobody returns what popularity alone reaches: all that is known of whoever
// allows nothing.
func (s *split) nobody(ctx context.Context, visitors []*visitor.Visitor) (float64, error) {
	histories, err := over(ctx, len(s.answers), visitors, func(v *visitor.Visitor, i int) (float64, error) {
		return s.answers[i].ndcg(v, 0, false)
	})
	if err != nil {
		return 0, err
	}
	visits, err := over(ctx, len(s.visits), visitors, func(v *visitor.Visitor, i int) (float64, error) {
		return s.second(v, s.visits[i], 0)
	})
	return histories + visits, err
}

// second asks for the second item of a visit after its first.
func (s *split) second(v *visitor.Visitor, visit []dataset.Event, grants purpose.Set) (float64, error) {
	err := v.Begin(grants)
	first := &visit[0]
	if err == nil && grants.Has(purpose.Session) {
		err = v.Meet(first.Item, first.Kind, 0)
	}
	if err != nil {
		return 0, err
	}
	var names []string
	if grants.Has(purpose.Context) {
		names = s.data.ContextNames(first)
	}
	ranking, err := v.Rank(nextDepth, 0, []uint32{uint32(first.Item)}, names)
	return metric.NDCG(metric.Ranks(ranking, map[uint32]bool{uint32(visit[1].Item): true}), 1, nextDepth), err
}

// An early is what rankings reach with one event, beside those with none: by
// popularity. Doubt is the standard error of their difference.
type early struct{ one, none, doubt float64 }

// lack is by how much one event may be worse than none, for all that is known; 0
// where it is by no more than steps of the search differ by chance.
func (e early) lack() float64 {
	if lack := e.none - e.one + e.doubt; lack > least {
		return lack
	}
	return 0
}

// early measures both for histories and for visits.
func (s *split) early(ctx context.Context, catalog []byte) (history, session early, err error) {
	visitors, err := simulated(catalog)
	if err != nil {
		return history, session, err
	}
	history, err = compare(ctx, len(s.answers), visitors, func(v *visitor.Visitor, i int, grants purpose.Set) (float64, error) {
		a := s.answers[i]
		a.history = a.history[len(a.history)-1:]
		return a.ndcg(v, grants&purpose.Of(purpose.History), false)
	})
	if err != nil {
		return history, session, err
	}
	session, err = compare(ctx, len(s.visits), visitors, func(v *visitor.Visitor, i int, grants purpose.Set) (float64, error) {
		return s.second(v, s.visits[i], grants&purpose.Of(purpose.Session))
	})
	return history, session, err
}

// compare ranks n times with everything granted, and with nothing.
func compare(ctx context.Context, n int, visitors []*visitor.Visitor, do func(v *visitor.Visitor, i int, grants purpose.Set) (float64, error)) (early, error) {
	if n == 0 {
		return early{}, nil
	}
	one, none, failed := make([]float64, n), make([]float64, n), make([]error, 2*n)
	err := each(ctx, n, func(worker, i int) {
		one[i], failed[i] = do(visitors[worker], i, purpose.All)
		none[i], failed[n+i] = do(visitors[worker], i, 0)
	})
	e := early{one: mean(one), none: mean(none)}
	squares := 0.0
	for i := range one {
		d := one[i] - none[i] - (e.one - e.none)
		squares += d * d
	}
	e.doubt = math.Sqrt(squares) / float64(n)
	return e, errors.Join(err, errors.Join(failed...))
}
