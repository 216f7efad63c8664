package train

import (
	"cmp"
	"context"
	"math"
	"slices"

	"privet/engine/format"
	"privet/host/catalog/dataset"
)

// order says how what follows what within a visit is learned.
type order struct {
	distance float64 // a step of d events counts d^-distance
	target   float64 // how much popular targets are held back, 0 to 1
	halfLife int64   // seconds until a visit counts half; 0 = never
	loose    bool    // events of one time have no order: each counts as following the others at once
	ridge    float64 // of the regression on all items before, in visits; 0 = shares of the item before alone
	decay    float64 // of the regression: what an item one step further back counts
	reach    float64 // a link is kept by weight × occurrences of its source ^ reach
}

// window is how many events before or after an item count.
const window = 10

// A passage is what leads from one item to another within visits.
type passage struct {
	to  int32
	sum float64
}

// passages is how often items lead to others, by source.
type passages struct {
	from     [][]passage // to items that at least floor visitors reached from there
	occurred []float64   // how often something followed the source
}

// A sequence says, for each item, which items it follows within a visit.
type sequence struct {
	lists    [][]link
	occurred []float64 // by source: how often something followed it
	reach    []int32   // by target: events
}

// sequences learns what follows what, by shares or by regression.
func sequences(ctx context.Context, items int, events []dataset.Event, o order, floor int) (*sequence, error) {
	h := newPath(items, events, o)
	count := h.passages
	if o.loose {
		count = h.loosely
	}
	p, err := count(ctx, floor)
	if err != nil {
		return nil, err
	}
	s := &sequence{occurred: p.occurred, reach: h.reach}
	if o.ridge > 0 {
		s.lists, err = h.regress(ctx, p)
		return s, err
	}
	s.lists = make([][]link, items)
	for i, list := range p.from {
		for _, x := range list {
			s.lists[x.to] = append(s.lists[x.to], link{from: int32(i), weight: float32(x.sum / p.occurred[i])})
		}
	}
	return s, nil
}

// weighed returns the lists with popular targets held back, and says how telling
// each link is.
func (s *sequence) weighed(o *order) [][]link {
	typical := 0.0
	for _, n := range s.reach {
		typical += float64(n) / float64(len(s.reach))
	}
	out := make([][]link, len(s.lists))
	for j, list := range s.lists {
		held := math.Pow((float64(s.reach[j])+1)/(typical+1), -o.target)
		out[j] = slices.Clone(list)
		for k := range out[j] {
			l := &out[j][k]
			l.weight *= float32(held)
			l.saliency = l.weight * float32(math.Pow(s.occurred[l.from], o.reach))
		}
	}
	return out
}

// counted returns the order without what does not change counts.
func (o order) counted() order {
	if o.loose {
		o.ridge = 0
	}
	if o.target, o.reach = 0, 0; o.ridge == 0 {
		o.decay = 0
	}
	return o
}

// A path is all visits, in order.
type path struct {
	order
	items  int
	events []dataset.Event
	places [][]int32 // by item: its events
	reach  []int32   // by item: how many those are
	at     []int32   // by event: how many of its visit came before
	left   []int32   // by event: how many of its visit come after
	age    func(at int64) float64
	lags   []float64 // what an item so many steps back counts
	steps  []float64 // what an item so many steps ahead counts
}

// newPath leaves dismissals out.
func newPath(items int, events []dataset.Event, o order) *path {
	h := &path{order: o, items: items, age: ages(latest(events), o.halfLife), steps: make([]float64, window+1), lags: []float64{1}}
	for k := 1; k <= window; k++ {
		h.steps[k] = math.Pow(float64(k), -o.distance)
	}
	// Of lags, those are left out that count next to nothing.
	for v := o.decay; o.ridge > 0 && len(h.lags) < window && v > 0.005; v *= o.decay {
		h.lags = append(h.lags, v)
	}
	// Most sites' events are a path as they are, and hundreds of megabytes.
	h.events = events
	dismissed := func(e dataset.Event) bool { return e.Kind == format.Dismiss }
	if slices.ContainsFunc(h.events, dismissed) {
		h.events = slices.DeleteFunc(slices.Clone(events), dismissed)
	}
	byVisit := func(a, b dataset.Event) int { return cmp.Compare(a.Visit, b.Visit) }
	if !slices.IsSortedFunc(h.events, byVisit) { // visits that a site numbers may overlap
		h.events = slices.Clone(h.events)
		slices.SortStableFunc(h.events, byVisit)
	}
	h.at, h.left = make([]int32, len(h.events)), make([]int32, len(h.events))
	for i := 1; i < len(h.events); i++ {
		if h.events[i].Visit == h.events[i-1].Visit {
			h.at[i] = h.at[i-1] + 1
		}
	}
	for i := len(h.events) - 2; i >= 0; i-- {
		if h.at[i+1] > 0 {
			h.left[i] = h.left[i+1] + 1
		}
	}
	h.reach, h.places = make([]int32, items), make([][]int32, items)
	for i := range h.events {
		h.reach[h.events[i].Item]++
	}
	flat := make([]int32, len(h.events))
	for i, n := range h.reach {
		h.places[i], flat = flat[:0:n], flat[n:]
	}
	for p := range h.events {
		i := h.events[p].Item
		h.places[i] = append(h.places[i], int32(p))
	}
	return h
}

// whole returns what all items before the next one count together at an event.
func (h *path) whole(event int) float64 {
	sum := 0.0
	for k := 0; k < len(h.lags) && k <= int(h.at[event]); k++ {
		sum += h.lags[k]
	}
	return sum
}

// passages counts what follows each item: at each event, with what the item
// counts there, the items ahead with what they count. No more events ahead of
// the item than the window are looked at.
func (h *path) passages(ctx context.Context, floor int) (*passages, error) {
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
	out := &passages{from: make([][]passage, h.items), occurred: make([]float64, h.items)}
	err := each(ctx, h.items, func(worker, i int) {
		s := &all[worker]
		if s.sums == nil {
			s.sums = make([]sum, h.items)
		}
		s.touched = s.touched[:0]
		for _, p := range h.places[i] {
			ahead := min(int(h.left[p]), window)
			if ahead == 0 {
				continue
			}
			e := &h.events[p]
			age := h.age(e.At)
			out.occurred[i] += age
			for d := 1; d <= ahead; d++ {
				j := h.events[int(p)+d].Item
				if j == e.Item {
					continue
				}
				x := &s.sums[j]
				if x.visitors == 0 {
					s.touched = append(s.touched, j)
				}
				for k := 0; k < len(h.lags) && k < d; k++ {
					x.weight += float64(age * h.lags[k] / h.whole(int(p)+k) * h.steps[d-k])
				}
				if x.last != e.Visitor+1 {
					x.last = e.Visitor + 1
					x.visitors++
				}
			}
		}
		for _, j := range s.touched {
			if x := s.sums[j]; int(x.visitors) >= floor && out.occurred[i] > 0 {
				out.from[i] = append(out.from[i], passage{j, x.weight})
			}
			s.sums[j] = sum{}
		}
	})
	return out, err
}
