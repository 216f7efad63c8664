package train

import (
	"testing"

	"github.com/stretchr/testify/require"

	"privet/engine/format"
	"privet/host/catalog/dataset"
)

func TestTrend_byHand(t *testing.T) {
	d := &dataset.Dataset{Items: make([]dataset.Item, 3), Visitors: 3}
	for _, e := range []struct {
		visitor, item int32
		at            int64
		kind          format.Kind
	}{
		{0, 0, 0, format.View}, {0, 0, 100, format.View}, // counts once, by its last event
		{1, 0, 50, format.View}, {1, 1, 50, format.View}, {1, 2, 100, format.View},
		{2, 1, 0, format.View}, {2, 2, 100, format.Dismiss}, // a dismissal does not count
	} {
		d.Events = append(d.Events, dataset.Event{Visitor: e.visitor, Item: e.item, At: e.at, Kind: e.kind})
	}
	l := newLesson(d, d.Events, Options{MinSupport: 2})
	trend := l.trend(50)
	require.InDelta(t, 1+0.5, trend[0], 1e-12, "one visitor now, one a half-life ago")
	require.InDelta(t, 0.5+0.25, trend[1], 1e-12)
	require.Zero(t, trend[2], "one visitor is below the floor")
	require.Equal(t, []float64{2, 2, 0}, l.trend(0), "without a half-life nothing ages")
	require.Equal(t, []byte{255, 156, 0}, popularity(trend), "255·ln(1.75)/ln(2.5) is 155.7")
	require.Equal(t, []byte{0, 0}, popularity([]float64{0, 0}))
}
