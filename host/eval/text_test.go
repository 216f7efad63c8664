package eval

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"privet/host/catalog/dataset"
)

// Four items; "red" and "lamp" stand in two each, "cup" and "big" in one: their
// weights are log 2, log 2, log 4 and log 4 = 2·log 2.
func TestTexts(t *testing.T) {
	s := newTexts([]dataset.Item{{ID: "0", Title: "red lamp"}, {ID: "1", Title: "Lamp, big lamp"}, {ID: "2", Title: "red cup"}, {ID: "3"}})
	scores := s.score([]uint32{0}, []float64{1})
	// Item 0 is (1, 1)/√2 on red and lamp; item 1 has lamp 1/√5; item 2 red 1/√5.
	require.InDeltaSlice(t, []float64{0, 1 / math.Sqrt(10), 1 / math.Sqrt(10), 0}, scores, 1e-12)

	// A profile of 0 and, half as much, 1: red 1/√2, lamp 1/√2 + 1/(2√5), big 1/√5.
	scores = s.score([]uint32{1, 0}, []float64{0.5, 1})
	red, lamp, big := 1/math.Sqrt(2), 1/math.Sqrt(2)+1/(2*math.Sqrt(5)), 1/math.Sqrt(5)
	length := math.Sqrt(red*red + lamp*lamp + big*big)
	require.InDelta(t, red/math.Sqrt(5)/length, scores[2], 1e-12)
	require.InDelta(t, 0.5/math.Sqrt(10)/length, scores[0], 1e-12, "what 1 says of it; its own word does not count")
	require.Equal(t, []float64{0, 0, 0, 0}, s.score([]uint32{3}, []float64{1}), "an item without words says nothing")
	require.Equal(t, []float64{0, 0, 0, 0}, s.score(nil, nil))
}

func TestLogPopularity(t *testing.T) {
	d := visits(t, "abc", []event{{item: "a"}, {item: "b"}}, []event{{item: "a"}}, []event{{item: "a"}})
	require.Equal(t, []float64{1, 0.5, 0}, logPopularity(d), "three visitors, one, none: log 4, log 2, log 1")
}
