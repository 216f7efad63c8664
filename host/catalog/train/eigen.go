package train

import (
	"context"
	"math"
	"math/rand/v2"

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
	for range passes {
		y, err := m.multiply(ctx, q, scale)
		if err != nil {
			return nil, err
		}
		q = orthonormal(y)
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

// orthonormal returns an orthonormal basis of the columns: Cholesky QR, twice,
// which is as exact as Householder's and a matter of matrix products.
func orthonormal(y *mat.Dense) *mat.Dense {
	for range 2 {
		rows, width := y.Dims()
		var gram mat.SymDense
		gram.SymOuterK(1, y.T())
		trace := mat.Trace(&gram)
		for k := range width {
			gram.SetSym(k, k, gram.At(k, k)+1e-14*trace)
		}
		var cholesky mat.Cholesky
		if !cholesky.Factorize(&gram) {
			var qr mat.QR
			var q mat.Dense
			qr.Factorize(y)
			qr.QTo(&q)
			return mat.DenseCopyOf(q.Slice(0, rows, 0, width))
		}
		var upper, inverse mat.TriDense
		cholesky.UTo(&upper)
		if err := inverse.InverseTri(&upper); err != nil {
			continue
		}
		next := mat.NewDense(rows, width, nil)
		next.Mul(y, &inverse)
		y = next
	}
	return y
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
				add(sum, scaled.RawRowView(int(i)))
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
				add(line, sums[u*width:(u+1)*width])
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

// add adds a vector to another of the same length: most of what a spectrum
// takes, so eight at a time.
func add(to, v []float64) {
	v = v[:len(to)]
	for len(to) >= 8 && len(v) >= 8 {
		a, b := (*[8]float64)(to), (*[8]float64)(v)
		a[0] += b[0]
		a[1] += b[1]
		a[2] += b[2]
		a[3] += b[3]
		a[4] += b[4]
		a[5] += b[5]
		a[6] += b[6]
		a[7] += b[7]
		to, v = to[8:], v[8:]
	}
	for k := range to {
		to[k] += v[k]
	}
}
