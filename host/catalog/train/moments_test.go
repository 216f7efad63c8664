package train

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// Lifts that a vector made are found again, and hold for items never met.
func TestExplain_findsThePlantedVector(t *testing.T) {
	const items, rank = 200, 4
	random := rand.New(rand.NewPCG(2, 2))
	f := &factors{rank: rank, size: 1. / 50, out: make([]int8, items*rank)}
	for k := range f.out {
		f.out[k] = int8(random.IntN(101) - 50)
	}
	planted := []float64{0.5, -0.3, 0, 0.8}
	var lifts []lift
	for i := range int32(items / 2) {
		lifts = append(lifts, lift{i, f.say(planted, i) + 0.02*random.NormFloat64(), 100})
	}
	got := f.explain(lifts)
	for k := range planted {
		require.InDelta(t, planted[k], got[k], 0.03)
	}
	for i := int32(items / 2); i < items; i++ {
		require.InDelta(t, f.say(planted, i), f.say(got, i), 0.1)
	}
	require.Equal(t, make([]float64, rank), f.explain(nil))

	// Of lifts that rest on few visitors, less is believed.
	for k := range lifts {
		lifts[k].seen = 0
	}
	lifts = lifts[:3]
	unsure := f.explain(lifts)
	require.Less(t, dot(unsure, unsure), dot(got, got))
}

func TestMostSaid_prefersWhatIsMetTheseDays(t *testing.T) {
	got := mostSaid([]float64{0.5, 0.4, -0.6, 0}, []float64{0, 99, 8, 1000}, 2)
	require.Len(t, got, 2)
	require.Equal(t, int32(1), got[0].from)
	require.InDelta(t, 0.4, got[0].weight, 1e-6)
	require.Equal(t, int32(2), got[1].from)
	require.InDelta(t, -0.6, got[1].weight, 1e-6)
}
