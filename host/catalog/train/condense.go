package train

import (
	"math/rand/v2"

	"privet/host/catalog/dataset"
)

// mostEvents and mostItems are how many events and items recipes are chosen on.
const (
	mostEvents = 1_000_000
	mostItems  = 20_000
)

// condense returns what recipes are chosen on, so that choosing takes the same
// time however large the data are: the most popular items, and as many visitors
// as have enough events together. The recipe is then followed on everything.
func condense(d *dataset.Dataset, seed uint64) *dataset.Dataset {
	items := min(len(d.Items), mostItems)
	kept := 0
	for i := range d.Events {
		if int(d.Events[i].Item) < items {
			kept++
		}
	}
	if kept == len(d.Events) && kept <= mostEvents {
		return d
	}
	random := rand.New(rand.NewPCG(seed, 3))
	part := float64(mostEvents) / float64(max(kept, 1))
	out := &dataset.Dataset{Items: d.Items[:items], Contexts: d.Contexts, Moments: d.Moments, Visitors: d.Visitors}
	for _, mine := range dataset.ByVisitor(d.Events) {
		if random.Float64() >= part {
			continue
		}
		for _, e := range mine {
			if int(e.Item) < items {
				out.Events = append(out.Events, e)
			}
		}
	}
	return out
}
