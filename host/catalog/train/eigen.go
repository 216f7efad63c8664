package train

import (
	"context"
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// A spectrum is the largest eigenvalues of a scaled Gram matrix and their
// vectors: vectors has a row for each item and a column for each value.
type spectrum struct {
	values  []float64
	vectors *mat.Dense
}

// passes is how often the subspace is multiplied by the matrix. Four suffice
// for the slowly falling spectra of co-occurrence (Halko, Martinsson and Tropp,
// "Finding structure with randomness", SIAM Review 2011, section 4.5).
const passes = 4

// spectrum computes the rank largest eigenpairs of S G S, where S is diagonal
// with the given scale, by randomized subspace iteration. The Gram matrix is
// never formed: the work is linear in events.
func (m *matrix) spectrum(ctx context.Context, rank int, scale []float64, seed uint64) (*spectrum, error) {
	width := min(rank+24, m.items)
	random := rand.New(rand.NewPCG(seed, 2))
	q := mat.NewDense(m.items, width, nil)
	for i := range m.items {
		for k := range width {
			q.Set(i, k, random.NormFloat64())
		}
	}
	for pass := range passes {
		y, err := m.multiply(ctx, q, scale)
		if err != nil {
			return nil, err
		}
		if q, err = orthonormal(ctx, y, pass == passes-1); err != nil {
			return nil, err
		}
	}
	y, err := m.multiply(ctx, q, scale)
	if err != nil {
		return nil, err
	}
	var small mat.Dense
	small.Mul(q.T(), y)
	symmetric := mat.NewSymDense(width, nil)
	for a := range width {
		for b := a; b < width; b++ {
			symmetric.SetSym(a, b, (small.At(a, b)+small.At(b, a))/2)
		}
	}
	var eigen mat.EigenSym
	if !eigen.Factorize(symmetric, true) {
		return nil, errSingular
	}
	var turn, all mat.Dense
	eigen.VectorsTo(&turn)
	all.Mul(q, &turn)
	s := &spectrum{vectors: mat.NewDense(m.items, min(rank, width), nil)}
	for k := range min(rank, width) { // eigenvalues come rising
		from := width - 1 - k
		s.values = append(s.values, math.Max(0, eigen.Values(nil)[from]))
		for i := range m.items {
			s.vectors.Set(i, k, all.At(i, from))
		}
	}
	return s, nil
}

// orthonormal returns an orthonormal basis of the columns, or one that is nearly
// so, which will do between passes: Cholesky QR, a matter of matrix products; done
// twice it is as exact as Householder's.
func orthonormal(ctx context.Context, y *mat.Dense, exact bool) (*mat.Dense, error) {
	for range 2 {
		gram, err := ownProducts(ctx, y)
		if err != nil {
			return nil, err
		}
		rows, width := y.Dims()
		trace := mat.Trace(gram)
		for k := range width {
			gram.SetSym(k, k, gram.At(k, k)+1e-14*trace)
		}
		var cholesky mat.Cholesky
		if !cholesky.Factorize(gram) {
			var qr mat.QR
			var q mat.Dense
			qr.Factorize(y)
			qr.QTo(&q)
			return mat.DenseCopyOf(q.Slice(0, rows, 0, width)), nil
		}
		var upper, inverse mat.TriDense
		cholesky.UTo(&upper)
		if err := inverse.InverseTri(&upper); err != nil {
			continue
		}
		next := mat.NewDense(rows, width, nil)
		next.Mul(y, &inverse)
		if y = next; !exact {
			break
		}
	}
	return y, nil
}

// ownProducts returns y'y, summed by blocks of rows, whoever computes which.
func ownProducts(ctx context.Context, y *mat.Dense) (*mat.SymDense, error) {
	const block = 1024
	rows, width := y.Dims()
	parts := make([]*mat.SymDense, (rows+block-1)/block)
	err := each(ctx, len(parts), func(_, k int) {
		parts[k] = mat.NewSymDense(width, nil)
		parts[k].SymOuterK(1, y.Slice(k*block, min((k+1)*block, rows), 0, width).T())
	})
	sum := mat.NewSymDense(width, nil)
	for _, part := range parts {
		sum.AddSym(sum, part)
	}
	return sum, err
}

// stripe is how many rows are multiplied at once: it bounds memory.
const stripe = 1 << 15

// multiply returns S X'WX S q.
func (m *matrix) multiply(ctx context.Context, q *mat.Dense, scale []float64) (*mat.Dense, error) {
	_, width := q.Dims()
	out, scaled := mat.NewDense(m.items, width, nil), mat.NewDense(m.items, width, nil)
	for i, s := range scale {
		line := scaled.RawRowView(i)
		for k, v := range q.RawRowView(i) {
			line[k] = s * v
		}
	}
	at := make([]int, m.items) // how far each column is done
	sums := make([]float64, min(stripe, len(m.rows))*width)
	for first := 0; first < len(m.rows); first += stripe {
		rows := m.rows[first:min(first+stripe, len(m.rows))]
		err := each(ctx, len(rows), func(_, u int) {
			sum := sums[u*width : (u+1)*width]
			clear(sum)
			for _, i := range rows[u] {
				floats.Add(sum, scaled.RawRowView(int(i)))
			}
			for k := range sum {
				sum[k] *= m.weight[first+u]
			}
		})
		if err != nil {
			return nil, err
		}
		err = each(ctx, m.items, func(_, i int) {
			line := out.RawRowView(i)
			for ; at[i] < len(m.columns[i]) && int(m.columns[i][at[i]]) < first+len(rows); at[i]++ {
				u := int(m.columns[i][at[i]]) - first
				floats.Add(line, sums[u*width:(u+1)*width])
			}
		})
		if err != nil {
			return nil, err
		}
	}
	for i, s := range scale {
		for k := range width {
			out.Set(i, k, s*out.At(i, k))
		}
	}
	return out, nil
}
