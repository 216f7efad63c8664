package train

import (
	"context"
	"slices"
)

// maxTable is how many items may have their whole Gram matrix in memory, four
// bytes an entry. Beyond it every part is computed from the rows when needed:
// slower on dense data, but linear in events.
const maxTable = 6000

// A gram is the Gram matrix X'WX of a weighted matrix, as whole table or not.
type gram struct {
	matrix *matrix
	weight []float64 // of the matrix's rows
	table  []float32 // items × items, or nil
	shared []uint8   // items × items, visitors who share a pair, at most 255; beside table
}

// newGram prepares the Gram matrix under the matrix's present weights.
func newGram(ctx context.Context, m *matrix) (*gram, error) {
	g := &gram{matrix: m, weight: slices.Clone(m.weight)}
	if m.items > maxTable {
		return g, nil
	}
	table, shared := make([]float32, m.items*m.items), make([]uint8, m.items*m.items)
	readers := make([]*gramReader, workers())
	err := each(ctx, m.items, func(worker, j int) {
		if readers[worker] == nil {
			readers[worker] = g.reader()
		}
		for _, t := range readers[worker].row(j) {
			table[j*m.items+int(t.item)] = float32(t.gram)
			shared[j*m.items+int(t.item)] = uint8(min(t.shared, 255))
		}
	})
	g.table, g.shared = table, shared
	return g, err
}

// A tie is what connects two items: their entry of the Gram matrix.
type tie struct {
	item   int32
	shared int32 // visitors who have both
	gram   float64
	cosine float64 // filled in by supports
}

// A gramReader computes parts of a Gram matrix. It serves one goroutine, and
// each result lives until the next call.
type gramReader struct {
	*gram
	sums    []tie // by item
	touched []tie
	last    []int32 // by row: the newest of its marks, or -1
	marks   []mark
	values  []float64
	system  system // the equations of one item, for whoever reads
}

// A mark says that a row has the item at this place, and which mark of the row was before.
type mark struct{ before, place int32 }

func (g *gram) reader() *gramReader {
	r := &gramReader{gram: g}
	if g.table == nil {
		r.sums = make([]tie, g.matrix.items)
		r.last = make([]int32, len(g.matrix.rows))
		for u := range r.last {
			r.last[u] = -1
		}
	}
	return r
}

// row returns the ties of item j, itself among them, in no order of meaning.
func (r *gramReader) row(j int) []tie {
	r.touched = r.touched[:0]
	m := r.matrix
	if r.table != nil {
		for i, v := range r.table[j*m.items : (j+1)*m.items] {
			if v > 0 {
				r.touched = append(r.touched, tie{item: int32(i), shared: int32(r.shared[j*m.items+i]), gram: float64(v)})
			}
		}
		return r.touched
	}
	for _, u := range m.columns[j] {
		w, visitor := r.weight[u], int32(0)
		if w == 0 {
			continue
		}
		if int(u) < m.visitors {
			visitor = 1
		}
		for _, i := range m.rows[u] {
			s := &r.sums[i]
			if s.item == 0 {
				s.item = i + 1 // marks it as touched
				r.touched = append(r.touched, tie{item: i})
			}
			s.gram += w
			s.shared += visitor
		}
	}
	for k := range r.touched {
		t := &r.touched[k]
		s := &r.sums[t.item]
		t.gram, t.shared = s.gram, s.shared
		*s = tie{}
	}
	return r.touched
}

// square returns the Gram matrix of some items, row by row, its lower triangle alone.
func (r *gramReader) square(items []link) []float64 {
	n := len(items)
	r.values = append(r.values[:0], make([]float64, n*n)...)
	m := r.matrix
	if r.table != nil {
		for a := range n {
			line := r.table[int(items[a].from)*m.items : (int(items[a].from)+1)*m.items]
			for b := range a + 1 {
				r.values[a*n+b] = float64(line[items[b].from])
			}
		}
		return r.values
	}
	r.marks = r.marks[:0]
	for a := range n {
		line := r.values[a*n : a*n+a+1]
		for _, u := range m.columns[items[a].from] {
			w := r.weight[u]
			r.marks = append(r.marks, mark{r.last[u], int32(a)})
			at := int32(len(r.marks) - 1)
			r.last[u] = at
			for ; at >= 0; at = r.marks[at].before {
				line[r.marks[at].place] += w
			}
		}
	}
	for a := range n {
		for _, u := range m.columns[items[a].from] {
			r.last[u] = -1
		}
	}
	return r.values
}
