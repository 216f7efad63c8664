package eval

import (
	"context"
	"errors"

	"gonum.org/v1/gonum/mat"

	"privet/host/catalog/dataset"
)

// easeRidge is the ridge of the dense model, as a share of the mean of the Gram
// matrix's diagonal: a scale that suits small and large data alike.
const easeRidge = 4

// fitEASE is the dense model that a server would run: Steck, "Embarrassingly
// shallow autoencoders for sparse data", WWW 2019. Its cost grows with the
// third power of items.
func fitEASE(ctx context.Context, d *dataset.Dataset) (scorer, error) {
	n := len(d.Items)
	gram := mat.NewSymDense(n, nil)
	trace := 0.0
	for _, row := range touches(d) {
		for a, i := range row {
			for _, j := range row[a:] {
				gram.SetSym(int(i), int(j), gram.At(int(i), int(j))+1)
			}
		}
		trace += float64(len(row))
	}
	for i := range n {
		gram.SetSym(i, i, gram.At(i, i)+easeRidge*trace/float64(n)+1)
	}
	var cholesky mat.Cholesky
	if !cholesky.Factorize(gram) {
		return nil, errors.New("the Gram matrix cannot be inverted")
	}
	var inverse mat.SymDense
	if err := cholesky.InverseTo(&inverse); err != nil && !errors.As(err, new(mat.Condition)) {
		return nil, err
	}
	diagonal := make([]float64, n)
	for j := range diagonal {
		diagonal[j] = inverse.At(j, j)
	}
	return func(met []uint32) []float64 {
		scores := make([]float64, n)
		for _, i := range met {
			for j := range scores {
				if j != int(i) {
					scores[j] -= inverse.At(int(i), j) / diagonal[j]
				}
			}
		}
		return scores
	}, ctx.Err()
}
