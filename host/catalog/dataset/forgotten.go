package dataset

import (
	"slices"

	"privet/engine/format"
)

// Forgotten says what was taken out of a data set because too few visitors stand
// behind it: whatever is learned is public, and must tell of nobody.
//
// What was done with an item that fewer than Collector.MinVisitors visitors met is
// taken out before anything is made of it: before visitors and visits are numbered,
// items ordered, or anything kept back. So no byte of a catalog can depend on it.
// Such an item is then as one that nobody met yet. A context value that fewer met
// anything under is taken out of all events.
type Forgotten struct {
	Items    int // that fewer visitors met, or none
	Events   int // on them
	Contexts int // values
}

// forgetItems takes out the events on items of too few visitors, and numbers the
// visitors who are left by first appearance.
func (c *Collector) forgetItems(d *Dataset) {
	audience := c.audience()
	few := make([]bool, len(audience))
	for i, n := range audience {
		if few[i] = n < c.MinVisitors; few[i] {
			d.Forgotten.Items++
		}
	}
	left := 0
	number := make([]int32, d.Visitors) // of each visitor, + 1
	d.Visitors = 0
	var contexts []int32 // that still occur, by first appearance
	seen, met := make([]bool, len(d.Contexts)), make([]bool, len(d.Moments))
	for n, b := range c.blocks {
		b = slices.DeleteFunc(b, func(e Event) bool { return few[e.Item] })
		for i := range b {
			e := &b[i]
			if number[e.Visitor] == 0 {
				d.Visitors++
				number[e.Visitor] = int32(d.Visitors)
			}
			e.Visitor = number[e.Visitor] - 1
			if met[e.Moment] {
				continue
			}
			met[e.Moment] = true
			for _, token := range d.Context(e) {
				if !seen[token] {
					seen[token] = true
					contexts = append(contexts, token)
				}
			}
		}
		c.blocks[n] = b
		left += len(b)
	}
	d.Forgotten.Events, c.count = c.count-left, left
	d.keepContexts(contexts)
}

// audience counts the distinct visitors of each item, without those who only dismissed it.
func (c *Collector) audience() []int {
	next := make([]int, len(c.items)+1)
	for _, b := range c.blocks {
		for i := range b {
			next[b[i].Item+1]++
		}
	}
	for i := range c.items {
		next[i+1] += next[i]
	}
	visitors := make([]int32, c.count) // of each item
	for _, b := range c.blocks {
		for i := range b {
			if b[i].Kind != format.Dismiss {
				visitors[next[b[i].Item]] = b[i].Visitor + 1
			}
			next[b[i].Item]++
		}
	}
	out, from := make([]int, len(c.items)), 0
	for i := range out {
		mine := visitors[from:next[i]]
		from = next[i]
		slices.Sort(mine)
		mine = slices.Compact(mine)
		out[i] = len(mine)
		if len(mine) > 0 && mine[0] == 0 {
			out[i]-- // no visitor: the item was dismissed
		}
	}
	return out
}

// forgetContexts takes out the context values under which fewer than least visitors did anything.
func (d *Dataset) forgetContexts(least int) {
	visitors, last := make([]int, len(d.Contexts)), make([]int32, len(d.Contexts))
	for i := range d.Events {
		e := &d.Events[i]
		if e.Kind == format.Dismiss {
			continue
		}
		for _, token := range d.Context(e) {
			if last[token] != e.Visitor+1 {
				last[token] = e.Visitor + 1
				visitors[token]++
			}
		}
	}
	var kept []int32
	for token, n := range visitors {
		if n >= least {
			kept = append(kept, int32(token))
		}
	}
	d.keepContexts(kept)
}

// keepContexts leaves the listed contexts alone, in the order of the list.
func (d *Dataset) keepContexts(list []int32) {
	number := make([]int32, len(d.Contexts)) // of each context, + 1
	contexts := make([]string, len(list))
	for n, token := range list {
		contexts[n], number[token] = d.Contexts[token], int32(n+1)
	}
	for m, tokens := range d.Moments {
		var kept []int32
		for _, token := range tokens {
			if number[token] > 0 {
				kept = append(kept, number[token]-1)
			}
		}
		d.Moments[m] = kept
	}
	d.Forgotten.Contexts += len(d.Contexts) - len(list)
	d.Contexts = contexts
}
