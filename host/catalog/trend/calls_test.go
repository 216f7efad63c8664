package trend

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// One visitor's calls, newest first, with weeks that end 21 days after start.
func TestEachCall(t *testing.T) {
	var w world
	for _, view := range []struct {
		item int32
		day  float64
	}{{0, 1}, {0, 15}, {0, 16}, {1, 16}, {0, 20.5}, {0, 22}, {1, 8}} {
		w.view(0, view.item, int64(view.day*day))
	}
	var got []call
	eachCall(w.sorted(), start+21*day, week, 2, func(c call) { got = append(got, c) })
	require.Equal(t, []call{
		{item: 0, period: 0, age: 0, first: true}, // after the end is as good as at it, and stands for the whole week
		{item: 1, period: 0, age: 5 * day, first: true},
		{item: 1, period: 1, age: 13 * day}, // the same visitor again, a week before
	}, got, "the third week is too long ago")
}
