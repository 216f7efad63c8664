package train

import (
	"context"
	"math"

	"privet/engine/format"
	"privet/host/catalog/dataset"
)

// order says how transitions within a visit are counted.
type order struct {
	distance float64 // a step of d events counts d^-distance
	target   float64 // how much popular targets are held back, 0 to 1
	halfLife int64   // seconds until a visit counts half; 0 = never
	loose    bool    // events of one time have no order: each counts as following the others at once
}

// window is how many events after an item count as following it.
const window = 10

// transitions returns, for each item, the items that it follows within a visit:
// the share of the source's occurrences that lead there. A pair is there only
// where at least floor visitors went that way.
func transitions(ctx context.Context, items int, events []dataset.Event, o order, floor int) ([][]link, error) {
	places, reach := occurrences(items, events)
	age := ages(events, o.halfLife)
	typical := 0.0
	for j := range reach {
		typical += float64(reach[j]) / float64(items)
	}
	steps := make([]float64, window+1)
	for k := 1; k <= window; k++ {
		steps[k] = math.Pow(float64(k), -o.distance)
	}
	type sum struct {
		weight   float64
		last     int32 // visitor counted last, + 1
		visitors int32
	}
	type scratch struct {
		sums    []sum
		touched []int32
	}
	all := make([]scratch, workers())
	from := make([][]link, items) // by source; link.from is the target here
	err := each(ctx, items, func(worker, i int) {
		s := &all[worker]
		if s.sums == nil {
			s.sums = make([]sum, items)
		}
		s.touched = s.touched[:0]
		occurred := 0.0
		for _, p := range places[i] {
			e := &events[p]
			w, step := age(e.At), 0
			first := int(p) + 1
			if o.loose {
				for first = int(p); first > 0 && int(p)-first < mostBasket && sameMoment(&events[first-1], e); first-- {
				}
			}
			for q := first; q < len(events) && q-int(p) < mostBasket && step < window && events[q].Visitor == e.Visitor; q++ {
				f := &events[q]
				if f.Visit != e.Visit || f.Kind == format.Dismiss || q == int(p) {
					continue
				}
				if o.loose && f.At == e.At {
					step = 1
				} else {
					step++
				}
				if f.Item == e.Item {
					continue
				}
				x := &s.sums[f.Item]
				if x.visitors == 0 {
					s.touched = append(s.touched, f.Item)
				}
				x.weight += float64(w * steps[step])
				if x.last != e.Visitor+1 {
					x.last = e.Visitor + 1
					x.visitors++
				}
			}
			if step > 0 {
				occurred += w
			}
		}
		for _, j := range s.touched {
			if x := s.sums[j]; int(x.visitors) >= floor && occurred > 0 {
				held := math.Pow((float64(reach[j])+1)/(typical+1), -o.target)
				weight := x.weight / occurred * held
				from[i] = append(from[i], link{from: j, weight: float32(weight), saliency: float32(weight)})
			}
			s.sums[j] = sum{}
		}
	})
	return byTarget(from), err
}

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

// sameMoment tells whether two events are of one visit and one time.
func sameMoment(a, b *dataset.Event) bool {
	return a.Visitor == b.Visitor && a.Visit == b.Visit && a.At == b.At
}

// byTarget turns lists of targets for each source into lists of sources for each target.
func byTarget(from [][]link) [][]link {
	lists := make([][]link, len(from))
	for i, list := range from {
		for _, l := range list {
			j := l.from
			l.from = int32(i)
			lists[j] = append(lists[j], l)
		}
	}
	return lists
}

// occurrences returns at which events each item occurs, and how often.
func occurrences(items int, events []dataset.Event) ([][]int32, []int32) {
	reach := make([]int32, items)
	for i := range events {
		if events[i].Kind != format.Dismiss {
			reach[events[i].Item]++
		}
	}
	places, flat := make([][]int32, items), make([]int32, len(events))
	for i, n := range reach {
		places[i], flat = flat[:0:n], flat[n:]
	}
	for p := range events {
		if e := &events[p]; e.Kind != format.Dismiss {
			places[e.Item] = append(places[e.Item], int32(p))
		}
	}
	return places, reach
}

// ages returns what an event of a time counts, 1 at the last time.
func ages(events []dataset.Event, halfLife int64) func(at int64) float64 {
	last := int64(0)
	for i := range events {
		last = max(last, events[i].At)
	}
	return func(at int64) float64 {
		if halfLife == 0 {
			return 1
		}
		return math.Exp2(-float64(last-at) / float64(halfLife))
	}
}
