package train

import (
	"math"
	"slices"

	"privet/engine/format"
	"privet/host/catalog/dataset"
)

// ageless is a half-life that nothing gets near: within no data does anything fade.
const ageless = 10000 * day

// trend returns what counts as an item's popularity.
func (l *lesson) trend(halfLife int64) []float64 {
	return audience(l.crowd, len(l.data.Items), l.floor, halfLife)
}

// Popularity returns the prior that a catalog has which was trained on events of
// so many items: 255 for what most visitors met.
func Popularity(events []dataset.Event, items, floor int, halfLife int64) []byte {
	return popularity(audience(events, items, floor, halfLife))
}

// audience returns how many visitors met each item, each counted by the age of
// their last event on it. Items below the floor count as none, so that the prior
// tells nothing of them.
func audience(events []dataset.Event, items, floor int, halfLife int64) []float64 {
	out, visitors := make([]float64, items), make([]int, items)
	seen := make([]int32, items) // last visitor counted, + 1
	age := ages(latest(events), halfLife)
	for k := len(events) - 1; k >= 0; k-- { // a visitor's last event on an item comes first
		e := &events[k]
		if e.Kind == format.Dismiss || seen[e.Item] == e.Visitor+1 {
			continue
		}
		seen[e.Item] = e.Visitor + 1
		out[e.Item] += age(e.At)
		visitors[e.Item]++
	}
	for j, n := range visitors {
		if n < floor {
			out[j] = 0
		}
	}
	return out
}

// popularity returns the catalog's prior: the logarithm of the trend, 255 for
// the largest.
func popularity(trend []float64) []byte {
	out := make([]byte, len(trend))
	most := slices.Max(trend)
	if most == 0 {
		return out
	}
	for j, n := range trend {
		out[j] = byte(math.Round(255 * math.Log1p(n) / math.Log1p(most)))
	}
	return out
}

// ages returns what a time counts, 1 at the last one.
func ages(last, halfLife int64) func(at int64) float64 {
	return func(at int64) float64 {
		if halfLife == 0 {
			return 1
		}
		return math.Exp2(-float64(last-at) / float64(halfLife))
	}
}

// latest returns when the last event was, 0 where none has a time.
func latest(events []dataset.Event) (last int64) {
	for i := range events {
		last = max(last, events[i].At)
	}
	return last
}
