package dataset

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"privet/engine/format"
)

// VisitGap is the pause in seconds after which a visitor's next event begins a
// new visit, where the data do not number visits (the convention of web analytics).
const VisitGap = 30 * 60

// MaxContextValues bounds the distinct values of one context column. A column
// with more is an identifier, and no context.
const MaxContextValues = 1000

// A Row is one event as a file tells it. Its bytes are only read during Add.
type Row struct {
	Visitor, Item []byte
	Kind          format.Kind
	At            int64    // seconds since the Unix epoch; 0 where unknown
	Visit         []byte   // empty where the data do not number visits
	Context       [][]byte // values beside the collector's context keys; empty where unknown
}

// A Collector gathers events into a Dataset. It keeps 32 bytes an event, and
// each distinct visitor, visit and combination of context values once.
type Collector struct {
	// MinVisitors is how many visitors an item or a context must have, so that what
	// they did with it is used: see Forgotten. 0 or 1 is any.
	MinVisitors int

	items    []Item
	itemAt   map[string]int32
	visitors map[string]int32
	visits   map[string]int32
	contexts contextTable
	// Visit is an index of visits here, or -1.
	blocks [][]Event
	count  int
}

// block is how many events are stored together, so that growing never copies.
const block = 1 << 16

// NewCollector returns a collector of events on items, whose ids must differ.
// The context keys ("daypart") name what Row.Context holds.
func NewCollector(items []Item, contextKeys []string) (*Collector, error) {
	c := &Collector{
		items: items, itemAt: make(map[string]int32, len(items)),
		visitors: map[string]int32{}, visits: map[string]int32{},
		contexts: newContextTable(contextKeys),
	}
	for i := range items {
		if at, ok := c.itemAt[items[i].ID]; ok {
			return nil, fmt.Errorf("items %d and %d have the same id %q: ids must differ", at, i, items[i].ID)
		}
		c.itemAt[items[i].ID] = int32(i)
	}
	c.addAliases()
	return c, nil
}

// addAliases lets items be found by their aliases. One that several items have, or
// that is the id of another, finds none of them.
func (c *Collector) addAliases() {
	owners := map[string]int32{}
	for i := range c.items {
		for _, alias := range c.items[i].Aliases {
			if owner, ok := owners[alias]; ok && owner != int32(i) {
				owners[alias] = -1
			} else {
				owners[alias] = int32(i)
			}
		}
		c.items[i].Aliases = nil
	}
	for alias, owner := range owners {
		if _, ok := c.itemAt[alias]; !ok && owner >= 0 {
			c.itemAt[alias] = owner
		}
	}
}

// Add keeps an event. It returns false where the item is unknown, and an error
// where a context column has too many values.
func (c *Collector) Add(row *Row) (bool, error) {
	item, ok := c.itemAt[string(row.Item)]
	if !ok {
		return false, nil
	}
	moment, err := c.contexts.moment(row.Context)
	if err != nil {
		return false, err
	}
	e := Event{At: row.At, Visitor: intern(c.visitors, row.Visitor), Item: item, Visit: -1, Moment: moment, Kind: row.Kind}
	if len(row.Visit) > 0 {
		e.Visit = intern(c.visits, row.Visit)
	}
	if c.count%block == 0 {
		c.blocks = append(c.blocks, make([]Event, 0, block))
	}
	last := len(c.blocks) - 1
	c.blocks[last] = append(c.blocks[last], e)
	c.count++
	return true, nil
}

// intern returns the number of a key, which is its rank of first appearance.
func intern(table map[string]int32, key []byte) int32 {
	n, ok := table[string(key)]
	if !ok {
		n = int32(len(table))
		table[string(key)] = n
	}
	return n
}

// Dataset returns the items and events in their final order. The collector is
// spent: its memory is given up on the way.
func (c *Collector) Dataset() *Dataset {
	d := &Dataset{Visitors: len(c.visitors), Contexts: c.contexts.tokens, Moments: c.contexts.combinations}
	c.findIdentifying(d)
	c.visitors, c.visits, c.itemAt = nil, nil, nil
	if c.MinVisitors > 1 {
		c.forgetItems(d)
	}
	d.Events = c.byVisitor(d.Visitors)
	if c.MinVisitors > 1 {
		d.forgetContexts(c.MinVisitors)
	}
	d.sortVisits()
	d.Items = c.items
	d.sortItems()
	return d
}

// findIdentifying marks items and contexts that say who a visitor is.
func (c *Collector) findIdentifying(d *Dataset) {
	identifies := func(value string) bool {
		_, visitor := c.visitors[value]
		_, visit := c.visits[value]
		return visitor || visit
	}
	for i := range c.items {
		c.items[i].Identifying = identifies(c.items[i].ID)
	}
	for _, token := range d.Contexts {
		if _, value, _ := strings.Cut(token, "="); identifies(value) {
			d.IdentifyingContexts = append(d.IdentifyingContexts, token)
		}
	}
}

// byVisitor moves the events out of the blocks, by visitor, in input order: a
// counting sort.
func (c *Collector) byVisitor(visitors int) []Event {
	next := make([]int, visitors+1)
	for _, b := range c.blocks {
		for i := range b {
			next[b[i].Visitor+1]++
		}
	}
	for v := range visitors {
		next[v+1] += next[v]
	}
	events := make([]Event, c.count)
	for n, b := range c.blocks {
		for _, e := range b {
			events[next[e.Visitor]] = e
			next[e.Visitor]++
		}
		c.blocks[n] = nil
	}
	return events
}

// sortVisits puts each visitor's events in order of time and numbers the visits:
// by what the data say, else by pauses.
func (d *Dataset) sortVisits() {
	visits := int32(0)
	numbers := map[int32]int32{} // of this visitor's visits
	for from := 0; from < len(d.Events); {
		to := from + 1
		for to < len(d.Events) && d.Events[to].Visitor == d.Events[from].Visitor {
			to++
		}
		mine := d.Events[from:to]
		slices.SortStableFunc(mine, func(a, b Event) int { return cmp.Compare(a.At, b.At) })
		clear(numbers)
		open, last := int32(-1), int64(0) // the visit that pauses delimit
		for i := range mine {
			e := &mine[i]
			if e.Visit < 0 {
				if open < 0 || e.At-last > VisitGap {
					open, visits = visits, visits+1
				}
				e.Visit, last = open, e.At
				continue
			}
			number, ok := numbers[e.Visit]
			if !ok {
				number, visits = visits, visits+1
				numbers[e.Visit] = number
			}
			e.Visit = number
		}
		from = to
	}
}

// sortItems puts the items in popularity order.
func (d *Dataset) sortItems() {
	seen := make([]int32, len(d.Items)) // last visitor counted, + 1
	audience := make([]int32, len(d.Items))
	for i := range d.Events {
		e := &d.Events[i]
		if e.Kind != format.Dismiss && seen[e.Item] != e.Visitor+1 {
			seen[e.Item] = e.Visitor + 1
			audience[e.Item]++
		}
	}
	order := make([]int32, len(d.Items))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int {
		return cmp.Or(cmp.Compare(audience[b], audience[a]), cmp.Compare(d.Items[a].ID, d.Items[b].ID))
	})
	items, rank := make([]Item, len(order)), make([]int32, len(order))
	for to, from := range order {
		items[to], rank[from] = d.Items[from], int32(to)
	}
	d.Items = items
	for i := range d.Events {
		d.Events[i].Item = rank[d.Events[i].Item]
	}
}
