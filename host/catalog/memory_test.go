package catalog

import (
	"math"
	"runtime/debug"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestFrugal(t *testing.T) {
	limit := func() int64 { return debug.SetMemoryLimit(-1) }
	percent := func() int {
		p := debug.SetGCPercent(50)
		debug.SetGCPercent(p)
		return p
	}
	before, collected := limit(), percent()
	defer debug.SetMemoryLimit(before)

	debug.SetMemoryLimit(math.MaxInt64)
	restore := frugal()
	require.EqualValues(t, usualMemory, limit())
	require.Equal(t, 50, percent())
	allow(1_000_000)
	require.EqualValues(t, usualMemory, limit())
	allow(100_000_000)
	require.EqualValues(t, 10_000_000_000, limit(), "more events need more")
	restore()
	require.EqualValues(t, math.MaxInt64, limit())
	require.Equal(t, collected, percent())

	debug.SetMemoryLimit(5_000_000_000)
	restore = frugal()
	allow(100_000_000)
	require.EqualValues(t, 5_000_000_000, limit(), "whoever sets GOMEMLIMIT keeps it")
	restore()
	require.EqualValues(t, 5_000_000_000, limit())
}
