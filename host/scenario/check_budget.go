package scenario

import (
	"fmt"
	"slices"
	"time"
)

// timings is how many rankings a median is of.
const timings = 9

func (m *moment) checkSpeed(x *Expectation, _ problem) (string, error) {
	var took [timings]time.Duration
	for i := range took {
		start := time.Now()
		if _, err := m.visit.list(); err != nil {
			return "", err
		}
		took[i] = time.Since(start)
	}
	slices.Sort(took[:])
	median := took[timings/2]
	m.note("ranking took %.2f ms, the median of %d", median.Seconds()*1000, timings)
	if median <= x.limit {
		return "", nil
	}
	return fmt.Sprintf("it took %.2f ms, the median of %d", median.Seconds()*1000, timings), nil
}

func (m *moment) checkSize(x *Expectation, _ problem) (string, error) {
	have := m.stage.Shop.Bytes
	m.note("the catalog has %.1f kB in brotli", float64(have)/1000)
	if have <= x.bytes {
		return "", nil
	}
	return fmt.Sprintf("it has %.1f kB in brotli", float64(have)/1000), nil
}
