package train

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
	"pgregory.net/rapid"

	"privet/engine/format"
	"privet/host/catalog/dataset"
)

// The equations over pairs of items, written down in full and solved densely.
func TestWordWeights_matchTheFullRegression(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const items, words = 9, 5
		d := &dataset.Dataset{Items: make([]dataset.Item, items)}
		for v := range int32(15) {
			for range 4 {
				d.Events = append(d.Events, dataset.Event{Visitor: v, Item: rapid.Int32Range(0, items-1).Draw(t, "item"), Kind: format.View})
			}
		}
		lists := make([][]int32, words)
		for w := range lists {
			lists[w] = []int32{int32(w), int32(w + 1)}
			for i := int32(w + 2); i < items; i++ {
				if rapid.Bool().Draw(t, "has") {
					lists[w] = append(lists[w], i)
				}
			}
		}
		m := newMatrix(d, d.Events, lists, 2)
		m.weigh(weighting{power: 0.5, text: rapid.SampledFrom([]float64{0, 1}).Draw(t, "text")})
		g, err := newGram(t.Context(), m)
		require.NoError(t, err)
		got, err := m.wordWeights(t.Context(), g)
		require.NoError(t, err)

		has := func(w, i int) float64 {
			for _, x := range lists[w] {
				if int(x) == i {
					return 1
				}
			}
			return 0
		}
		met := func(i, j int) float64 { // what visitors alone say
			sum := 0.0
			for u, row := range m.rows[:m.visitors] {
				both := 0
				for _, x := range row {
					if int(x) == i || int(x) == j {
						both++
					}
				}
				if both == 2 || i == j && both == 1 {
					sum += m.weight[u]
				}
			}
			return sum
		}
		cosine := func(i, j int) float64 { return met(i, j) / math.Sqrt(met(i, i)*met(j, j)) }
		system, right := mat.NewSymDense(words, nil), mat.NewVecDense(words, nil)
		for i := range items {
			for j := range i {
				if m.cold[i] || m.cold[j] {
					continue
				}
				z := mat.NewVecDense(words, nil)
				for w := range words {
					z.SetVec(w, has(w, i)*has(w, j))
				}
				system.SymRankOne(system, 1, z)
				right.AddScaledVec(right, cosine(i, j), z)
			}
		}
		prior := mat.NewVecDense(words, m.rarity())
		var known mat.VecDense
		known.MulVec(system, prior)
		scale := mat.Dot(prior, right) / mat.Dot(prior, &known)
		if !(scale > 0) || math.IsInf(scale, 0) {
			require.Equal(t, m.rarity(), got)
			return
		}
		prior.ScaleVec(scale, prior)
		known.ScaleVec(scale, &known)
		right.SubVec(right, &known)
		for w := range words {
			system.SetSym(w, w, system.At(w, w)+wordDoubt)
		}
		var cholesky mat.Cholesky
		var change mat.VecDense
		require.True(t, cholesky.Factorize(system))
		require.NoError(t, cholesky.SolveVecTo(&change, right))
		for w := range words {
			require.InDelta(t, max(0, prior.AtVec(w)+change.AtVec(w)), got[w], 1e-5)
		}
	})
}

// Of two words equally rare, the one whose items people meet together weighs more.
func TestWordWeights_learnWhichWordsTell(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	const items = 40
	d := &dataset.Dataset{Items: make([]dataset.Item, items)}
	lists := make([][]int32, 8) // four words of taste, four of nothing
	for i := range int32(items) {
		lists[i%4] = append(lists[i%4], i)
		lists[4+i/10] = append(lists[4+i/10], i)
	}
	for v := range int32(400) {
		taste := random.Int32N(4)
		for range 5 {
			d.Events = append(d.Events, dataset.Event{Visitor: v, Item: 4*random.Int32N(items/4) + taste, Kind: format.View})
		}
	}
	m := newMatrix(d, d.Events, lists, 5)
	m.weigh(weighting{power: 0.5})
	g, err := newGram(t.Context(), m)
	require.NoError(t, err)
	weights, err := m.wordWeights(t.Context(), g)
	require.NoError(t, err)
	for w := range 4 {
		require.Greater(t, weights[w], 3*weights[4+w])
	}
}
