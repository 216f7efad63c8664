package train

import (
	"math"
	"slices"
	"sort"

	"privet/engine/format"
)

// unit is what one whole unit of affinity at a token weight of 1.0 scores,
// where no factors dictate another: large enough that 4,096 events still leave
// each link a few steps, small enough that no sum of them overflows.
const unit = 1 << 22

// steps are the magnitudes that a link's weight may take: a geometric ladder.
// Eight of them keep every weight to within 30 % and compress to two bits. Twice
// as many rank no better, and cost a link in fifteen.
var steps = func() (s [8]int8) {
	v := 127.0
	for i := range s {
		s[len(s)-1-i] = int8(math.Round(v))
		v *= 0.62
	}
	return s
}()

// step returns the step closest to v, by ratio; v is at most 127.
func step(v float64) int8 {
	i := sort.Search(len(steps), func(i int) bool { return float64(steps[i]) >= v })
	switch {
	case i == len(steps):
		return steps[i-1]
	case i > 0 && v*v < float64(steps[i-1])*float64(steps[i]):
		return steps[i-1]
	}
	return steps[i]
}

// sparse turns lists, one for each target, into a catalog's lists, one for each
// of rows sources. A weight of 1 is one unit of affinity. Targets of more than
// one list add up.
func sparse(lists [][]link, rows int, unit float64) format.Sparse {
	largest, total := float32(0), 0
	for _, list := range lists {
		total += len(list)
		for _, l := range list {
			largest = max(largest, l.weight, -l.weight)
		}
	}
	if largest == 0 {
		return format.Sparse{}
	}
	m := format.Sparse{
		Start:  make([]uint32, rows+1),
		Target: make([]uint32, total),
		Weight: make([]byte, total),
		Scale:  int32(min(math.Ceil(unit*float64(largest)*2/127), format.MaxScale)),
	}
	for _, list := range lists {
		for _, l := range list {
			m.Start[l.from+1]++
		}
	}
	for r := range rows {
		m.Start[r+1] += m.Start[r]
	}
	next := slices.Clone(m.Start)
	for j, list := range lists { // rising, so each row's targets rise
		for _, l := range list {
			at := next[l.from]
			next[l.from]++
			v := step(math.Abs(float64(l.weight)) * 127 / float64(largest))
			if l.weight < 0 {
				v = -v
			}
			m.Target[at], m.Weight[at] = uint32(j), byte(v)
		}
	}
	return m
}
