package train

import (
	"context"
	"errors"

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
	next  float64 // NDCG@20 of the next item of a visit, by the visit and its context
	first float64 // NDCG@20 of the items of a visit, by the context alone
}

// sum is what parts that serve several tasks are compared by. Where a task has
// no data, or was not measured, its score is 0.
func (s score) sum() float64 { return s.taste + s.brief + s.next }

// tasks says which of the scores are wanted.
type tasks struct{ taste, brief, next, first bool }

// measure ranks for everyone who was kept back.
func (s *split) measure(ctx context.Context, catalog []byte, contexts []string, want tasks) (score, error) {
	var err error
	visitors := make([]*visitor.Visitor, workers())
	for i := range visitors {
		if visitors[i], err = visitor.New(catalog); err != nil {
			return score{}, err
		}
	}
	var out score
	if want.taste {
		out.taste, err = s.ask(ctx, visitors, mostHistory)
	}
	if want.brief && err == nil {
		out.brief, err = s.ask(ctx, visitors, 3)
	}
	if want.next && err == nil {
		out.next, err = s.browse(ctx, visitors, contexts)
	}
	if want.first && err == nil {
		out.first, err = s.greet(ctx, visitors, contexts)
	}
	return out, err
}

// ask returns the mean NDCG of the answers, by at most so many last events of
// the histories. Brief ones have one event, two, and so on, in turn.
func (s *split) ask(ctx context.Context, visitors []*visitor.Visitor, most int) (float64, error) {
	if len(s.answers) == 0 {
		return 0, nil
	}
	sums, failed := make([]float64, len(s.answers)), make([]error, len(s.answers))
	err := each(ctx, len(s.answers), func(worker, i int) {
		a := s.answers[i]
		if most < mostHistory {
			a.history = a.history[max(0, len(a.history)-1-i%most):]
		}
		sums[i], failed[i] = a.ndcg(visitors[worker])
	})
	return mean(sums), errors.Join(err, errors.Join(failed...))
}

// browse returns the mean NDCG of the clicks of visits.
func (s *split) browse(ctx context.Context, visitors []*visitor.Visitor, contexts []string) (float64, error) {
	if len(s.visits) == 0 {
		return 0, nil
	}
	sums, failed := make([]float64, len(s.visits)), make([]error, len(s.visits))
	clicks := 0
	for _, v := range s.visits {
		clicks += len(v) - 1
	}
	err := each(ctx, len(s.visits), func(worker, i int) {
		sums[i], failed[i] = ndcgOfVisit(visitors[worker], s.visits[i], contexts)
	})
	return mean(sums) * float64(len(sums)) / float64(clicks), errors.Join(err, errors.Join(failed...))
}

// greet returns the mean NDCG of visits before their first event.
func (s *split) greet(ctx context.Context, visitors []*visitor.Visitor, contexts []string) (float64, error) {
	if len(s.visits) == 0 {
		return 0, nil
	}
	sums, failed := make([]float64, len(s.visits)), make([]error, len(s.visits))
	err := each(ctx, len(s.visits), func(worker, i int) {
		v, wanted := visitors[worker], map[uint32]bool{}
		for _, item := range itemsOf(s.visits[i]) {
			wanted[uint32(item)] = true
		}
		if failed[i] = v.Begin(purpose.Of(purpose.Context, purpose.Region)); failed[i] != nil {
			return
		}
		ranking, err := v.Rank(nextDepth, 0, nil, contextOf(&s.visits[i][0], contexts))
		sums[i], failed[i] = metric.NDCG(metric.Ranks(ranking, wanted), len(wanted), nextDepth), err
	})
	return mean(sums), errors.Join(err, errors.Join(failed...))
}

// contextOf returns the context tokens of an event.
func contextOf(e *dataset.Event, contexts []string) []string {
	var out []string
	for _, c := range e.Context {
		out = append(out, contexts[c])
	}
	return out
}

// tasteDepth and nextDepth are how deep the two tasks look.
const (
	tasteDepth = 100
	nextDepth  = 20
)

// ndcg asks for what the visitor chose, given the history and nothing else.
func (a *answer) ndcg(v *visitor.Visitor) (float64, error) {
	if err := v.Begin(purpose.Of(purpose.History)); err != nil {
		return 0, err
	}
	known := make([]uint32, 0, len(a.history))
	for _, e := range a.history {
		if err := v.Meet(e.Item, e.Kind, e.At); err != nil {
			return 0, err
		}
		known = append(known, uint32(e.Item))
	}
	ranking, err := v.Rank(tasteDepth, a.now, known, nil)
	return metric.NDCG(metric.Ranks(ranking, a.wanted), len(a.wanted), tasteDepth), err
}

// ndcgOfVisit asks for each item of a visit after the first, given those before
// it and the context. It returns the sum over them. The item on screen is never
// ranked. All happens within one visit, whatever the clock says.
func ndcgOfVisit(v *visitor.Visitor, events []dataset.Event, contexts []string) (float64, error) {
	if err := v.Begin(purpose.Of(purpose.Session, purpose.Context, purpose.Region)); err != nil {
		return 0, err
	}
	sum := 0.0
	for i := 1; i < len(events); i++ {
		if err := v.Meet(events[i-1].Item, events[i-1].Kind, 0); err != nil {
			return 0, err
		}
		ranking, err := v.Rank(nextDepth, 0, []uint32{uint32(events[i-1].Item)}, contextOf(&events[i-1], contexts))
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
