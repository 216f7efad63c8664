package train

import (
	"math"
	"slices"

	"privet/engine/format"
	"privet/host/catalog/dataset"
)

// trend returns what counts as an item's popularity: how many visitors met it,
// each counted by the age of their last event on it. Items below the floor count
// as none, so that the prior tells nothing of them.
func (l *lesson) trend(halfLife int64) []float64 {
	out, audience := make([]float64, len(l.data.Items)), make([]int, len(l.data.Items))
	seen := make([]int32, len(l.data.Items)) // last visitor counted, + 1
	age := ages(timesOf(l.crowd), halfLife)
	for k := len(l.crowd) - 1; k >= 0; k-- { // a visitor's last event on an item comes first
		e := &l.crowd[k]
		if e.Kind == format.Dismiss || seen[e.Item] == e.Visitor+1 {
			continue
		}
		seen[e.Item] = e.Visitor + 1
		out[e.Item] += age(e.At)
		audience[e.Item]++
	}
	for j, n := range audience {
		if n < l.floor {
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
func ages(times []int64, halfLife int64) func(at int64) float64 {
	last := int64(0)
	for _, at := range times {
		last = max(last, at)
	}
	return func(at int64) float64 {
		if halfLife == 0 {
			return 1
		}
		return math.Exp2(-float64(last-at) / float64(halfLife))
	}
}

// timesOf returns when events were.
func timesOf(events []dataset.Event) []int64 {
	out := make([]int64, len(events))
	for i := range events {
		out[i] = events[i].At
	}
	return out
}
