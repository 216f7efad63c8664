package trend

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// In each world one item of twenty draws half of all visitors, and another one
// does after so many days. Fewer visitors take longer to tell which.
func TestHalfLife_followsTheWorld(t *testing.T) {
	for _, c := range []struct {
		name        string
		visitors    int
		days        float64
		least, most int64
	}{
		{"news", 20000, 3, day, day},
		{"a small shop of fashion", 1500, 30, 4 * day, 2 * week},
		{"nothing ever changes", 20000, 10000, 8 * week, 8 * week},
	} {
		t.Run(c.name, func(t *testing.T) {
			random := rand.New(rand.NewPCG(1, 2))
			var w world
			for i := range c.visitors {
				at := 300 * float64(i) / float64(c.visitors)
				item := int32(random.IntN(20))
				if random.IntN(2) == 0 {
					item = int32(at/c.days) * 7 % 20
				}
				w.view(int32(i), item, int64(at*day))
			}
			h := HalfLife(w.events, 20, 5)
			require.True(t, c.least <= h && h <= c.most, "%d days", h/day)
		})
	}
}

func TestForetold_byHand(t *testing.T) {
	calls := []past{{item: 0, age: 4 * day}, {item: 0, age: day}, {item: 0, age: day / 2}}
	// Of two items, with a prior of 4 calls. The second call knows the first, which is
	// three half-lives older: ln((1/8 + 4·0.66613) / (1/8 + 4)), where 0.66613 is
	// (0.99537 + 1) / (0.99537 + 2). The third may not know the second, half a day before
	// it: ln((0.08839 + 4·0.66607) / (0.08839 + 4)). The first is of the earlier half.
	require.InDelta(t, (-0.39120-0.39558)/2, foretold(calls, 2, day), 1e-4)
}

func TestHalfLife_needsTime(t *testing.T) {
	var w world
	w.crowd(0, 100, 0, 3.9)
	require.Zero(t, HalfLife(w.sorted(), 1, 5), "less than four days")
	w.crowd(0, 100, 0, 4.9)
	require.Equal(t, int64(day), HalfLife(w.sorted(), 1, 5), "less than eight days")
	require.Zero(t, HalfLife(nil, 1, 5))
}

func TestCovered(t *testing.T) {
	for _, c := range []struct{ halfLife, span, want int64 }{
		{2 * week, 8 * week, 2 * week},
		{2 * week, 52 * week, 2 * week},
		{2 * week, 8*week - 1, week},
		{2 * week, 4 * day, day},
		{2 * week, 4*day - 1, 0},
		{0, 52 * week, 0},
	} {
		require.Equal(t, c.want, Covered(c.halfLife, c.span), "%d in %d", c.halfLife, c.span)
	}
}

// A sum over all calls is the oracle of the running one.
func TestDecayed_matchesSum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := newDecayed(3, 10)
		type added struct {
			item int32
			time int64
		}
		var all []added
		time := int64(0)
		for range rapid.IntRange(0, 20).Draw(t, "calls") {
			time += rapid.Int64Range(0, 30).Draw(t, "pause")
			all = append(all, added{rapid.Int32Range(0, 2).Draw(t, "item"), time})
			d.add(all[len(all)-1].item, time)
		}
		time += 5
		sums, total := [3]float64{}, 0.0
		for _, a := range all {
			weight := math.Exp2(-float64(time-a.time) / 10)
			sums[a.item] += weight
			total += weight
		}
		for item, sum := range sums {
			require.InDelta(t, sum, d.at(int32(item), time), 1e-9)
		}
		require.InDelta(t, total, d.all(time), 1e-9)
	})
}
