package eval

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"

	"privet/host/catalog/dataset"
)

// The closed form is, for each item, a ridge regression on all others.
func TestEASE_isARegressionAnItem(t *testing.T) {
	const visitors, items, ridge = 40, 6, 3
	random := rand.New(rand.NewPCG(1, 7))
	x := mat.NewDense(visitors, items, nil)
	d := &dataset.Dataset{Items: make([]dataset.Item, items), Visitors: visitors}
	for u := range visitors {
		for i := range items {
			if random.IntN(3) == 0 {
				x.Set(u, i, 1)
				d.Events = append(d.Events, dataset.Event{Visitor: int32(u), Item: int32(i)})
			}
		}
	}
	w, err := ease(t.Context(), d, ridge)
	require.NoError(t, err)
	for j := range items {
		others := mat.NewDense(visitors, items-1, nil)
		var numbers []int
		for i := range items {
			if i != j {
				others.SetCol(len(numbers), mat.Col(nil, i, x))
				numbers = append(numbers, i)
			}
		}
		var gram mat.Dense
		gram.Mul(others.T(), others)
		for i := range numbers {
			gram.Set(i, i, gram.At(i, i)+ridge)
		}
		var right, want mat.VecDense
		right.MulVec(others.T(), x.ColView(j))
		require.NoError(t, want.SolveVec(&gram, &right))
		for k, i := range numbers {
			require.InDelta(t, want.AtVec(k), w([]uint32{uint32(i)}, []float64{1})[j], 1e-9)
		}
		require.Zero(t, w([]uint32{uint32(j)}, []float64{1})[j], "an item is no evidence for itself")
	}
}
