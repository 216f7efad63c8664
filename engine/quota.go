package engine

import "privet/engine/format"

// Limits and floors count places: of a rule's items together, or of each of its
// labels, which are then the groups.

func counts(w *wish) bool { return w.Action == format.ActionLimit || w.Action == format.ActionFloor }

// groups calls do with the groups of a wish that an item is in.
func (e *Engine) groups(w *wish, item uint32, do func(group int)) {
	if len(w.Items) > 0 && !holds(w.Items, item) {
		return
	}
	if len(w.Labels) == 0 {
		do(0)
		return
	}
	for _, label := range e.catalog.Labels.Row(int(item)) {
		if group, ok := find(w.Labels, label); ok {
			do(group)
		}
	}
}

// count begins to count places.
func (a *arrangement) count() {
	if a.counts == nil {
		a.counts = make([][]int32, len(a.f.wishes))
	}
	for i := range a.f.wishes {
		if w := &a.f.wishes[i]; counts(w) {
			if a.counts[i] == nil {
				a.counts[i] = make([]int32, max(1, len(w.Labels)))
			}
			clear(a.counts[i])
		}
	}
}

// countIn counts an item's place.
func (a *arrangement) countIn(item uint32) {
	for i := range a.f.wishes {
		if w := &a.f.wishes[i]; counts(w) {
			a.engine.groups(w, item, func(group int) { a.counts[i][group]++ })
		}
	}
}

// full tells whether a limit bars a candidate from all further places.
func (a *arrangement) full(c *candidate) bool {
	full := false
	for i := range a.f.wishes {
		if w := &a.f.wishes[i]; w.Action == format.ActionLimit {
			a.engine.groups(w, c.item, func(group int) { full = full || a.counts[i][group] >= w.Value })
		}
	}
	return full
}

// owing tells whether a group has fewer places than a floor promises it of so many.
func (a *arrangement) owing(wish, group, places int) bool {
	return a.counts[wish][group] < int32(int64(a.f.wishes[wish].Value)*int64(places)/1000)
}

// owed returns the fittest item of the groups that the next place is owed to, and
// the rule, or -1.
func (a *arrangement) owed() (at, by int) {
	places := len(a.places) + 1
	for i := range a.f.wishes {
		w := &a.f.wishes[i]
		if w.Action != format.ActionFloor {
			continue
		}
		any := false
		for group := range a.counts[i] {
			any = any || a.owing(i, group, places)
		}
		if !any {
			continue
		}
		at = a.fittest(func(item uint32) bool {
			owed := false
			a.engine.groups(w, item, func(group int) { owed = owed || a.owing(i, group, places) })
			return owed
		})
		if at >= 0 {
			return at, w.index
		}
	}
	return -1, -1
}

// promised adds to the pool, for each group of a floor, the best items that it
// may be owed places for.
func (a *arrangement) promised(w *wish, add func(item uint32)) {
	most := int(int64(w.Value) * int64(a.r.Top) / 1000)
	if most == 0 {
		return
	}
	best := make([]heap, max(1, len(w.Labels)))
	for i := range best {
		best[i] = heap{size: most, floor: barred + 1}
	}
	scores := a.engine.scratch.scores
	for item := range scores {
		if a.available(uint32(item)) {
			a.engine.groups(w, uint32(item), func(group int) {
				if scores[item] >= best[group].floor {
					best[group].offer(format.Ranked{Item: uint32(item), Score: scores[item]})
				}
			})
		}
	}
	for i := range best {
		for _, x := range best[i].sorted() {
			add(x.Item)
		}
	}
}
