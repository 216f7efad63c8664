package train

// subgram computes small square parts of the Gram matrix straight from the
// rows, so that the whole matrix, which grows with the square of the items, is
// never held.
type subgram struct {
	matrix *matrix
	last   []int32 // by row: the newest of its marks, or -1
	marks  []mark
	values []float64
}

// A mark says that a row has the item at this place, and which mark of the row was before.
type mark struct {
	before int32
	place  int32
}

func newSubgram(m *matrix) *subgram {
	g := &subgram{matrix: m, last: make([]int32, len(m.rows))}
	for u := range g.last {
		g.last[u] = -1
	}
	return g
}

// of returns the Gram matrix of n items, row by row, its lower triangle alone.
// The result lives until the next call.
func (g *subgram) of(n int, item func(place int) int32) []float64 {
	g.values = append(g.values[:0], make([]float64, n*n)...)
	g.marks = g.marks[:0]
	m := g.matrix
	for a := range n {
		line := g.values[a*n : a*n+a+1]
		for _, u := range m.columns[item(a)] {
			w := m.weight[u]
			g.marks = append(g.marks, mark{g.last[u], int32(a)})
			at := int32(len(g.marks) - 1)
			g.last[u] = at
			for ; at >= 0; at = g.marks[at].before {
				line[g.marks[at].place] += w
			}
		}
	}
	for a := range n {
		for _, u := range m.columns[item(a)] {
			g.last[u] = -1
		}
	}
	return g.values
}
