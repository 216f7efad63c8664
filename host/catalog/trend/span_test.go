package trend

import (
	"testing"

	"github.com/stretchr/testify/require"

	"privet/host/catalog/dataset"
)

func TestSpan(t *testing.T) {
	for name, c := range map[string]struct {
		visits   [][2]int64 // first and last time of each visitor, after start
		from, to int64
	}{
		"times that two visitors reach": {[][2]int64{{0, 9 * hour}, {2 * hour, 5 * hour}, {4 * hour, 7 * hour}}, start + 2*hour, start + 7*hour},
		"down to whole hours":           {[][2]int64{{1, 2*hour + 1}, {hour - 1, 3*hour - 1}}, start, start + 2*hour},
		"one wrong clock in each way":   {[][2]int64{{-1_000_000_000, 0}, {0, 2_000_000_000}, {hour, 2 * hour}, {0, 2 * hour}}, start, start + 2*hour},
		"one visitor is too few":        {[][2]int64{{0, hour}}, 0, 0},
		"no time is no visitor":         {[][2]int64{{0, hour}, {-start, -start}}, 0, 0},
		"an event without a time":       {[][2]int64{{hour, hour}, {-start, hour}}, start + hour, start + hour},
		"nobody":                        {nil, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			var w world
			for v, times := range c.visits {
				w.view(int32(v), 0, times[0])
				w.view(int32(v), 0, times[1])
			}
			from, to := Span(w.sorted(), 2)
			require.Equal(t, [2]int64{c.from, c.to}, [2]int64{from, to})
		})
	}
	_, to := Span([]dataset.Event{{At: start}}, 0)
	require.Equal(t, int64(start), to, "a floor of none is one visitor")
}
