package trend

import (
	"cmp"
	"slices"

	"privet/engine/format"
	"privet/host/catalog/dataset"
)

// start is a whole hour.
const start = 1_700_000_000 / hour * hour

// A world collects events and hands out visitors.
type world struct {
	events   []dataset.Event
	visitors int32
}

// view has a visitor view an item at a time after start.
func (w *world) view(visitor, item int32, at int64) {
	w.events = append(w.events, dataset.Event{Visitor: visitor, Item: item, At: start + at, Kind: format.View})
}

// crowd has n new visitors view an item, spread evenly from day to day.
func (w *world) crowd(item int32, n int, from, to float64) {
	for i := range n {
		w.view(w.visitors, item, int64(day*(from+(to-from)*(float64(i)+0.5)/float64(n))))
		w.visitors++
	}
}

// sorted are the events as a data set has them.
func (w *world) sorted() []dataset.Event {
	slices.SortStableFunc(w.events, func(a, b dataset.Event) int {
		return cmp.Or(cmp.Compare(a.Visitor, b.Visitor), cmp.Compare(a.At, b.At))
	})
	return w.events
}
