package train

import (
	"cmp"
	"context"
	"math"
	"slices"

	"privet/engine/format"
	"privet/host/catalog/dataset"
)

// What is bought together is what goes into the basket of one visit. Only data
// that tell buying from looking have such lists: where all events are of one
// kind, what follows within a visit says the same.

// Limits of what is bought together.
const (
	togetherPart = 0.05 // of all links
	mostBasket   = 100  // items of one basket that are used
	basketsDoubt = 5    // baskets' worth of doubt about how often an item is bought
)

// basketKind returns the kind of event that fills baskets: buying, or else
// adding. It returns false where events are all of one kind, or of neither.
func basketKind(events []dataset.Event) (format.Kind, bool) {
	var seen [format.KindCount]bool
	kinds := 0
	for i := range events {
		if k := events[i].Kind; k != format.Dismiss && !seen[k] {
			seen[k] = true
			kinds++
		}
	}
	for _, k := range []format.Kind{format.Buy, format.Add} {
		if seen[k] {
			return k, kinds > 1
		}
	}
	return 0, false
}

// A basket is the distinct items, rising, that went into one.
type basket struct {
	visitor int32
	items   []int32
}

func baskets(events []dataset.Event, kind format.Kind) []basket {
	var out []basket
	for _, mine := range dataset.ByVisitor(events) {
		mine = slices.DeleteFunc(slices.Clone(mine), func(e dataset.Event) bool { return e.Kind != kind })
		slices.SortStableFunc(mine, func(a, b dataset.Event) int { return cmp.Compare(a.Visit, b.Visit) })
		for _, visit := range dataset.ByVisit(mine) {
			items := itemsOf(visit)
			out = append(out, basket{visit[0].Visitor, items[:min(len(items), mostBasket)]})
		}
	}
	return out
}

// together returns, for each item, the items that it is bought together with,
// weighed by the correlation of the two (the phi coefficient): what everybody
// buys goes with nothing in particular. A pair is there only where at least floor
// visitors bought it. Each item's best has more saliency than anyone's second.
func together(ctx context.Context, items int, events []dataset.Event, floor int) ([][]link, error) {
	kind, ok := basketKind(events)
	if !ok {
		return make([][]link, items), nil
	}
	all := baskets(events, kind)
	columns := make([][]int32, items)
	for b := range all {
		for _, i := range all[b].items {
			columns[i] = append(columns[i], int32(b))
		}
	}
	type sum struct{ baskets, visitors, last int32 }
	scratch := make([][]sum, workers())
	from := make([][]link, items) // by source; link.from is the target here
	err := each(ctx, items, func(worker, i int) {
		if scratch[worker] == nil {
			scratch[worker] = make([]sum, items)
		}
		sums := scratch[worker]
		var touched []int32
		for _, b := range columns[i] {
			for _, j := range all[b].items {
				s := &sums[j]
				if s.baskets == 0 {
					touched = append(touched, j)
				}
				s.baskets++
				if s.last != all[b].visitor+1 {
					s.last = all[b].visitor + 1
					s.visitors++
				}
			}
		}
		for _, j := range touched {
			s := sums[j]
			sums[j] = sum{}
			if int(j) == i || int(s.visitors) < floor {
				continue
			}
			a, b := float64(len(columns[i])), float64(len(columns[j]))
			phi := (float64(s.baskets) - a*b/float64(len(all))) / math.Sqrt((a+basketsDoubt)*(b+basketsDoubt))
			if phi > 0 {
				from[i] = append(from[i], link{from: j, weight: float32(phi)})
			}
		}
		slices.SortFunc(from[i], func(a, b link) int {
			return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.from, b.from))
		})
		for rank := range from[i] {
			from[i][rank].saliency = 1 / (1 + float32(rank) - from[i][rank].weight)
		}
	})
	return byTarget(from), err
}

// byTarget turns lists of targets for each source into lists of sources for each target.
func byTarget(from [][]link) [][]link {
	lists := make([][]link, len(from))
	for i, list := range from {
		for _, l := range list {
			j := l.from
			l.from = int32(i)
			lists[j] = append(lists[j], l)
		}
	}
	return lists
}
