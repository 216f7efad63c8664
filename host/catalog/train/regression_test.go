package train

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
	"pgregory.net/rapid"

	"privet/engine/format"
	"privet/host/catalog/dataset"
)

// someVisits has few items and short visits.
func someVisits(t *rapid.T, items int) []dataset.Event {
	var events []dataset.Event
	for v := range int32(rapid.IntRange(1, 8).Draw(t, "visits")) {
		for range rapid.IntRange(1, 6).Draw(t, "events") {
			events = append(events, dataset.Event{
				Visitor: v, Visit: v, Item: int32(rapid.IntRange(0, items-1).Draw(t, "item")),
				Kind: rapid.SampledFrom([]format.Kind{format.View, format.View, format.View, format.Dismiss}).Draw(t, "kind"),
			})
		}
	}
	return events
}

// design is the regression's problem by its definition: a row of x and y for
// each event that another follows.
func design(items int, events []dataset.Event, o order) (x, y [][]float64) {
	var visits [][]int32
	last := int32(-1)
	for _, e := range events {
		if e.Kind == format.Dismiss {
			continue
		}
		if e.Visit != last {
			visits, last = append(visits, nil), e.Visit
		}
		visits[len(visits)-1] = append(visits[len(visits)-1], e.Item)
	}
	for _, v := range visits {
		for t := range len(v) - 1 {
			known, ahead, whole := make([]float64, items), make([]float64, items), 0.0
			for k := 0; k <= t && math.Pow(o.decay, float64(k)) > 0.005; k++ {
				known[v[t-k]] += math.Pow(o.decay, float64(k))
				whole += math.Pow(o.decay, float64(k))
			}
			for k := range known {
				known[k] /= whole
			}
			for d := 1; t+d < len(v); d++ {
				ahead[v[t+d]] += math.Pow(float64(d), -o.distance)
			}
			x, y = append(x, known), append(y, ahead)
		}
	}
	return x, y
}

func TestPath_beforeMatchesItsDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const items = 5
		events := someVisits(t, items)
		o := order{distance: 1, ridge: 1, decay: rapid.SampledFrom([]float64{0.05, 0.3, 0.8}).Draw(t, "decay")}
		x, _ := design(items, events, o)
		got, err := newPath(items, events, o).before(t.Context())
		require.NoError(t, err)
		for a := range items {
			for b := range items {
				want := 0.0
				for r := range x {
					want += x[r][a] * x[r][b]
				}
				require.InDelta(t, want, find(got[a], int32(b)), 1e-9, "items %d and %d", a, b)
			}
		}
	})
}

// A target that all items lead to has the whole regression for its list.
func TestPath_regressMatchesNormalEquations(t *testing.T) {
	events := []dataset.Event{}
	for visit, items := range [][]int32{{0, 1, 3}, {1, 0, 3}, {2, 0, 3}, {0, 2, 3}, {1, 2, 0, 3}, {2, 1, 3}} {
		for _, i := range items {
			events = append(events, dataset.Event{Visitor: int32(visit), Visit: int32(visit), Item: i, Kind: format.View})
		}
	}
	o := order{distance: 1.5, ridge: 0.1, decay: 0.4}
	x, y := design(4, events, o)
	gram, right := mat.NewSymDense(3, nil), mat.NewVecDense(3, nil)
	for a := range 3 {
		for r := range x {
			right.SetVec(a, right.AtVec(a)+x[r][a]*y[r][3])
			for b := range a + 1 {
				gram.SetSym(a, b, gram.At(a, b)+x[r][a]*x[r][b])
			}
		}
		gram.SetSym(a, a, gram.At(a, a)+o.ridge)
	}
	var want mat.VecDense
	require.NoError(t, want.SolveVec(gram, right))
	s, err := sequences(t.Context(), 4, events, o, 1)
	require.NoError(t, err)
	require.Len(t, s.lists[3], 3)
	for a, l := range s.lists[3] {
		require.Equal(t, int32(a), l.from)
		require.InDelta(t, want.AtVec(a), float64(l.weight), 1e-6)
	}
}

// Visits that a site numbers may overlap in time: each is a sequence of its own.
func TestSequences_overlappingVisits(t *testing.T) {
	var events []dataset.Event
	for v := range int32(3) {
		for k, item := range []int32{0, 2, 1, 3} { // 0 → 1 in one visit, 2 → 3 in another
			events = append(events, dataset.Event{Visitor: v, Visit: 2*v + int32(k%2), Item: item, Kind: format.View})
		}
	}
	s, err := sequences(t.Context(), 4, events, order{}, 3)
	require.NoError(t, err)
	require.Equal(t, [][]link{nil, {{from: 0, weight: 1}}, nil, {{from: 2, weight: 1}}}, s.lists)
}

func TestSequence_weighedKeepsFrequentSources(t *testing.T) {
	s := &sequence{lists: [][]link{nil, {{from: 0, weight: 0.5}}, {{from: 1, weight: 0.6}}}, occurred: []float64{100, 1, 0}, reach: []int32{3, 3, 3}}
	plain := s.weighed(&order{})
	require.Less(t, plain[1][0].saliency, plain[2][0].saliency)
	reaching := s.weighed(&order{reach: 0.5})
	require.Greater(t, reaching[1][0].saliency, reaching[2][0].saliency)
	require.Equal(t, plain[1][0].weight, reaching[1][0].weight, "what is kept is chosen, not changed")
}
