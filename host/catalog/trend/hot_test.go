package trend

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"privet/engine/format"
	"privet/host/catalog/dataset"
)

// Twenty weeks of a small shop, and what is hot at their end with a half-life of
// a week.
func TestHot_story(t *testing.T) {
	type crowd struct {
		n        int
		from, to float64 // days
	}
	var w world
	stories := []struct {
		what        string
		crowds      []crowd
		least, most byte
	}{
		{"steady", []crowd{{14000, 0, 140}}, 0, 0},
		{"new this week", []crowd{{60, 133, 140}}, 80, 110},
		{"twice as wanted since two weeks", []crowd{{630, 0, 126}, {140, 126, 140}}, 10, 40},
		{"four times as wanted since two weeks", []crowd{{630, 0, 126}, {280, 126, 140}}, 40, 70},
		{"rose four months ago and stayed", []crowd{{700, 20, 140}}, 0, 0},
		{"fades", []crowd{{630, 0, 126}, {20, 126, 140}}, 0, 0},
		{"six where three were expected: chance", []crowd{{60, 0, 133}, {6, 133, 140}}, 0, 0},
		{"wanted by four who came lately", []crowd{{4, 133, 140}}, 0, 0},
	}
	for item, s := range stories {
		for _, c := range s.crowds {
			w.crowd(int32(item), c.n, c.from, c.to)
		}
	}
	hot := Hot(w.sorted(), len(stories), 5, week)
	for item, s := range stories {
		require.True(t, s.least <= hot[item] && hot[item] <= s.most, "%s: %d is not from %d to %d", s.what, hot[item], s.least, s.most)
	}
}

// A season of the whole site makes nothing hot.
func TestHot_busyWeek(t *testing.T) {
	var w world
	for item := range int32(10) {
		w.crowd(item, 100*int(item+1), 0, 133)
		w.crowd(item, 100*int(item+1), 133, 140)
	}
	require.Equal(t, make([]byte, 10), Hot(w.sorted(), 10, 5, week))
}

// What the same people need every week does not rise, although each of them
// came last within the last week; nor does what one visitor looks at all day.
func TestHot_regulars(t *testing.T) {
	var w world
	w.crowd(0, 4000, 0, 140)
	for v := range int32(40) {
		for n := range int64(20) {
			w.view(w.visitors+v, 1, n*week+int64(v)*hour)
		}
	}
	w.crowd(2, 100, 0, 140)
	fan := w.visitors + 50
	for n := range int64(500) {
		w.view(fan, 2, 139*day+n)
	}
	require.Equal(t, []byte{0, 0, 0}, Hot(w.sorted(), 3, 5, week))
}

// Of views, dismissals, impressions and events without a time only views count.
func TestHot_wanted(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*dataset.Event)
		hot    bool
	}{
		"viewed":    {func(e *dataset.Event) {}, true},
		"bought":    {func(e *dataset.Event) { e.Kind = format.Buy }, true},
		"dismissed": {func(e *dataset.Event) { e.Kind = format.Dismiss }, false},
		"shown":     {func(e *dataset.Event) { e.Kind = format.Show }, false},
		"untimed":   {func(e *dataset.Event) { e.At = 0 }, false},
	} {
		t.Run(name, func(t *testing.T) {
			var w world
			w.crowd(0, 1000, 0, 140)
			w.crowd(1, 50, 133, 140)
			for i := range w.events {
				if w.events[i].Item == 1 {
					c.change(&w.events[i])
				}
			}
			require.Equal(t, c.hot, Hot(w.sorted(), 2, 5, week)[1] > 0)
		})
	}
}

func TestHot_nothingToSay(t *testing.T) {
	require.Equal(t, []byte{0, 0}, Hot(nil, 2, 5, week))
	var w world
	w.crowd(0, 50, 0, 1)
	require.Equal(t, []byte{0}, Hot(w.sorted(), 1, 5, 0), "without a half-life there is no now")
}

// Whatever happened, nothing is hot that fewer than the floor called within two
// half-lives, counted here in the plainest way.
func TestHot_floor(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var w world
		for range rapid.IntRange(0, 200).Draw(t, "events") {
			w.view(rapid.Int32Range(0, 30).Draw(t, "visitor"), rapid.Int32Range(0, 3).Draw(t, "item"), rapid.Int64Range(0, 6*day).Draw(t, "at"))
		}
		floor := rapid.IntRange(1, 8).Draw(t, "floor")
		hot := Hot(w.sorted(), 4, floor, day)
		_, until := Span(w.events, floor)
		for item, h := range hot {
			visitors := map[int32]bool{}
			for _, e := range w.events {
				if e.Item == int32(item) && until-e.At < 2*day {
					visitors[e.Visitor] = true
				}
			}
			require.True(t, h == 0 || len(visitors) >= floor, "item %d is hot by %d visitors", item, len(visitors))
		}
	})
}

func TestLeastLift_byTable(t *testing.T) {
	// The 5 % quantiles of chi squared with 8 and 100 degrees of freedom are 2.7326
	// and 77.929 (any statistical table); a gamma variable is half of one.
	require.InDelta(t, 2.7326/2/4, leastLift(0, 0), 1e-4)
	require.InDelta(t, 77.929/2/50, leastLift(46, 46), 1e-4, "as many as usual may well be fewer")
	require.InDelta(t, 77.929/2/5, leastLift(46, 1), 1e-4)
}
