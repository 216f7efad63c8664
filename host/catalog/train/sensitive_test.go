package train

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"privet/engine/format"
	"privet/host/catalog/dataset"
)

// Whatever is done with sensitive items, and whatever they are called, the
// catalog says the same of all others, and of them only how popular they are.
func TestSensitive_saysNothing(t *testing.T) {
	sensitive := []int32{0, 3, 17}
	o := Options{MinSupport: 3, Sensitive: sensitive, Affinities: []Affinity{{Key: "daypart=night", Items: []int32{3, 5}, Weight: 1}}}
	r := firstRecipe()
	r.taste.rank, r.share = 16, 0.3
	d := planted{groups: 4, each: 12, visitors: 300, seed: 1}.dataset(t)
	c := cook(t, d, o, r)
	require.Equal(t, 16, c.Rank)
	for name, s := range map[string]*format.Sparse{"taste": &c.Taste, "next": &c.Next, "together": &c.Together} {
		entries(s, func(row int, target uint32, _ int8) {
			require.NotContains(t, sensitive, int32(row), name)
			require.NotContains(t, sensitive, int32(target), name)
		})
	}
	for _, s := range sensitive {
		require.Equal(t, make([]byte, c.Rank), c.Out[int(s)*c.Rank:int(s+1)*c.Rank])
		require.Nil(t, c.In, "out-vectors serve as in-vectors")
		require.Empty(t, c.Labels.Row(int(s)))
	}

	other := *d
	other.Items, other.Events = slices.Clone(d.Items), slices.Clone(d.Events)
	for _, s := range sensitive {
		other.Items[s].Title = "kind1 secret"
	}
	for i := range other.Events { // everyone who met one met another instead
		if at := slices.Index(sensitive, other.Events[i].Item); at >= 0 {
			other.Events[i].Item = sensitive[(at+1)%len(sensitive)]
		}
	}
	got := cook(t, &other, o, r)
	require.Equal(t, c.Taste, got.Taste)
	require.Equal(t, c.Next, got.Next)
	require.Equal(t, c.Out, got.Out)
	require.Equal(t, c.TokenIn, got.TokenIn)
	bias := slices.Clone(got.Bias)
	bias[0], bias[3], bias[17] = bias[3], bias[17], bias[0]
	require.InDeltaSlice(t, bytesToInts(c.Bias), bytesToInts(bias), 1, "popularity stays, and moves along")
	require.Positive(t, c.Bias[0])
}

func bytesToInts(b []byte) []int {
	out := make([]int, len(b))
	for i, v := range b {
		out[i] = int(v)
	}
	return out
}

func TestSensitive_isNeverAskedFor(t *testing.T) {
	d := without(planted{groups: 2, each: 6, visitors: 80, seed: 2}.dataset(t), []int32{1})
	s := keepBack(d, 1)
	for _, events := range append([][]dataset.Event{s.events}, s.visits...) {
		for _, e := range events {
			require.NotEqual(t, int32(1), e.Item)
		}
	}
	require.NotEmpty(t, s.answers)
	for _, a := range s.answers {
		require.NotContains(t, a.wanted, uint32(1))
	}
}
