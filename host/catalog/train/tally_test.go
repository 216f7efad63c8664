package train

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTally_byHand(t *testing.T) {
	contexts := []string{"daypart=night", "daypart=day", "device=phone"}
	column := columns(contexts)
	require.Equal(t, []int{0, 0, 1}, column)
	tally := newTally(column)
	for _, met := range [][3]int32{
		{0, 7, 1}, {0, 7, 1}, {0, 8, 1}, {2, 7, 1}, {0, 7, 2}, // by night: item 7 by two visitors, item 8 by one
		{1, 7, 3}, {1, 8, 3}, {1, 8, 4}, {1, 9, 4}, {1, 9, 5}, {1, 9, 6}, // by day
	} {
		tally.add(met[0], met[1], met[2])
	}
	seen, expected := tally.under(0, 7)
	require.Equal(t, 2, seen, "a visitor counts once")
	require.InDelta(t, 3.*3/9, expected, 1e-12, "three of nine meetings are by night, and three are with item 7")
	seen, expected = tally.under(1, 9)
	require.Equal(t, 3, seen)
	require.InDelta(t, 6.*3/9, expected, 1e-12)
	seen, expected = tally.under(2, 9)
	require.Zero(t, seen)
	require.Zero(t, expected, "no column but its own counts")
}

func TestColumns_theLastIsShared(t *testing.T) {
	var contexts []string
	for c := range mostColumns + 3 {
		contexts = append(contexts, string(rune('a'+c))+"=x")
	}
	got := columns(contexts)
	require.Equal(t, 0, got[0])
	require.Equal(t, mostColumns-1, got[mostColumns-1])
	require.Equal(t, mostColumns-1, got[mostColumns+2])
}

func TestBeyondChance(t *testing.T) {
	for name, c := range map[string]struct{ seen, expected, usual, least, most float64 }{
		"as expected":                           {50, 50, 0, 0, 0},
		"a little more is chance":               {55, 50, 0, 0, 0},
		"twice as many is not":                  {100, 50, 0, 0.3, math.Log(2)},
		"nor is half":                           {25, 50, 0, -math.Log(2), -0.2},
		"nothing seen of what is rare":          {0, 1, 0.7, 0.5, 0.7},
		"between nothing and what is usual":     {70, 50, 0.9, 0.3, 0.5},
		"as usual of its kind":                  {110, 50, math.Log(2), 0.6, math.Log(2) + 0.05},
		"many say otherwise than what is usual": {500, 500, math.Log(2), 0, 0.05},
	} {
		t.Run(name, func(t *testing.T) {
			got := beyondChance(c.seen, c.expected, c.usual)
			require.GreaterOrEqual(t, got, c.least)
			require.LessOrEqual(t, got, c.most)
		})
	}
}
