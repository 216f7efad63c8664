package train

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"privet/engine/format"
	"privet/host/catalog/dataset"
)

// The lines of an order have no order: each leads to all others, and then to what
// is ordered later in the visit.
func TestTransitions_looseByHand(t *testing.T) {
	var events []dataset.Event
	for v := range int32(2) {
		for k, at := range []int64{5, 5, 5, 9} {
			events = append(events, dataset.Event{Visitor: v, Visit: v, Item: int32(k), At: at, Kind: format.Buy})
		}
	}
	s, err := sequences(context.Background(), 4, events, order{distance: 1, loose: true}, 2)
	require.NoError(t, err)
	lists := s.weighed(&order{})
	for j := range 3 {
		require.Len(t, lists[j], 2, "two other lines of the order lead to item %d", j)
		for _, l := range lists[j] {
			require.Less(t, l.from, int32(3))
			require.InDelta(t, 1, l.weight, 1e-6)
		}
	}
	require.Len(t, lists[3], 3)
	for _, l := range lists[3] {
		require.InDelta(t, 0.5, l.weight, 1e-6, "the step after the order's own")
	}
	require.True(t, simultaneous(events))
	for k := range events {
		events[k].At = int64(k)
	}
	require.False(t, simultaneous(events))
}
