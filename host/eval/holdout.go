package eval

import (
	"cmp"
	"context"
	"fmt"
	"math"

	"privet/engine/purpose"
	"privet/host/catalog/dataset"
	"privet/host/eval/metric"
	"privet/host/eval/visitor"
)

// HoldoutFiles are the inputs of the protocol holdout.
type HoldoutFiles struct{ Items, Train, History, Heldout string }

// A person is somebody whom the trainer never saw.
type person struct {
	audience string   // the group of visitors, "" where none is known
	history  []uint32 // in order of time
	at       []int64  // beside history, seconds
	wanted   map[uint32]bool
}

// A holdout is what the files say, before anything is learned.
type holdout struct {
	shelf                     *shelf
	train, histories, heldout []group
}

// readHoldout reads the training data and the people to ask for.
func readHoldout(files HoldoutFiles) (*holdout, error) {
	h := &holdout{}
	var err error
	if h.shelf, err = readItems(files.Items); err != nil {
		return nil, err
	}
	if h.train, err = h.shelf.readGroups(files.Train, "user", false); err != nil {
		return nil, err
	}
	if h.histories, err = h.shelf.readGroups(files.History, "user", false); err != nil {
		return nil, err
	}
	if h.heldout, err = h.shelf.readGroups(files.Heldout, "user", false); err != nil {
		return nil, err
	}
	if len(h.heldout) == 0 {
		return nil, fmt.Errorf("%s: there are no rows: nobody to ask for", files.Heldout)
	}
	return h, nil
}

// assemble makes the training data, and the people by its indices.
func (h *holdout) assemble(minVisitors int) (*dataset.Dataset, []person, error) {
	d, err := h.shelf.collect(h.train, nil, false, minVisitors)
	if err != nil {
		return nil, nil, err
	}
	return d, people(index(d), h.histories, h.heldout), nil
}

func people(at map[string]uint32, histories, heldout []group) []person {
	of := make(map[string]int, len(histories))
	for i := range histories {
		of[histories[i].name] = i
	}
	out := make([]person, len(heldout))
	for i, g := range heldout {
		p := &out[i]
		p.wanted, p.audience = map[uint32]bool{}, g.audience
		for _, e := range g.events {
			p.wanted[at[e.item]] = true
		}
		if h, ok := of[g.name]; ok {
			p.audience = cmp.Or(p.audience, histories[h].audience)
			for _, e := range histories[h].events {
				p.history, p.at = append(p.history, at[e.item]), append(p.at, e.at)
			}
		}
	}
	return out
}

// holdoutDepth is how deep rankings are looked at.
const holdoutDepth = 100

var holdoutMetrics = []string{"recall@20", "ndcg@10", "ndcg@100", "mrr@20", "hr@10", "hr@20"}

func (p *person) measure(ranking []uint32) judged {
	hits, n := metric.Ranks(ranking, p.wanted), len(p.wanted)
	return judged{ranking, []float64{
		metric.Recall(hits, n, 20), metric.NDCG(hits, n, 10), metric.NDCG(hits, n, 100),
		metric.MRR(hits, 20), metric.Hit(hits, 10), metric.Hit(hits, 20),
	}}
}

// meet makes a new visitor who has met the last so many items of the history.
// It returns when that was.
func (p *person) meet(v *visitor.Visitor, last int) (now int64, err error) {
	err = v.Begin(purpose.Of(purpose.History))
	for k := len(p.history) - min(last, len(p.history)); k < len(p.history) && err == nil; k++ {
		err = v.Meet(int32(p.history[k]), viewed, p.at[k])
	}
	for _, at := range p.at {
		now = max(now, at)
	}
	return now, err
}

// Holdout measures rankings for people the trainer never saw, as their history
// is folded in: through the engine, and beside it through baselines.
func Holdout(ctx context.Context, files HoldoutFiles, o Options) (*Table, error) {
	h, err := readHoldout(files)
	if err != nil {
		return nil, err
	}
	d, people, err := h.assemble(o.MinVisitors)
	if err != nil {
		return nil, err
	}
	table := &Table{Protocol: "holdout", Metrics: holdoutMetrics}
	if o.Audit {
		visitors := make([]string, len(people))
		for i := range people {
			visitors[i] = people[i].audience
		}
		table.Audit = newAudit(d, holdoutMetrics, "ndcg@100", visitors)
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	rivals := o.rivals(ctx, d, false)
	shop, err := newSite(ctx, d, o, &table.Notes)
	if err != nil {
		return nil, err
	}
	ask := func(s *site, last int) ([]observation, error) {
		return observe(ctx, len(people), func(worker, i int) (observation, error) {
			p, v := &people[i], s.visitors[worker]
			now, err := p.meet(v, last)
			if err != nil {
				return nil, err
			}
			ranking, err := v.Rank(holdoutDepth, now, p.history, nil)
			return observation{p.measure(ranking)}, err
		})
	}
	err = table.runSite(ctx, d, o, shop, func(s *site) ([]observation, error) { return ask(s, math.MaxInt) })
	if err != nil {
		return nil, err
	}
	for _, last := range brief {
		name := fmt.Sprintf("privet, last %d", last)
		if _, err := table.add(name, func() ([]observation, error) { return ask(shop, last) }); err != nil {
			return nil, err
		}
		table.row(name).Bytes = shop.report.BytesPerItem
	}
	err = table.runBaselines(ctx, rivals, len(people), func(rank scorer, i int) observation {
		p := &people[i]
		return observation{p.measure(best(rank(p.history), p.history, holdoutDepth))}
	})
	return table, err
}

// brief are histories of which only the last so many events are folded in, for
// the same people: one event must never be worse than none.
var brief = []int{0, 1, 2, 5}
