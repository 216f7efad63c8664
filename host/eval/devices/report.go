package devices

import (
	"context"
	"fmt"
	"sync/atomic"

	"privet/host/eval/metric"
)

// A Report tells what learning gained, by taste and policy.
type Report struct {
	People, Places, Pages int
	Rows                  []Row
	Checks                []Check
}

// A Row is how one policy did with people of one taste. Means are over people,
// and so are their intervals.
type Row struct {
	Taste, Policy string
	Clicks        metric.Mean   // of a list
	Gain          metric.Mean   // over no learning, person by person
	Early, Late   metric.Mean   // the same in the first and in the last sixth of the lists
	Lost          metric.Mean   // clicks of a list that exploration cost, at the same lists
	Curve         []metric.Mean // gain by visit
	Rate          float64       // clicks of an impression
	Dismissed     float64       // of an impression
}

// Ideal is the policy that knows the truth: no list of the pool earns more.
const Ideal = "the truth"

// Run lets people of every taste live on devices of the site whose
// catalog this is.
func Run(ctx context.Context, catalog []byte, o Options) (*Report, error) {
	s, err := newShop(catalog)
	if err != nil {
		return nil, err
	}
	r := &Report{People: o.People, Places: o.Places, Pages: pages}
	all := policies(o.Explore)
	trials := make([][][]trial, len(all)) // by policy, by person
	var lived atomic.Int64
	for i, taste := range Tastes {
		people := make([]*person, o.People)
		for n := range people {
			people[n] = newPerson(s, taste, scatter(o.Seed, uint64(i), uint64(n)))
		}
		fates, err := simulate(ctx, s, people, o, func() {
			if n := int(lived.Add(1)); o.Progress != nil {
				o.Progress("people", n, o.People*len(Tastes))
			}
		})
		if err != nil {
			return nil, fmt.Errorf("people with the taste %q: %w", taste.Name, err)
		}
		r.add(taste.Name, all, fates)
		for _, f := range fates {
			for at := range all {
				trials[at] = append(trials[at], f.lives[at].trials)
			}
		}
	}
	for at, p := range all {
		if p.explore > 0 {
			for i := range others {
				r.Checks = append(r.Checks, check(p.name, i, trials[at], 1, o.Seed), check(p.name, i, trials[at], o.Places, o.Seed))
			}
		}
	}
	return r, nil
}

// add adds the rows of a taste.
func (r *Report) add(taste string, all []policy, fates []fate) {
	for at, p := range all {
		row := Row{Taste: taste, Policy: p.name}
		shown, clicked, dismissed := 0, 0, 0
		for i := range fates {
			l := &fates[i].lives[at]
			shown, clicked, dismissed = shown+l.Shown, clicked+l.Clicked, dismissed+l.Dismissed
		}
		row.Rate, row.Dismissed = float64(clicked)/float64(shown), float64(dismissed)/float64(shown)
		row.measure(fates, func(f *fate) ([]float64, []float64) { return f.lives[at].Clicks, f.lives[at].Lost })
		r.Rows = append(r.Rows, row)
	}
	ideal := Row{Taste: taste, Policy: Ideal}
	ideal.measure(fates, func(f *fate) ([]float64, []float64) { return f.ideal, nil })
	r.Rows = append(r.Rows, ideal)
}

// measure compares what a policy earned with what the first did.
func (row *Row) measure(fates []fate, of func(*fate) (clicks, lost []float64)) {
	mean := func(from, to int, value func(f *fate, list int) float64) metric.Mean {
		sums, counts := make([]float64, len(fates)), make([]int, len(fates))
		for i := range fates {
			for list := from; list < to; list++ {
				sums[i] += value(&fates[i], list)
			}
			counts[i] = to - from
		}
		return metric.Average(sums, counts)
	}
	clicks := func(f *fate, list int) float64 { c, _ := of(f); return c[list] }
	gain := func(f *fate, list int) float64 { c, _ := of(f); return c[list] - f.lives[0].Clicks[list] }
	row.Clicks, row.Gain = mean(0, pages, clicks), mean(0, pages, gain)
	row.Early, row.Late = mean(0, pages/6, gain), mean(pages-pages/6, pages, gain)
	row.Lost = mean(0, pages, func(f *fate, list int) float64 {
		if _, lost := of(f); lost != nil {
			return lost[list]
		}
		return 0
	})
	for visit := range visits {
		row.Curve = append(row.Curve, mean(visit*pagesAVisit, (visit+1)*pagesAVisit, gain))
	}
}
