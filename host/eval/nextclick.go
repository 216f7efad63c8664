package eval

import (
	"context"
	"fmt"

	"privet/engine/purpose"
	"privet/host/catalog/dataset"
	"privet/host/eval/metric"
)

// NextclickFiles are the inputs of the protocol nextclick.
type NextclickFiles struct{ Items, Train, Test string }

// A walk is one test session.
type walk struct {
	audience string // the group of visitors, "" where none is known
	items    []uint32
	contexts [][]string // tokens beside items
}

// readNextclick reads the training data and the test sessions of two clicks or more.
func readNextclick(files NextclickFiles, minVisitors int) (*dataset.Dataset, []walk, error) {
	shelf, err := readItems(files.Items)
	if err != nil {
		return nil, nil, err
	}
	contexts, err := furtherColumns(files.Train, "session")
	if err != nil {
		return nil, nil, err
	}
	train, err := shelf.readGroups(files.Train, "session", true)
	if err != nil {
		return nil, nil, err
	}
	d, err := shelf.collect(train, contexts, true, minVisitors)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", files.Train, err)
	}
	testContexts, err := furtherColumns(files.Test, "session")
	if err != nil {
		return nil, nil, err
	}
	test, err := shelf.readGroups(files.Test, "session", true)
	if err != nil {
		return nil, nil, err
	}
	at := index(d)
	var walks []walk
	for _, g := range test {
		if len(g.events) < 2 {
			continue
		}
		w := walk{audience: g.audience}
		for _, e := range g.events {
			var tokens []string
			for c, v := range e.context {
				if v != "" {
					tokens = append(tokens, testContexts[c]+"="+v)
				}
			}
			w.items, w.contexts = append(w.items, at[e.item]), append(w.contexts, tokens)
		}
		walks = append(walks, w)
	}
	if len(walks) == 0 {
		return nil, nil, fmt.Errorf("%s: no session has two clicks: there is nothing to predict", files.Test)
	}
	return d, walks, nil
}

// nextclickDepth is how deep rankings are looked at.
const nextclickDepth = 20

var nextclickMetrics = []string{"hr@10", "hr@20", "mrr@20", "ndcg@10"}

// measure looks for the item at a position of the walk.
func (w *walk) measure(position int, ranking []uint32) judged {
	hits := metric.Ranks(ranking, map[uint32]bool{w.items[position]: true})
	return judged{ranking, []float64{metric.Hit(hits, 10), metric.Hit(hits, 20), metric.MRR(hits, 20), metric.NDCG(hits, 1, 10)}}
}

// Nextclick measures, at every position of every test session, how well the
// next item is found from those before it.
func Nextclick(ctx context.Context, files NextclickFiles, o Options) (*Table, error) {
	d, walks, err := readNextclick(files, o.MinVisitors)
	if err != nil {
		return nil, err
	}
	table := &Table{Protocol: "nextclick", Metrics: nextclickMetrics}
	if o.Audit {
		visitors := make([]string, len(walks))
		for i := range walks {
			visitors[i] = walks[i].audience
		}
		table.Audit = newAudit(d, nextclickMetrics, "ndcg@10", visitors)
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	rivals := o.rivals(ctx, d, true)
	shop, err := newSite(ctx, d, o, &table.Notes)
	if err != nil {
		return nil, err
	}
	err = table.runSite(ctx, d, o, shop, func(s *site) ([]observation, error) {
		return observe(ctx, len(walks), func(worker, i int) (observation, error) {
			w, v := &walks[i], s.visitors[worker]
			if err := v.Begin(purpose.Of(purpose.Session, purpose.Context, purpose.Region)); err != nil {
				return nil, err
			}
			var out observation
			for next := 1; next < len(w.items); next++ {
				screen := w.items[next-1]
				// A session is one visit, however long its pauses: all events are of one moment.
				if err := v.Meet(int32(screen), viewed, 0); err != nil {
					return nil, err
				}
				ranking, err := v.Rank(nextclickDepth, 0, []uint32{screen}, w.contexts[next-1])
				if err != nil {
					return nil, err
				}
				out = append(out, w.measure(next, ranking))
			}
			return out, nil
		})
	})
	if err != nil {
		return nil, err
	}
	err = table.runBaselines(ctx, rivals, len(walks), func(rank scorer, i int) observation {
		var out observation
		for next := 1; next < len(walks[i].items); next++ {
			before := walks[i].items[:next]
			out = append(out, walks[i].measure(next, best(rank(before), before[next-1:], nextclickDepth)))
		}
		return out
	})
	return table, err
}
