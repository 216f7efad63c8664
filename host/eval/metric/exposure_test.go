package metric_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"privet/host/eval/metric"
)

func TestExposure(t *testing.T) {
	e := metric.NewExposure(4)
	information := []float64{1, 2, 3, 4}
	require.Zero(t, e.Novelty())
	e.Add([]uint32{0, 1}, information)
	e.Add([]uint32{0, 2, 1}, information)
	third := 1 / math.Log2(3)
	require.InDeltaSlice(t, []float64{2, third + 0.5, third, 0}, e.Attention, 1e-12)
	require.InDelta(t, 9.0/5, e.Novelty(), 1e-12, "1 and 2; 1, 3 and 2")
	require.InDelta(t, 0.75, e.Coverage(), 1e-12)
	total := 2.5 + 2*third
	require.InDeltaSlice(t, []float64{(2 + third) / total, (third + 0.5) / total}, e.Shares([]int{0, 1, 0, -1}, 2), 1e-12)
}

func TestGini(t *testing.T) {
	for _, test := range []struct {
		name   string
		values []float64
		want   float64
	}{
		{"nothing", nil, 0},
		{"all zero", []float64{0, 0}, 0},
		{"equal", []float64{3, 3, 3}, 0},
		{"one of four has it all", []float64{0, 8, 0, 0}, 0.75},
		// Differences of all ordered pairs: 2·(1+2+1) = 8 over 9 pairs; mean 2: 8/9/4.
		{"one, two, three", []float64{2, 3, 1}, 8.0 / 36},
	} {
		require.InDelta(t, test.want, metric.Gini(test.values), 1e-12, test.name)
	}
}

// The definition, over all pairs.
func TestGini_isTheMeanDifference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.Float64Range(0, 10), 1, 20).Draw(t, "values")
		differences, sum := 0.0, 0.0
		for _, a := range values {
			sum += a
			for _, b := range values {
				differences += math.Abs(a - b)
			}
		}
		want, n := 0.0, float64(len(values))
		if sum > 0 {
			want = differences / (2 * n * sum)
		}
		if math.Abs(metric.Gini(values)-want) > 1e-9 {
			t.Fatalf("want %v, got %v", want, metric.Gini(values))
		}
	})
}
