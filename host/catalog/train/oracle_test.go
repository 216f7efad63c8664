package train

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
	"pgregory.net/rapid"

	"privet/engine/format"
	"privet/host/catalog/dataset"
)

// someMatrix has few rows, words among them, and random weights.
func someMatrix(t *rapid.T) *matrix {
	items := rapid.IntRange(2, 9).Draw(t, "items")
	d := &dataset.Dataset{Items: make([]dataset.Item, items)}
	for v := range int32(rapid.IntRange(1, 12).Draw(t, "visitors")) {
		for range rapid.IntRange(1, 6).Draw(t, "events") {
			d.Events = append(d.Events, dataset.Event{Visitor: v, Item: int32(rapid.IntRange(0, items-1).Draw(t, "item")), Kind: format.View})
		}
	}
	m := newMatrix(d, d.Events, [][]int32{{0, 1}}, 1)
	m.weigh(weighting{power: rapid.SampledFrom([]float64{0, 0.5, 1}).Draw(t, "power"), text: 0.5})
	return m
}

// naive is the Gram matrix by its definition.
func naive(m *matrix) *mat.SymDense {
	g := mat.NewSymDense(m.items, nil)
	for u, row := range m.rows {
		for _, i := range row {
			for _, j := range row {
				if i <= j {
					g.SetSym(int(i), int(j), g.At(int(i), int(j))+m.weight[u])
				}
			}
		}
	}
	return g
}

func TestGram_matchesItsDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := someMatrix(t)
		want := naive(m)
		whole, err := newGram(t.Context(), m)
		require.NoError(t, err)
		require.NotNil(t, whole.table)
		parts := &gram{matrix: m, weight: m.weight}
		for name, g := range map[string]*gram{"table": whole, "rows": parts} {
			r := g.reader()
			all := make([]link, m.items)
			for j := range m.items {
				all[j].from = int32(j)
				got := make([]float64, m.items)
				for _, tie := range r.row(j) {
					got[tie.item] = tie.gram
				}
				for i := range got {
					require.InDelta(t, want.At(i, j), got[i], 1e-6, "%s: row %d", name, j)
				}
			}
			square := r.square(all)
			for a := range m.items {
				for b := range a + 1 {
					require.InDelta(t, want.At(a, b), square[a*m.items+b], 1e-6, "%s: square", name)
				}
			}
		}
	})
}

// With every item in the support, the ridge of an item on the others is EASE.
func TestSolver_wholeSupportIsEASE(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := someMatrix(t)
		g, err := newGram(t.Context(), m)
		require.NoError(t, err)
		ties, err := g.supports(t.Context(), m.squares(m.weight), m.items, 0)
		require.NoError(t, err)
		s := &solver{gram: g, ridge: ridge{fixed: 0.7}, supports: ties, wanted: m.wanted(0)}
		lists := make([][]link, m.items)
		for j := range lists {
			for _, tie := range ties[j] {
				lists[j] = append(lists[j], link{from: tie.item})
			}
		}
		require.NoError(t, s.refit(t.Context(), lists))

		want := naive(m)
		for j := range m.items {
			want.SetSym(j, j, want.At(j, j)+0.7)
		}
		var cholesky mat.Cholesky
		var inverse mat.SymDense
		require.True(t, cholesky.Factorize(want))
		require.NoError(t, cholesky.InverseTo(&inverse))
		for j, list := range lists {
			for _, l := range list {
				// An item outside the support shares no row with j, and its weight need not be 0: compare whole supports alone.
				if len(list) == m.items-1 {
					require.InDelta(t, -inverse.At(int(l.from), j)/inverse.At(j, j), float64(l.weight), 1e-4)
				}
			}
		}
	})
}

func TestSpectrum_matchesDenseEigenvalues(t *testing.T) {
	random := rand.New(rand.NewPCG(4, 4))
	d := &dataset.Dataset{Items: make([]dataset.Item, 60)}
	for v := range int32(200) {
		for range 12 {
			d.Events = append(d.Events, dataset.Event{Visitor: v, Item: (v%4)*15 + random.Int32N(20)%15, Kind: format.View})
		}
	}
	m := newMatrix(d, d.Events, nil, 1)
	m.weigh(weighting{power: 0.5, text: 1})
	scale := make([]float64, m.items)
	dense := naive(m)
	for i := range scale {
		scale[i] = 1 / math.Sqrt(1+dense.At(i, i))
	}
	for i := range m.items {
		for j := i; j < m.items; j++ {
			dense.SetSym(i, j, dense.At(i, j)*scale[i]*scale[j])
		}
	}
	var eigen mat.EigenSym
	require.True(t, eigen.Factorize(dense, false))
	want := eigen.Values(nil)
	got, err := m.spectrum(context.Background(), 8, scale, 1)
	require.NoError(t, err)
	for k := range 8 {
		require.InDelta(t, want[m.items-1-k], got.values[k], 1e-3, "eigenvalue %d", k)
		var image mat.VecDense
		v := got.vectors.ColView(k)
		image.MulVec(dense, v)
		if k < 4 { // planted: the others lie close together, and their vectors mix
			require.InDelta(t, got.values[k], mat.Dot(&image, v), 1e-3, "vector %d", k)
		}
		require.InDelta(t, 1, mat.Norm(v, 2), 1e-9)
	}
}

func TestTransitions_byHand(t *testing.T) {
	// Two visitors go 0 → 1 → 2 in one visit; one of them goes 0 → 2 in another.
	events := []dataset.Event{
		{Visitor: 0, Visit: 0, Item: 0, Kind: format.View}, {Visitor: 0, Visit: 0, Item: 1, Kind: format.View}, {Visitor: 0, Visit: 0, Item: 2, Kind: format.View},
		{Visitor: 1, Visit: 1, Item: 0, Kind: format.View}, {Visitor: 1, Visit: 1, Item: 1, Kind: format.View}, {Visitor: 1, Visit: 1, Item: 2, Kind: format.View},
		{Visitor: 1, Visit: 2, Item: 0, Kind: format.View}, {Visitor: 1, Visit: 2, Item: 2, Kind: format.View},
	}
	learn := func(floor int) [][]link {
		s, err := sequences(context.Background(), 3, events, order{distance: 1}, floor)
		require.NoError(t, err)
		return s.weighed(&order{})
	}
	lists := learn(2)
	require.Empty(t, lists[0], "nothing leads to item 0")
	// Item 0 occurs three times before others: two steps to 1 at once, to 2 two at distance 2 and one at once.
	require.Equal(t, []link{{from: 0, weight: 2. / 3, saliency: 2. / 3}}, lists[1])
	require.Equal(t, []link{{from: 0, weight: 2. / 3, saliency: 2. / 3}, {from: 1, weight: 1, saliency: 1}}, lists[2])

	lists = learn(3)
	require.Empty(t, append(append(lists[0], lists[1]...), lists[2]...), "no three visitors went one way")
}

func TestSteps_areARatherEvenLadder(t *testing.T) {
	for v := 4.0; v <= 127; v += 0.25 {
		s := float64(step(v))
		require.LessOrEqual(t, math.Abs(math.Log(s/v)), 0.28, "%g becomes %g", v, s)
	}
	require.Equal(t, int8(127), step(127))
	require.Equal(t, steps[0], step(0.001), "what is kept is not nothing")
}

func TestSparse_keepsEveryLink(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const items = 8
		lists, total := make([][]link, items), 0
		for j := range lists {
			for i := range int32(items) {
				if int(i) != j && rapid.Bool().Draw(t, "link") {
					lists[j] = append(lists[j], link{from: i, weight: float32(rapid.Float64Range(0.05, 1).Draw(t, "weight"))})
					total++
				}
			}
		}
		m := sparse(lists, items, unit)
		require.Len(t, m.Target, total)
		for j, list := range lists {
			for _, l := range list {
				found := false
				for k := m.Start[l.from]; k < m.Start[l.from+1]; k++ {
					if int(m.Target[k]) == j {
						found = true
						// What the engine adds at full weight, in units of affinity.
						got := float64(int8(m.Weight[k])) * float64(m.Scale) / 2 / unit
						require.InEpsilon(t, float64(l.weight), got, 0.32)
					}
				}
				require.True(t, found)
			}
		}
	})
}

func TestKeepBack_asksForNothingThatIsKnown(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := &dataset.Dataset{Items: make([]dataset.Item, 12)}
		timed := rapid.Bool().Draw(t, "timed")
		visit := int32(0)
		for v := range int32(rapid.IntRange(1, 40).Draw(t, "visitors")) {
			at := int64(0)
			for range rapid.IntRange(1, 4).Draw(t, "visits") {
				if timed {
					at += int64(rapid.IntRange(2000, 9000).Draw(t, "pause"))
				}
				for range rapid.IntRange(1, 6).Draw(t, "events") {
					d.Events = append(d.Events, dataset.Event{Visitor: v, Visit: visit, At: at, Item: int32(rapid.IntRange(0, 11).Draw(t, "item")), Kind: format.View})
				}
				visit++
			}
		}
		d.Visitors = int(d.Events[len(d.Events)-1].Visitor) + 1
		s := keepBack(d, 1)
		learned := map[int32]bool{}
		for _, e := range s.events {
			learned[e.Visit] = true
		}
		for _, v := range s.visits {
			require.False(t, learned[v[0].Visit], "a visit is learned from and asked for")
			require.True(t, timed)
		}
		for _, a := range s.answers {
			require.NotEmpty(t, a.wanted)
			for _, e := range a.history {
				require.NotContains(t, a.wanted, uint32(e.Item))
				require.LessOrEqual(t, e.At, a.now)
			}
		}
	})
}
