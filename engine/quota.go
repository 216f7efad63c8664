package engine

import "privet/engine/format"

// Limits and floors count places: of a rule's items together, or of each of its
// labels, which are then the groups.

// groups returns the groups of a wish that an item is in, as positions among
// its labels. It is valid until the next call.
func (e *Engine) groups(w *wish, item uint32) []int {
	groups := e.scratch.groups[:0]
	if len(w.Items) == 0 || holds(w.Items, item) {
		if len(w.Labels) == 0 {
			return append(groups, 0)
		}
		for _, label := range e.catalog.Labels.Row(int(item)) {
			if group, ok := find(w.Labels, label); ok {
				groups = append(groups, group)
			}
		}
	}
	e.scratch.groups = groups
	return groups
}

// count begins to count places.
func (a *arrangement) count() {
	a.counts = make([][]int32, len(a.f.wishes))
	for i := range a.f.wishes {
		if w := &a.f.wishes[i]; w.Action == format.ActionLimit || w.Action == format.ActionFloor {
			a.counts[i] = make([]int32, max(1, len(w.Labels)))
		}
	}
}

// countIn counts an item's place.
func (a *arrangement) countIn(item uint32) {
	for i, counts := range a.counts {
		if counts != nil {
			for _, group := range a.engine.groups(&a.f.wishes[i], item) {
				counts[group]++
			}
		}
	}
}

// full tells whether a limit bars a candidate from all further places.
func (a *arrangement) full(c *candidate) bool {
	for i, counts := range a.counts {
		if w := &a.f.wishes[i]; w.Action == format.ActionLimit {
			for _, group := range a.engine.groups(w, c.item) {
				if counts[group] >= w.Value {
					return true
				}
			}
		}
	}
	return false
}

// promised is how many of so many places a floor promises each group.
func (w *wish) promised(places int) int32 { return int32(int64(w.Value) * int64(places) / 1000) }

// owed returns the fittest candidate that the next place is owed to, by a pin or
// a floor, and the rule. Earlier rules come first.
func (a *arrangement) owed() (*candidate, int) {
	for i := range a.f.wishes {
		w := &a.f.wishes[i]
		if w.Action == format.ActionPin || w.Action == format.ActionFloor {
			if c := a.fittest(w, i); c != nil {
				return c, w.index
			}
		}
	}
	return nil, -1
}

// owes tells whether a wish owes the next place to an item.
func (a *arrangement) owes(w *wish, at int, item uint32) bool {
	place := len(a.places) + 1
	if w.Action == format.ActionPin {
		return place >= int(w.Value) && holds(w.Items, item)
	}
	for _, group := range a.engine.groups(w, item) {
		if a.counts[at][group] < w.promised(place) {
			return true
		}
	}
	return false
}

// promise adds to the pool, for each group of a floor, the best items that it
// may be owed places for.
func (a *arrangement) promise(w *wish) {
	most := int(w.promised(int(a.r.Top)))
	if most == 0 {
		return
	}
	best := make([]heap, max(1, len(w.Labels)))
	for item, score := range a.engine.scratch.scores {
		if a.available(uint32(item)) {
			for _, group := range a.engine.groups(w, uint32(item)) {
				best[group].size = most
				best[group].offer(scored{uint32(item), score})
			}
		}
	}
	for i := range best {
		for _, x := range best[i].sorted() {
			a.add(x.item)
		}
	}
}
