package train

import (
	"context"

	"privet/host/catalog/dataset"
)

// The lines of an order have one time and no order: each leads to all others, as
// if it came right before them, and then to what is ordered later in the visit.

// loosely counts what follows each item where events of one time have no order.
func (h *path) loosely(ctx context.Context, floor int) (*passages, error) {
	type sum struct {
		weight         float64
		last, visitors int32 // the visitor counted last, + 1, and how many there were
	}
	scratch := make([][]sum, workers())
	out := &passages{from: make([][]passage, h.items), occurred: make([]float64, h.items)}
	err := each(ctx, h.items, func(worker, i int) {
		if scratch[worker] == nil {
			scratch[worker] = make([]sum, h.items)
		}
		sums := scratch[worker]
		var touched []int32
		meet := func(p int32, q int, weight float64) {
			e, j := &h.events[p], h.events[q].Item
			if j == e.Item {
				return
			}
			s := &sums[j]
			if s.visitors == 0 {
				touched = append(touched, j)
			}
			s.weight += weight
			if s.last != e.Visitor+1 {
				s.last = e.Visitor + 1
				s.visitors++
			}
		}
		for _, p := range h.places[i] {
			first, end := h.moment(int(p))
			age, ahead := h.age(h.events[p].At), int(p)+int(h.left[p])
			if first < end-1 || end <= ahead {
				out.occurred[i] += age
			}
			for q := max(first, int(p)-mostBasket); q < min(end, int(p)+mostBasket); q++ {
				meet(p, q, age*h.steps[1])
			}
			for q := end; q <= ahead && q-end+2 <= window; q++ {
				meet(p, q, age*h.steps[q-end+2])
			}
		}
		for _, j := range touched {
			if s := sums[j]; int(s.visitors) >= floor && out.occurred[i] > 0 {
				out.from[i] = append(out.from[i], passage{j, s.weight})
			}
			sums[j] = sum{}
		}
	})
	return out, err
}

// moment returns the first event of an event's visit and time, and the one after its last.
func (h *path) moment(event int) (first, end int) {
	first, end = event, event+1
	for first > 0 && sameMoment(&h.events[first-1], &h.events[event]) {
		first--
	}
	for end < len(h.events) && sameMoment(&h.events[end], &h.events[event]) {
		end++
	}
	return first, end
}

// sameMoment tells whether two events are of one visit and one time.
func sameMoment(a, b *dataset.Event) bool { return a.Visit == b.Visit && a.At == b.At }

// simultaneous tells whether most steps within visits take no time: an order's
// lines do.
func simultaneous(events []dataset.Event) bool {
	several, of := 0, 0
	for k := 1; k < len(events); k++ {
		if events[k].Visit == events[k-1].Visit {
			of++
			if sameMoment(&events[k], &events[k-1]) {
				several++
			}
		}
	}
	return 2*several > of
}
