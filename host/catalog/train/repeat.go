package train

import (
	"math"
	"slices"

	"privet/engine/format"
	"privet/engine/purpose"
	"privet/host/catalog/dataset"
)

// Repeats: whether who met an item wants it again differs between shops, and
// between a visit and a life. What a met item says for itself begins at the rate
// at which people return to what they met; validation moves it from there.

// A repeat is what a met item says for itself, in units of affinity.
type repeat struct{ session, history float64 }

// returning returns the rates of return: within a visit, counted as transitions
// are, and from one visit to the next.
func (l *lesson) returning(distance float64) repeat {
	return repeat{session: reviews(l.events, distance), history: rebuys(l.events)}
}

// reviews returns the mean weight of an event's returns to its own item later in
// the visit. The very next event does not count: the item was still on screen.
func reviews(events []dataset.Event, distance float64) float64 {
	returned, occurred := 0.0, 0
	for p := range events {
		step, e := 0, &events[p]
		if e.Kind == format.Dismiss {
			continue
		}
		for q := p + 1; q < len(events) && step < window && events[q].Visitor == e.Visitor; q++ {
			if f := &events[q]; f.Visit == e.Visit && f.Kind != format.Dismiss {
				step++
				if f.Item == e.Item && step > 1 {
					returned += math.Pow(float64(step), -distance)
				}
			}
		}
		if step > 0 {
			occurred++
		}
	}
	return returned / float64(max(1, occurred))
}

// rebuys returns which part of a visit's items the visitor meets again at the next visit.
func rebuys(events []dataset.Event) float64 {
	again, met := 0, 0
	for _, mine := range dataset.ByVisitor(events) {
		var before []int32
		for _, visit := range dataset.ByVisit(mine) {
			now := itemsOf(visit)
			for _, i := range before {
				if _, found := slices.BinarySearch(now, i); found {
					again++
				}
			}
			met += len(before)
			before = now
		}
	}
	return float64(again) / float64(max(1, met))
}

// put writes what items say for themselves into a catalog's parameters, where one
// unit of affinity scores so much.
func (r *repeat) put(p *format.Params, one float64) {
	at := func(affinity float64) int32 {
		// A token of weight 2^15 adds 2^15·Repeat/2^9.
		return int32(math.Max(-format.MaxScale, math.Min(format.MaxScale, math.Round(affinity*one/64))))
	}
	p.Repeat[purpose.Session], p.Repeat[purpose.History] = at(r.session), at(r.history)
}
