// Package dataset holds a site's items and events in memory, cleaned and
// indexed: what readers produce and the trainer consumes.
package dataset

import "privet/engine/format"

// A Dataset is a site's items and what its visitors did.
//
// Items are in popularity order: most distinct visitors first (those who only
// dismissed the item do not count), ties by id.
// Events are sorted by visitor, then time, then input order.
type Dataset struct {
	Items    []Item
	Events   []Event
	Visitors int      // number of distinct visitors; Event.Visitor is in [0, Visitors)
	Contexts []string // context tokens, "daypart=evening"

	// Moments are the combinations of context tokens that occur, as indices into
	// Contexts: a few dozen serve millions of events. The first is the empty one.
	Moments [][]int32

	Forgotten Forgotten

	// Context tokens whose value is also the id of a visitor or of a visit: a
	// catalog must not publish them.
	IdentifyingContexts []string
}

// An Item is one thing a site shows. Only ID is required.
type Item struct {
	ID       string
	Title    string
	Category string
	URL      string
	Image    string
	Price    float64 // 0 where unknown
	Supplier string
	Tags     []string          // "material=glass" or plain words
	Extra    map[string]string // further columns, passed to the page as they are
	Aliases  []string          // what else events may call the item, only while they are read
	Stock    Stock
	// When the item may be shown, in seconds since the Unix epoch: from From on,
	// and no longer from Until on. 0 sets no bound.
	From, Until int64
	Line        int  // of the item's first row in its file; 0 where unknown
	Identifying bool // the id is also that of a visitor or of a visit
}

// Stock says whether an item can be had.
type Stock uint8

const (
	StockUnknown Stock = iota
	InStock
	OutOfStock
)

// An Event is one thing a visitor did. There may be a hundred million: it has 32 bytes.
type Event struct {
	Visitor int32
	Item    int32 // index into Items
	At      int64 // seconds since the Unix epoch; 0 where the data have no time
	Visit   int32 // visit number, unique over all visitors; see VisitGap
	Moment  int32 // index into Moments; 0 where the data have no context
	Kind    format.Kind
}

// Context returns the context tokens of an event, as indices into Contexts.
func (d *Dataset) Context(e *Event) []int32 {
	if e.Moment == 0 {
		return nil
	}
	return d.Moments[e.Moment]
}

// ContextNames returns the context tokens of an event by name.
func (d *Dataset) ContextNames(e *Event) []string {
	var out []string
	for _, c := range d.Context(e) {
		out = append(out, d.Contexts[c])
	}
	return out
}
