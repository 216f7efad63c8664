package eval

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"privet/host/catalog/dataset"
)

// People click on the item that they have an affinity to, on item 0 in the
// evening, and on nothing else.
func affinityLog(random *rand.Rand) (*shelf, *banditLog) {
	s := &shelf{items: []dataset.Item{{ID: "a", Tags: []string{"red"}}, {ID: "b", Tags: []string{"red"}}, {ID: "c"}}}
	l := &banditLog{contexts: []string{"daypart"}, slots: []int{1, 2}}
	for i := range 3000 {
		x := impression{item: int32(random.IntN(3)), slot: random.IntN(2), propensity: 1. / 3, cluster: int32(i)}
		x.context = []string{[]string{"day", "evening"}[random.IntN(2)]}
		if random.IntN(4) == 0 {
			x.affinity = []affinity{{int32(random.IntN(3)), 2}}
		}
		if x.item == 0 && x.context[0] == "evening" || x.affinity != nil && x.affinity[0].item == x.item {
			x.click = 1
		}
		l.impressions = append(l.impressions, x)
	}
	return s, l
}

// What the model expects of a policy is the mean of what it says of each item,
// as if that item had been shown.
func TestRewardModel_expectsTheMeanOfAllItems(t *testing.T) {
	s, l := affinityLog(rand.New(rand.NewPCG(1, 1)))
	m := newRewardModel(s, l, l.impressions)
	shares := []float64{0.5, 0.2, 0.3}
	for i := range 100 {
		x := l.impressions[i]
		shown, mean := m.predict(l, &x, shares)
		sum := 0.0
		for item := range int32(3) {
			other := x
			other.item = item
			value, sameMean := m.predict(l, &other, shares)
			sum += shares[item] * value
			require.InDelta(t, mean, sameMean, 1e-12, "whatever was shown")
			if item == x.item {
				require.Equal(t, shown, value)
			}
		}
		require.InDelta(t, mean, sum, 1e-12)
	}
}

// 3,000 impressions of a world almost without noise: effects are found to a tenth.
func TestRewardModel_findsEffects(t *testing.T) {
	s, l := affinityLog(rand.New(rand.NewPCG(2, 1)))
	m := newRewardModel(s, l, l.impressions)
	of := func(item int32, daypart string, a ...affinity) float64 {
		shown, _ := m.predict(l, &impression{item: item, context: []string{daypart}, affinity: a}, make([]float64, 3))
		return shown
	}
	none, liked := of(2, "day"), of(2, "day", affinity{2, 2})
	require.Greater(t, liked, none+0.6, "from about 0 to 1; item 0's evening blurs it by a sixth")
	require.InDelta(t, none, of(2, "day", affinity{1, 2}), 1e-12, "an affinity to another item says nothing")
	require.Greater(t, of(0, "day"), of(1, "day")+0.2, "half of the time against never")
	require.Greater(t, of(1, "evening"), of(1, "day")+0.05, "additive: the evening counts for all items")
}
