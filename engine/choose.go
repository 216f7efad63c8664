package engine

import "privet/engine/format"

// fill fills the places: once where nothing is left to chance, else by each of
// the draws, one of which is taken. Chances are then exact: the share of draws
// that put an item in its place.
func (a *arrangement) fill() {
	if a.learnt == nil || !a.explores() {
		a.choose()
		for i := range a.places {
			a.places[i].propensity = certain
		}
		return
	}
	a.likes = make([]uint8, len(a.pool)*len(a.pool))
	random := random(a.r.Seed)
	taken := int(random.next() % draws)
	var drawn [draws]weights
	lists := make([]uint32, 0, draws*int(a.r.Top))
	var ends [draws + 1]int
	for d := range draws {
		drawn[d] = a.learnt.draw(&random, a.engine.catalog.Params.Explore)
		a.reweigh(&drawn[d])
		a.choose()
		for i := range a.places {
			lists = append(lists, a.places[i].item)
		}
		ends[d+1] = len(lists)
	}
	a.reweigh(&drawn[taken])
	a.choose()
	for i := range a.places {
		times := 0
		for d := range draws {
			if at := ends[d] + i; at < ends[d+1] && lists[at] == a.places[i].item {
				times++
			}
		}
		a.places[i].propensity = uint16(certain * times / draws)
	}
}

// draws is how many lists exploration chooses among.
const draws = 16

// mostExplored is how many places a list may have that explores.
const mostExplored = 64

func (a *arrangement) explores() bool {
	return a.r.Seed != 0 && a.engine.catalog.Params.Explore > 0 && a.r.Top <= mostExplored && !a.f.omits(reason{source: format.SourceExplored})
}

// reweigh scores the pool by other weights than the learned ones.
func (a *arrangement) reweigh(w *weights) {
	for i := range a.pool {
		c := &a.pool[i]
		c.drawn = w.judge(&c.x, a.spread)
	}
}

// choose fills the places with what competes best.
func (a *arrangement) choose() {
	for i := range a.pool {
		c := &a.pool[i]
		c.gone, c.like = false, 0
	}
	a.places = a.places[:0]
	a.count()
	next := 0 // of the pool, which is in order of score
	for len(a.places) < int(a.r.Top) {
		at, by := a.pinned()
		if at < 0 {
			at, by = a.owed()
		}
		if at < 0 && len(a.places) < mostVaried {
			at = a.fittest(nil)
		}
		for ; at < 0 && next < len(a.pool); next++ {
			if !a.pool[next].gone && !a.full(&a.pool[next]) {
				at = next
			}
		}
		if at < 0 {
			return
		}
		a.put(at, by)
	}
}

// put gives an item of the pool the next place.
func (a *arrangement) put(at, by int) {
	c := &a.pool[at]
	penalty := a.penalty(c)
	a.places = append(a.places, place{
		item: c.item, score: c.ranked(penalty).Score, penalty: -penalty, like: c.twin,
		learned: c.learned, explored: c.drawn - c.learned, by: by, parts: c.parts, x: c.x,
	})
	c.gone = true
	a.countIn(c.item)
	if a.variety() == 0 || len(a.places) >= mostVaried {
		return
	}
	for i := range a.pool {
		if other := &a.pool[i]; !other.gone {
			if like := a.likeness(at, i); like > other.like {
				other.like, other.twin = like, c.item
			}
		}
	}
}

func (a *arrangement) penalty(c *candidate) int32 {
	return int32(int64(a.spread) * int64(a.variety()) * int64(c.like) / (100 * 256))
}

// fittest returns the item of the pool that competes best among those that
// may, or -1. An item that a limit bars stays barred: counts only grow.
func (a *arrangement) fittest(may func(item uint32) bool) int {
	for {
		best, leader := -1, format.Ranked{}
		for i := range a.pool {
			c := &a.pool[i]
			if c.gone || may != nil && !may(c.item) {
				continue
			}
			if x := c.ranked(a.penalty(c)); best < 0 || before(x, leader) {
				best, leader = i, x
			}
		}
		if best < 0 || !a.full(&a.pool[best]) {
			return best
		}
		a.pool[best].gone = true
	}
}

// pinned returns the item that an owner pinned to the next place, and the rule.
func (a *arrangement) pinned() (at, by int) {
	for i := range a.f.wishes {
		w := &a.f.wishes[i]
		if w.Action != format.ActionPin || len(a.places)+1 < int(w.Value) {
			continue
		}
		for at := range a.pool {
			if c := &a.pool[at]; !c.gone && holds(w.Items, c.item) {
				return at, w.index
			}
		}
	}
	return -1, -1
}

// likeness tells how like two items of the pool are.
func (a *arrangement) likeness(x, y int) int32 {
	if a.likes == nil {
		return a.engine.like(a.pool[x].item, a.pool[y].item)
	}
	known := &a.likes[x*len(a.pool)+y]
	if *known == 0 {
		*known = uint8(min(a.engine.like(a.pool[x].item, a.pool[y].item), 254)) + 1
	}
	return int32(*known) - 1
}

// like returns how like two items are, 256 = the same: by the share of labels
// that they have in common (Dice), or, where the catalog has none, by whether
// one is on the other's list.
func (e *Engine) like(x, y uint32) int32 {
	c := e.catalog
	if len(c.Labels.Target) == 0 {
		if holds(c.Taste.Row(int(x)), y) || holds(c.Taste.Row(int(y)), x) {
			return 128
		}
		return 0
	}
	a, b := c.Labels.Row(int(x)), c.Labels.Row(int(y))
	if len(a)+len(b) == 0 {
		return 0
	}
	shared := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			shared, i, j = shared+1, i+1, j+1
		}
	}
	return int32(512 * shared / (len(a) + len(b)))
}
