package train

import (
	"errors"
	"math"
)

var errSingular = errors.New("the equations have no solution: the ridge is too small")

// A system is a set of linear equations, symmetric and positive definite, of few
// unknowns. Its memory serves one after another: tens of thousands of small
// systems are solved for each recipe.
type system struct {
	n      int
	values []float64 // lower triangle, row by row
	right  []float64
}

// resize makes room for n unknowns. All entries of the lower triangle must be
// set then.
func (s *system) resize(n int) {
	if s.n = n; cap(s.values) < n*n {
		s.values, s.right = make([]float64, n*n), make([]float64, n)
	}
}

// set sets the entry of row a and column b, b at most a.
func (s *system) set(a, b int, v float64) { s.values[a*s.n+b] = v }

// solve returns the solution for a right side, until the next call. The
// system is spent: it is left as its Cholesky factor.
func (s *system) solve(right []float64) ([]float64, error) {
	n, x := s.n, s.right[:s.n]
	for a := range n {
		row := s.values[a*n : a*n+a+1]
		for b := range a {
			other := s.values[b*n : b*n+b+1]
			row[b] = (row[b] - inner(row[:b], other[:b])) / other[b]
		}
		d := row[a] - inner(row[:a], row[:a])
		if !(d > 0) {
			return nil, errSingular
		}
		row[a] = math.Sqrt(d)
		x[a] = (right[a] - inner(row[:a], x[:a])) / row[a]
	}
	for a := n - 1; a >= 0; a-- {
		row := s.values[a*n : a*n+a+1]
		x[a] /= row[a]
		for b, v := range row[:a] {
			x[b] -= float64(v * x[a])
		}
	}
	return x, nil
}

// inner returns the product of two vectors of one length. Four sums at a time
// keep the processor busy; their order is fixed.
func inner(a, b []float64) float64 {
	var s, t, u, v float64
	b = b[:len(a)]
	for len(a) >= 4 && len(b) >= 4 {
		s += float64(a[0] * b[0])
		t += float64(a[1] * b[1])
		u += float64(a[2] * b[2])
		v += float64(a[3] * b[3])
		a, b = a[4:], b[4:]
	}
	for i := range a {
		s += float64(a[i] * b[i])
	}
	return (s + t) + (u + v)
}
