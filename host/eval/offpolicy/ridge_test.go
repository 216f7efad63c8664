package offpolicy

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// With one feature, ridge regression has a formula that fits on a line.
func TestFit_oneFeature(t *testing.T) {
	examples := []Example{
		{[]Feature{{0, 1}}, 3, 0}, {[]Feature{{0, 2}}, 4, 0}, {nil, 2, 1}, {[]Feature{{0, 100}}, 900, 2},
	}
	var parts [Folds]moments
	for k := range parts {
		parts[k] = newMoments(1)
	}
	for i := range examples {
		parts[examples[i].Fold].add(&examples[i])
	}
	m := fit(parts, 5, 2)
	// Mean of 3, 4, 2 is 3; Σ x(r−3) = 1·0 + 2·1 = 2; Σ x² = 5; 2/(5+5).
	require.InDelta(t, 3, m.Mean, 1e-12)
	require.InDelta(t, 0.2, m.Weights[0], 1e-12)
	require.InDelta(t, 3.4, m.Predict([]Feature{{0, 2}}), 1e-12)
	require.InDelta(t, 3, m.Predict(nil), 1e-12)

	// The loss from sums is the loss from examples.
	by := 0.0
	for _, e := range examples[:2] {
		d := e.Reward - m.Predict(e.Features)
		by += d * d
	}
	require.InDelta(t, by, parts[0].loss(&m), 1e-9)
}

// Fold k's model must not know fold k: rewards there may be anything.
func TestCrossFit_neverSeesItsOwnFold(t *testing.T) {
	world := func(own float64) []Example {
		random := rand.New(rand.NewPCG(1, 1))
		var out []Example
		for i := range 500 {
			x := random.Float64()
			e := Example{[]Feature{{0, x}, {1 + i%3, 1}}, 2*x + random.Float64(), i % Folds}
			if e.Fold == 3 {
				e.Reward += own
			}
			out = append(out, e)
		}
		return out
	}
	before, after := CrossFit(4, world(0)), CrossFit(4, world(1000))
	require.Equal(t, before[3], after[3])
	require.NotEqual(t, before[2], after[2])
	require.InDelta(t, 2, before[0].Weights[0], 0.3, "400 examples; noise of deviation 0.29 over a spread of 0.29")
}

func TestCrossFit_nothingToLearn(t *testing.T) {
	models := CrossFit(2, nil)
	require.Zero(t, models[0].Predict([]Feature{{1, 1}}))
	require.Zero(t, new(Model).Predict([]Feature{{7, 1}}), "a feature that no model knows")
}
