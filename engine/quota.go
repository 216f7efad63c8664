package engine

import "privet/engine/format"

// Rules about places count them: those of their items together, or, for a limit
// with labels, those of each label.

// groups returns which of a limit's counts an item is in, as positions among its
// labels. It is valid until the next call.
func (e *Engine) groups(w *wish, item uint32) []int {
	groups := e.scratch.groups[:0]
	if about(w.Rule, int(item)) {
		if len(w.Labels) == 0 {
			groups = append(groups, 0)
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

// counts tells whether a wish is about places.
func (w *wish) counts() bool {
	return w.Action == format.ActionPin || w.Action == format.ActionLimit || w.Action == format.ActionFloor
}

// count begins to count places.
func (a *arrangement) count() {
	if a.counts == nil {
		a.counts = make([][]int32, len(a.f.wishes))
		for i := range a.counts {
			a.counts[i] = make([]int32, max(1, len(a.f.wishes[i].Labels)))
		}
	}
	for _, counts := range a.counts {
		clear(counts)
	}
}

// countIn counts an item's place.
func (a *arrangement) countIn(item uint32) {
	for i, counts := range a.counts {
		if w := &a.f.wishes[i]; w.counts() {
			for _, group := range a.engine.groups(w, item) {
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

// owed returns the fittest candidate that the next place is owed to, by a pin or
// a floor, and the rule. Earlier rules come first.
func (a *arrangement) owed() (*candidate, int) {
	for i := range a.f.wishes {
		if w := &a.f.wishes[i]; a.counts[i][0] < a.promised(w, len(a.places)+1) {
			if c := a.fittest(w); c != nil {
				return c, w.index
			}
		}
	}
	return nil, -1
}

// promised is how many of the first places a rule promises its items.
func (a *arrangement) promised(w *wish, places int) int32 {
	switch {
	case w.Action == format.ActionFloor:
		return int32(int64(w.Value) * int64(places) / 1000)
	case w.Action == format.ActionPin && places >= int(w.Value):
		return int32(len(w.Items))
	}
	return 0
}

// promise adds the best items to the pool that a rule may owe places to.
func (a *arrangement) promise(w *wish) {
	best := heap{size: int(a.promised(w, int(a.r.Top)))}
	if best.size == 0 {
		return
	}
	for _, item := range w.Items {
		if a.available(item) {
			best.offer(scored{item, a.engine.scratch.scores[item]})
		}
	}
	for _, x := range best.sorted() {
		a.add(x.item)
	}
}
