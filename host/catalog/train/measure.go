package train

import (
	"context"
	"errors"
	"maps"

	"privet/engine/purpose"
	"privet/host/catalog/dataset"
	"privet/host/eval/metric"
	"privet/host/eval/visitor"
)

// A score is what a catalog reaches on what was kept back, measured through the
// engine itself: quantization, normalization and all.
type score struct {
	taste float64 // NDCG@100 of answers, by history alone
	brief float64 // the same, by the last one to three events of the history
	again float64 // NDCG@100 of all that was chosen, met before or not, among all items
	next  float64 // NDCG@20 of the next item of a visit, by the visit alone
	none  float64 // NDCG of answers and of visits' second items, by popularity alone
	debut float64 // NDCG of a rehearsal of new items: see debut.measure
	alone float64 // NDCG@20 of a visit's second item, by the context alone
}

// sum is what parts that serve several tasks are compared by. Where a task has
// no data, or was not measured, its score is 0. What items say for themselves
// alone is chosen by again: no other task ranks items that were met.
func (s score) sum() float64 { return s.taste + s.brief + s.next }

// tasks says which of the scores are wanted.
type tasks struct{ taste, brief, again, next, alone, none, debut bool }

// measure ranks for everyone who was kept back.
func (s *split) measure(ctx context.Context, catalog []byte, want tasks) (score, error) {
	visitors, err := simulated(catalog)
	if err != nil {
		return score{}, err
	}
	var out score
	if want.taste {
		out.taste, err = s.ask(ctx, visitors, mostHistory, false)
	}
	if want.brief && err == nil {
		out.brief, err = s.ask(ctx, visitors, 3, false)
	}
	if want.again && err == nil {
		out.again, err = s.ask(ctx, visitors, mostHistory, true)
	}
	if want.next && err == nil {
		out.next, err = s.browse(ctx, visitors)
	}
	if want.alone && err == nil {
		out.alone, err = s.arrive(ctx, visitors)
	}
	if want.none && err == nil {
		out.none, err = s.nobody(ctx, visitors)
	}
	return out, err
}

// simulated returns a visitor of the catalog for each worker.
func simulated(catalog []byte) (visitors []*visitor.Visitor, err error) {
	visitors = make([]*visitor.Visitor, workers())
	for i := range visitors {
		if visitors[i], err = visitor.New(catalog); err != nil {
			return nil, err
		}
	}
	return visitors, nil
}

// ask returns the mean NDCG of the answers, by at most so many last events of
// the histories. Brief ones have one event, two, and so on, in turn.
func (s *split) ask(ctx context.Context, visitors []*visitor.Visitor, most int, again bool) (float64, error) {
	return over(ctx, len(s.answers), visitors, func(v *visitor.Visitor, i int) (float64, error) {
		a := s.answers[i]
		if most < mostHistory {
			a.history = a.history[max(0, len(a.history)-1-i%most):]
		}
		return a.ndcg(v, purpose.Of(purpose.History), again)
	})
}

// browse returns the mean NDCG of the clicks of visits.
func (s *split) browse(ctx context.Context, visitors []*visitor.Visitor) (float64, error) {
	if len(s.visits) == 0 {
		return 0, nil
	}
	clicks := 0
	for _, v := range s.visits {
		clicks += len(v) - 1
	}
	perVisit, err := over(ctx, len(s.visits), visitors, func(v *visitor.Visitor, i int) (float64, error) {
		return s.ndcgOfVisit(v, s.visits[i])
	})
	return perVisit * float64(len(s.visits)) / float64(clicks), err
}

// over returns the mean of n rankings' scores, 0 of none.
func over(ctx context.Context, n int, visitors []*visitor.Visitor, do func(v *visitor.Visitor, i int) (float64, error)) (float64, error) {
	if n == 0 {
		return 0, nil
	}
	sums, failed := make([]float64, n), make([]error, n)
	err := each(ctx, n, func(worker, i int) { sums[i], failed[i] = do(visitors[worker], i) })
	return mean(sums), errors.Join(err, errors.Join(failed...))
}

// tasteDepth and nextDepth are how deep the two tasks look.
const (
	tasteDepth = 100
	nextDepth  = 20
)

// ndcg asks for what the visitor chose, given the history and nothing else. With
// again, items of the history are ranked, and asked for, like all others.
func (a *answer) ndcg(v *visitor.Visitor, grants purpose.Set, again bool) (float64, error) {
	if err := v.Begin(grants); err != nil {
		return 0, err
	}
	var known []uint32
	for _, e := range a.history {
		if grants.Has(purpose.History) {
			if err := v.Meet(e.Item, e.Kind, e.At); err != nil {
				return 0, err
			}
		}
		known = append(known, uint32(e.Item))
	}
	wanted := a.wanted
	if again {
		known = nil
		wanted = maps.Clone(wanted)
		maps.Copy(wanted, a.again)
	}
	ranking, err := v.Rank(tasteDepth, a.now, known, nil)
	return metric.NDCG(metric.Ranks(ranking, wanted), len(wanted), tasteDepth), err
}

// ndcgOfVisit asks for each item of a visit after the first, given those before
// it and the context. It returns the sum over them. The item on screen is never
// ranked. All happens within one visit, whatever the clock says.
func (s *split) ndcgOfVisit(v *visitor.Visitor, events []dataset.Event) (float64, error) {
	if err := v.Begin(purpose.Of(purpose.Session, purpose.Context, purpose.Region)); err != nil {
		return 0, err
	}
	sum := 0.0
	for i := 1; i < len(events); i++ {
		if err := v.Meet(events[i-1].Item, events[i-1].Kind, 0); err != nil {
			return 0, err
		}
		ranking, err := v.Rank(nextDepth, 0, []uint32{uint32(events[i-1].Item)}, s.data.ContextNames(&events[i-1]))
		if err != nil {
			return 0, err
		}
		sum += metric.NDCG(metric.Ranks(ranking, map[uint32]bool{uint32(events[i].Item): true}), 1, nextDepth)
	}
	return sum, nil
}

func mean(values []float64) float64 {
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	return sum / float64(len(values))
}
