package train

import (
	"testing"

	"github.com/stretchr/testify/require"

	"privet/engine/format"
	"privet/host/catalog/dataset"
)

// What is wanted is scaled before the equations: lists scale with it, and are
// otherwise as they were.
func TestMatrix_wantedHoldsPopularItemsBack(t *testing.T) {
	m := &matrix{items: 3, audience: []int32{9, 4, 2}, cold: []bool{false, false, true}}
	require.Equal(t, []float64{1, 1, 1}, m.wanted(0))
	got := m.wanted(1)
	require.InDeltaSlice(t, []float64{6. / 10, 6. / 5, 1}, got, 1e-12, "against the mean audience of 5; what is cold has a part of its own")
}

func TestMatrix_weighAgesVisitors(t *testing.T) {
	d := &dataset.Dataset{Items: make([]dataset.Item, 3), Events: []dataset.Event{
		{Visitor: 0, Item: 0, At: 0, Kind: format.View}, {Visitor: 0, Item: 1, At: 100, Kind: format.View},
		{Visitor: 1, Item: 0, At: 50, Kind: format.View}, {Visitor: 1, Item: 2, At: 50, Kind: format.View},
	}}
	m := newMatrix(d, d.Events, [][]int32{{1, 2}}, 1)
	mean := m.weigh(weighting{text: 2, halfLife: 50})
	require.Equal(t, []float64{1, 0.5, 2 * 0.75}, m.weight, "visitors by their last event, words as visitors on average")
	require.InDelta(t, 0.75, mean, 1e-12)
	m.weigh(weighting{text: 2})
	require.Equal(t, []float64{1, 1, 2}, m.weight)
}
