package metric

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestOverlap(t *testing.T) {
	list := strings.Fields
	require.Equal(t, 1.0, Overlap(nil, nil, 10))
	require.Equal(t, 0.0, Overlap(list("a"), nil, 10))
	require.Equal(t, 0.5, Overlap(list("a b"), list("b c"), 2))
	require.Equal(t, 0.0, Overlap(list("a b"), list("b a"), 1))
	require.Equal(t, 1.0, Overlap(list("a b"), list("b a"), 2))
	require.Equal(t, 0.5, Overlap(list("a b"), list("b"), 5))
}

func TestRBO(t *testing.T) {
	list := strings.Fields
	require.Equal(t, 1.0, RBO(nil, nil, 0.9))
	require.Equal(t, 0.0, RBO(list("a"), nil, 0.9))
	require.InDelta(t, 1, RBO(list("a b c"), list("a b c"), 0.9), 1e-12)
	require.InDelta(t, 0, RBO(list("a b c"), list("d e f"), 0.9), 1e-12)
	// By hand, p = 0.5: agreements 0, 1 at depths 1 and 2, and 1 from then on: Σ (1-p)/p · A_d · p^d = 1 · p² + 1 · p².
	require.InDelta(t, 0.5, RBO(list("a b"), list("b a"), 0.5), 1e-12)
	// One list is longer: agreement 1 at depth 1; (1 + 0)/2 seen and (1·1/2) more expected at depth 2, where 1/1 goes on.
	require.InDelta(t, 1, RBO(list("a"), list("a b"), 0.5), 1e-12)
	// A change at the top weighs more than one below.
	require.Less(t, RBO(list("x b c d"), list("a b c d"), 0.9), RBO(list("a b c x"), list("a b c d"), 0.9))
}
