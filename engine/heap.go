package engine

// A scored is an item, or a label, and what it is ordered by.
type scored struct {
	item  uint32
	score int32
}

// before tells whether a ranks before b: a total order, so ties never reorder.
func (a scored) before(b scored) bool {
	return a.score > b.score || a.score == b.score && a.item < b.item
}

// A heap keeps the best items seen, the worst of them first.
type heap struct {
	items []scored
	size  int
	floor int32 // scores below it cannot enter
}

func (h *heap) offer(x scored) {
	if len(h.items) < h.size {
		h.items = append(h.items, x)
		for i := len(h.items) - 1; i > 0 && h.items[(i-1)/2].before(h.items[i]); i = (i - 1) / 2 {
			h.items[i], h.items[(i-1)/2] = h.items[(i-1)/2], h.items[i]
		}
	} else if x.before(h.items[0]) {
		h.items[0] = x
		sink(h.items)
	}
	if len(h.items) == h.size {
		h.floor = h.items[0].score
	}
}

// sink restores the heap after its first item has changed.
func sink(items []scored) {
	for i := 0; ; {
		worst := 2*i + 1
		if worst >= len(items) {
			return
		}
		if right := worst + 1; right < len(items) && items[worst].before(items[right]) {
			worst = right
		}
		if !items[i].before(items[worst]) {
			return
		}
		items[i], items[worst] = items[worst], items[i]
		i = worst
	}
}

// sorted empties the heap into a new list, best first.
func (h *heap) sorted() []scored {
	out := make([]scored, len(h.items))
	items := h.items
	for i := len(out) - 1; i >= 0; i-- {
		out[i] = items[0]
		items[0] = items[i]
		items = items[:i]
		sink(items)
	}
	return out
}
