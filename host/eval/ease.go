package eval

import (
	"context"
	"errors"

	"gonum.org/v1/gonum/mat"

	"privet/host/catalog/dataset"
)

// ridges are what the dense model's ridge is chosen from, in visitors. It is
// chosen on the most popular items alone, where a try costs a second.
var ridges = []float64{3, 10, 30, 100, 300, 1000}

const ridgeItems = 800

// fitEASE is the dense model that a server would run: Steck, "Embarrassingly
// shallow autoencoders for sparse data", WWW 2019. Its cost grows with the
// third power of items.
func fitEASE(ctx context.Context, d *dataset.Dataset, k *keptBack) (fitted, error) {
	head := k.head(min(ridgeItems, len(d.Items)))
	ridge, step, ndcg := 0.0, 1.0, -1.0
	for _, r := range ridges {
		w, err := ease(ctx, head.rest, r)
		if err != nil {
			return fitted{}, err
		}
		if s, got := head.decay(w); got > ndcg {
			ridge, step, ndcg = r, s, got
		}
	}
	w, err := ease(ctx, d, ridge)
	return fitted{w.decayed(step), 4 * float64(len(d.Items))}, err
}

func ease(ctx context.Context, d *dataset.Dataset, ridge float64) (weighted, error) {
	n := len(d.Items)
	gram := mat.NewSymDense(n, nil)
	for _, row := range touches(d) {
		for a, i := range row {
			for _, j := range row[a:] {
				gram.SetSym(int(i), int(j), gram.At(int(i), int(j))+1)
			}
		}
	}
	for i := range n {
		gram.SetSym(i, i, gram.At(i, i)+ridge)
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	var cholesky mat.Cholesky
	if !cholesky.Factorize(gram) {
		return nil, errors.New("the Gram matrix cannot be inverted")
	}
	inverse := mat.NewSymDense(n, nil)
	if err := cholesky.InverseTo(inverse); err != nil && !errors.As(err, new(mat.Condition)) {
		return nil, err
	}
	diagonal := make([]float64, n)
	for j := range diagonal {
		diagonal[j] = inverse.At(j, j)
	}
	return func(met []uint32, weights []float64) []float64 {
		scores := make([]float64, n)
		for k, i := range met {
			for j := range scores {
				if j != int(i) {
					scores[j] -= weights[k] * inverse.At(int(i), j) / diagonal[j]
				}
			}
		}
		return scores
	}, ctx.Err()
}
