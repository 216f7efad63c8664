package eval

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"

	"privet/host/catalog/dataset"
	"privet/host/eval/metric"
)

// coldDepth is how deep the rankings of the protocol coldstart are looked at.
const coldDepth = 20

var coldMetrics = []string{"ndcg@20", "cold-ndcg@20"}

// Coldstart measures how well items rank that nobody was ever seen with. A tenth
// of the items is taken out of the training data and of the histories, not of
// the catalog. The first figure ranks everything for everybody; the second only
// the new items, for those who want one of them.
func Coldstart(ctx context.Context, files HoldoutFiles, o Options) (*Table, error) {
	h, err := readHoldout(files)
	if err != nil {
		return nil, err
	}
	cold := coldItems(h.shelf.items, o.Train.Seed)
	h.hide(cold)
	d, people, err := h.assemble(o.MinVisitors)
	if err != nil {
		return nil, err
	}
	c := &coldstart{ctx: ctx, data: d, people: people, table: &Table{Protocol: "coldstart", Metrics: coldMetrics}}
	for i := range d.Items {
		if cold[d.Items[i].ID] {
			c.cold = append(c.cold, uint32(i))
		} else {
			c.warm = append(c.warm, uint32(i))
		}
	}
	if err := c.run(o); err != nil {
		return nil, err
	}
	c.table.Notes.note("cold-items", float64(len(c.cold)), "1")
	return c.table, nil
}

// coldItems chooses a tenth of the items, by id.
func coldItems(items []dataset.Item, seed uint64) map[string]bool {
	random := rand.New(rand.NewPCG(seed, 6))
	cold := map[string]bool{}
	for _, i := range random.Perm(len(items))[:(len(items)+9)/10] {
		cold[items[i].ID] = true
	}
	return cold
}

// hide takes items out of what is learned from and out of the histories.
func (h *holdout) hide(cold map[string]bool) {
	for _, groups := range [][]group{h.train, h.histories} {
		for i := range groups {
			groups[i].events = slices.DeleteFunc(groups[i].events, func(e event) bool { return cold[e.item] })
		}
	}
}

type coldstart struct {
	ctx        context.Context
	data       *dataset.Dataset
	people     []person
	cold, warm []uint32 // items
	table      *Table
}

func (c *coldstart) run(o Options) error {
	shop, err := newSite(c.ctx, c.data, o, &c.table.Notes)
	if err != nil {
		return err
	}
	err = c.table.runSite(c.ctx, c.data, o, shop, func(s *site) ([]observation, error) {
		return observe(c.ctx, len(c.people), func(worker, i int) (observation, error) {
			p, v := &c.people[i], s.visitors[worker]
			now, err := p.meet(v, len(p.history))
			if err != nil {
				return nil, err
			}
			all, err := v.Rank(coldDepth, now, p.history, nil)
			if err != nil {
				return nil, err
			}
			among, err := v.RankAmong(c.cold, coldDepth, now)
			return observation{c.measure(p, all, among)}, err
		})
	})
	if err != nil || !o.Baselines {
		return err
	}
	all := []baseline{{"popularity", fitPopularity}, {"item text", fitText}, {textAndPopularity, fitTextAndPopularity}}
	rivals := fitAhead(c.ctx, c.data, all, func() *keptBack {
		kept := keepBack(c.data, false, o.Train.Seed)
		kept.forget(coldItems(c.data.Items, o.Train.Seed+1))
		return kept
	})
	err = c.table.runBaselines(c.ctx, rivals, len(c.people), func(rank scorer, i int) observation {
		p := &c.people[i]
		scores := rank(p.history)
		return observation{c.measure(p, best(scores, p.history, coldDepth), best(scores, c.warm, coldDepth))}
	})
	if err != nil {
		return err
	}
	ours, theirs := c.table.row("privet"), c.table.row(textAndPopularity)
	for m, name := range coldMetrics {
		c.table.Notes.note("privet-to-text-and-popularity/"+name, ratio(ours.Means[m].Value, theirs.Means[m].Value), "1")
	}
	return nil
}

const textAndPopularity = "text + popularity"

// measure looks at a ranking of everything and one of the new items. The second
// says nothing of those who want no new item.
func (c *coldstart) measure(p *person, all, among []uint32) judged {
	new := map[uint32]bool{}
	for _, i := range c.cold {
		if p.wanted[i] {
			new[i] = true
		}
	}
	out := []float64{metric.NDCG(metric.Ranks(all, p.wanted), len(p.wanted), coldDepth), math.NaN()}
	if len(new) > 0 {
		out[1] = metric.NDCG(metric.Ranks(among, new), len(new), coldDepth)
	}
	return judged{all, out}
}

// forget takes items out of what is learned and of what was met: for whoever
// chooses by these questions, they are new.
func (k *keptBack) forget(cold map[string]bool) {
	isCold := func(i uint32) bool { return cold[k.rest.Items[i].ID] }
	k.rest.Events = slices.DeleteFunc(k.rest.Events, func(e dataset.Event) bool { return isCold(uint32(e.Item)) })
	for i := range k.questions {
		q := &k.questions[i]
		q.met, q.exclude = slices.DeleteFunc(slices.Clone(q.met), isCold), slices.DeleteFunc(slices.Clone(q.exclude), isCold)
	}
}
