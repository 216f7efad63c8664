package trend

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
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

// A call is what its comment says, found here by looking at all events at once.
func TestEachCall_matchesItsDefinition(t *testing.T) {
	type key struct {
		visitor, item int32
		period        int64
	}
	rapid.Check(t, func(t *rapid.T) {
		var w world
		for range rapid.IntRange(0, 60).Draw(t, "events") {
			w.view(rapid.Int32Range(0, 3).Draw(t, "visitor"), rapid.Int32Range(0, 3).Draw(t, "item"), rapid.Int64Range(0, 40).Draw(t, "at"))
		}
		period, periods := rapid.Int64Range(1, 9).Draw(t, "period"), rapid.Int64Range(1, 9).Draw(t, "periods")
		want, newest := map[key]int64{}, map[[2]int32]int64{}
		for _, e := range w.sorted() {
			age := max(0, start+30-e.At)
			k, pair := key{e.Visitor, e.Item, age / period}, [2]int32{e.Visitor, e.Item}
			if age >= period*periods {
				continue
			}
			if old, ok := want[k]; !ok || age < old {
				want[k] = age
			}
			if old, ok := newest[pair]; !ok || age < old {
				newest[pair] = age
			}
		}
		got := map[[3]int64]int{} // item, period, age
		firsts := 0
		eachCall(w.events, start+30, period, periods, func(c call) {
			got[[3]int64{int64(c.item), c.period, c.age}]++
			if c.first {
				firsts++
			}
		})
		expected := map[[3]int64]int{}
		for k, age := range want {
			expected[[3]int64{int64(k.item), k.period, age}]++
		}
		require.Equal(t, expected, got)
		require.Equal(t, len(newest), firsts)
	})
}
