package catalog

import (
	"math"
	"runtime/debug"
)

// What a build may hold before it collects garbage more often, and gives more back to
// the system, than it otherwise would. A gigabyte of events fits twice.
const (
	usualMemory    = 1_600_000_000
	memoryPerEvent = 100 // bytes: what training needs and some more, so that it never collects all the time
)

// frugal makes the program hold less than it would, at the cost of some time, until
// restore is called. Most of what a build holds are events, which hold no pointers, so
// that collecting garbage is cheap. Whoever sets GOMEMLIMIT keeps it.
func frugal() (restore func()) {
	percent, limit := debug.SetGCPercent(50), debug.SetMemoryLimit(-1)
	if limit == math.MaxInt64 {
		debug.SetMemoryLimit(usualMemory)
	}
	return func() {
		debug.SetGCPercent(percent)
		debug.SetMemoryLimit(limit)
	}
}

// allow raises what frugal has set to what so many events need.
func allow(events int) {
	if debug.SetMemoryLimit(-1) == usualMemory {
		debug.SetMemoryLimit(max(usualMemory, int64(events)*memoryPerEvent))
	}
}
