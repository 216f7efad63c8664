package metric_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"privet/host/eval/metric"
)

// Every expected value is worked out by hand beside it.
func TestMetrics(t *testing.T) {
	log2 := math.Log2
	tests := []struct {
		name    string
		ranking []uint32
		wanted  []uint32
		k       int
		ndcg    float64
		recall  float64
		hit     float64
		mrr     float64
	}{
		{"first of one", []uint32{7, 1, 2}, []uint32{7}, 3, 1, 1, 1, 1},
		{"third of one", []uint32{1, 2, 7}, []uint32{7}, 3, 1 / log2(4), 1, 1, 1.0 / 3},
		{"just outside", []uint32{1, 2, 7}, []uint32{7}, 2, 0, 0, 0, 0},
		// Gain at positions 1 and 3 of an ideal of positions 1 and 2.
		{"first and third of two", []uint32{7, 1, 8}, []uint32{7, 8}, 3, (1 + 1/log2(4)) / (1 + 1/log2(3)), 1, 1, 1},
		// Four wanted, two places: the ideal and the recall are cut at two.
		{"more wanted than places", []uint32{1, 5, 2, 3}, []uint32{1, 2, 3, 4}, 2, 1 / (1 + 1/log2(3)), 0.5, 1, 1},
		{"nothing wanted", []uint32{1}, nil, 3, 0, 0, 0, 0},
		{"nothing ranked", nil, []uint32{1}, 3, 0, 0, 0, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			wanted := map[uint32]bool{}
			for _, i := range test.wanted {
				wanted[i] = true
			}
			hits := metric.Ranks(test.ranking, wanted)
			require.InDelta(t, test.ndcg, metric.NDCG(hits, len(wanted), test.k), 1e-12)
			require.InDelta(t, test.recall, metric.Recall(hits, len(wanted), test.k), 1e-12)
			require.InDelta(t, test.hit, metric.Hit(hits, test.k), 1e-12)
			require.InDelta(t, test.mrr, metric.MRR(hits, test.k), 1e-12)
		})
	}
}

func TestAverage(t *testing.T) {
	// Two sessions of one event each: 0 and 1. Mean 1/2; residuals ±1/2, so the
	// variance of the mean is (1/4+1/4)·2/1/2² = 1/4.
	m := metric.Average([]float64{0, 1}, []int{1, 1})
	require.InDelta(t, 0.5, m.Value, 1e-12)
	require.InDelta(t, 1.96*0.5, m.Half, 1e-12)

	// A session of three hits and one of one miss: mean 3/4 over four events.
	// Residuals 3−3·¾ = ¾ and 0−¾, variance (9/16+9/16)·2/16.
	m = metric.Average([]float64{3, 0}, []int{3, 1})
	require.InDelta(t, 0.75, m.Value, 1e-12)
	require.InDelta(t, 1.96*math.Sqrt(9.0/8*2)/4, m.Half, 1e-12)

	require.Equal(t, metric.Mean{}, metric.Average(nil, nil))
	require.True(t, math.IsInf(metric.Average([]float64{1}, []int{1}).Half, 1), "one session says nothing of others")
}

func TestMetrics_areSharesOfOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ranking := rapid.SliceOfNDistinct(rapid.Uint32Range(0, 50), 0, 30, rapid.ID[uint32]).Draw(t, "ranking")
		wanted := map[uint32]bool{}
		for _, i := range rapid.SliceOfDistinct(rapid.Uint32Range(0, 50), rapid.ID[uint32]).Draw(t, "wanted") {
			wanted[i] = true
		}
		k := rapid.IntRange(1, 30).Draw(t, "k")
		hits := metric.Ranks(ranking, wanted)
		for _, v := range []float64{
			metric.NDCG(hits, len(wanted), k), metric.Recall(hits, len(wanted), k), metric.Hit(hits, k), metric.MRR(hits, k),
		} {
			if v < 0 || v > 1+1e-12 {
				t.Fatalf("a metric is %v", v)
			}
		}
	})
}
