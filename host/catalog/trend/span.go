package trend

import (
	"slices"

	"privet/host/catalog/dataset"
)

// hour is what the ends of a span are rounded down to.
const hour = 3600

// Span returns from when to when the events tell what is wanted, in seconds
// since the Unix epoch; 0 and 0 where fewer than floor visitors have times. Both
// ends are times that floor visitors reach, and whole hours: a trend file is
// public and must not say when somebody came, and a few wrong clocks must not
// make everything else old.
func Span(events []dataset.Event, floor int) (from, to int64) {
	var first, last []int64 // of each visitor
	for _, mine := range dataset.ByVisitor(events) {
		if at := slices.IndexFunc(mine, func(e dataset.Event) bool { return e.At > 0 }); at >= 0 {
			first, last = append(first, mine[at].At), append(last, mine[len(mine)-1].At)
		}
	}
	floor = max(floor, 1)
	if len(first) < floor {
		return 0, 0
	}
	slices.Sort(first)
	slices.Sort(last)
	return first[floor-1] / hour * hour, last[len(last)-floor] / hour * hour
}
