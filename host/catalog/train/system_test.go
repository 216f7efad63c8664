package train

import (
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
	"pgregory.net/rapid"
)

func TestSystem_matchesGonum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var s system
		for range 2 { // its memory serves again
			n := rapid.IntRange(1, 12).Draw(t, "n")
			root := mat.NewDense(n, n, nil)
			for a := range n {
				for b := range n {
					root.Set(a, b, rapid.Float64Range(-1, 1).Draw(t, "v"))
				}
			}
			var square mat.Dense
			square.Mul(root, root.T())
			right := rapid.SliceOfN(rapid.Float64Range(-1, 1), n, n).Draw(t, "right")
			s.resize(n)
			for a := range n {
				for b := range a + 1 {
					v := square.At(a, b)
					if a == b {
						v += 0.5
						square.Set(a, a, v)
					}
					s.set(a, b, v)
				}
			}
			got, err := s.solve(right)
			require.NoError(t, err)
			var back mat.VecDense
			back.MulVec(&square, mat.NewVecDense(n, got))
			for a := range n {
				require.InDelta(t, right[a], back.AtVec(a), 1e-9)
			}
		}
	})
	var s system
	s.resize(2)
	s.set(0, 0, 1)
	s.set(1, 0, 2)
	s.set(1, 1, 1)
	_, err := s.solve([]float64{1, 1})
	require.ErrorIs(t, err, errSingular)
}
