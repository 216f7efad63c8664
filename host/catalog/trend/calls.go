package trend

import (
	"privet/engine/format"
	"privet/host/catalog/dataset"
)

// A call is one visitor on one item within one period: whoever comes often in
// it counts once, and whoever comes back in another counts again. Without
// periods, an item that the same people need every week would always seem to rise,
// because the last visit of each of them is recent.
type call struct {
	item   int32
	period int64 // how many periods ago; 0 = the last
	age    int64 // seconds since the newest event of the call, at least 0
	first  bool  // the visitor's newest call of this item
}

// eachCall visits the calls of the last so many periods, given when the last one ends.
func eachCall(events []dataset.Event, until, period, periods int64, visit func(call)) {
	// The last call of each item, and by whom: going back through a visitor's
	// events, periods never fall.
	type met struct {
		by     int32 // visitor + 1
		period int64
	}
	items := int32(0)
	for i := range events {
		items = max(items, events[i].Item+1)
	}
	seen := make([]met, items)
	for _, mine := range dataset.ByVisitor(events) {
		for k := len(mine) - 1; k >= 0; k-- {
			e := &mine[k]
			// Wanted is what a visitor chose: not what was dismissed, and not what was merely shown.
			if e.At <= 0 || e.Kind < format.View || e.Kind > format.Like {
				continue
			}
			age := max(0, until-e.At)
			if age >= period*periods {
				break
			}
			last, now := &seen[e.Item], met{e.Visitor + 1, age / period}
			if *last == now {
				continue
			}
			visit(call{e.Item, now.period, age, last.by != now.by})
			*last = now
		}
	}
}
