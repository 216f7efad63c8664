package eval

import (
	"context"
	"errors"
	"fmt"

	"privet/engine/purpose"
	"privet/host/catalog/dataset"
	"privet/host/eval/metric"
)

// HoldoutFiles are the inputs of the protocol holdout.
type HoldoutFiles struct{ Items, Train, History, Heldout string }

// A person is somebody whom the trainer never saw.
type person struct {
	history []uint32 // in order of time
	at      []int64  // beside history, seconds
	wanted  map[uint32]bool
}

// readHoldout reads the training data and the people to ask for.
func readHoldout(files HoldoutFiles) (*dataset.Dataset, []person, error) {
	shelf, err := readItems(files.Items)
	if err != nil {
		return nil, nil, err
	}
	train, err := shelf.readGroups(files.Train, "user", false)
	if err != nil {
		return nil, nil, err
	}
	d, err := shelf.collect(train, nil, false)
	if err != nil {
		return nil, nil, err
	}
	histories, err := shelf.readGroups(files.History, "user", false)
	if err != nil {
		return nil, nil, err
	}
	heldout, err := shelf.readGroups(files.Heldout, "user", false)
	if err != nil {
		return nil, nil, err
	}
	if len(heldout) == 0 {
		return nil, nil, fmt.Errorf("%s: there are no rows: nobody to ask for", files.Heldout)
	}
	return d, people(index(d), histories, heldout), nil
}

func people(at map[string]uint32, histories, heldout []group) []person {
	of := make(map[string]int, len(histories))
	for i := range histories {
		of[histories[i].name] = i
	}
	out := make([]person, len(heldout))
	for i, g := range heldout {
		p := &out[i]
		p.wanted = map[uint32]bool{}
		for _, e := range g.events {
			p.wanted[at[e.item]] = true
		}
		if h, ok := of[g.name]; ok {
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

func (p *person) measure(ranking []uint32) []float64 {
	hits, n := metric.Ranks(ranking, p.wanted), len(p.wanted)
	return []float64{
		metric.Recall(hits, n, 20), metric.NDCG(hits, n, 10), metric.NDCG(hits, n, 100),
		metric.MRR(hits, 20), metric.Hit(hits, 10), metric.Hit(hits, 20),
	}
}

// Holdout measures rankings for people the trainer never saw, as their history
// is folded in: through the engine, and beside it through baselines.
func Holdout(ctx context.Context, files HoldoutFiles, o Options) (*Table, error) {
	d, people, err := readHoldout(files)
	if err != nil {
		return nil, err
	}
	table := &Table{Protocol: "holdout", Metrics: holdoutMetrics}
	site, err := newSite(ctx, d, o, &table.Notes)
	if err != nil {
		return nil, err
	}
	err = table.run("privet", func() ([]observation, error) {
		return observe(ctx, len(people), func(worker, i int) ([][]float64, error) {
			p := &people[i]
			v := site.visitors[worker]
			err := v.Begin(purpose.Of(purpose.History))
			now := int64(0)
			for k, item := range p.history {
				err = errors.Join(err, v.Meet(int32(item), viewed, p.at[k]))
				now = max(now, p.at[k])
			}
			if err != nil {
				return nil, err
			}
			ranking, err := v.Rank(holdoutDepth, now, p.history, nil)
			return [][]float64{p.measure(ranking)}, err
		})
	})
	if err != nil {
		return nil, err
	}
	err = table.runBaselines(ctx, d, o, false, len(people), func(rank scorer, i int) [][]float64 {
		p := &people[i]
		return [][]float64{p.measure(best(rank(p.history), p.history, holdoutDepth))}
	})
	return table, err
}
