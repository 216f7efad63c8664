package train

import (
	"math"
	"slices"

	"privet/engine/format"
	"privet/host/catalog/dataset"
)

// A matrix says who touched which items. Its rows are visitors and, after them,
// words: a word counts as a visitor who touched every item that has it (the
// side information of Jeunen, Van Balen and Goethals, "Closed-form models for
// collaborative filtering with side-information", RecSys 2020). So an item
// without a single visitor still has neighbours, from the same equations.
type matrix struct {
	items    int
	visitors int       // rows below this are visitors, the others words
	phrases  int       // how many of the last rows serve resemblance alone, and count nothing else
	rows     [][]int32 // items of a row, rising
	columns  [][]int32 // rows of an item, rising
	last     []int64   // when a visitor's last event was
	weight   []float64 // what a row counts
	audience []int32   // visitors of an item, before the floor
	cold     []bool    // items below the floor: no visitor's row has them
}

// newMatrix gathers the distinct items of each visitor, dismissed ones left
// out. Items that fewer than floor visitors touched are cold: what those few
// did is not used at all. Rows longer than maxRow are thinned to every k-th item,
// so that the work, which grows with their squares, stays linear in events.
func newMatrix(d *dataset.Dataset, events []dataset.Event, words [][]int32, floor int) *matrix {
	m := &matrix{items: len(d.Items), audience: make([]int32, len(d.Items)), cold: make([]bool, len(d.Items))}
	flat := make([]int32, 0, len(events))
	var ends []int
	var last []int64
	for from := 0; from < len(events); {
		to, start := from, len(flat)
		for ; to < len(events) && events[to].Visitor == events[from].Visitor; to++ {
			if events[to].Kind != format.Dismiss {
				flat = append(flat, events[to].Item)
			}
		}
		row := flat[start:]
		slices.Sort(row)
		row = slices.Compact(row)
		for _, i := range row {
			m.audience[i]++
		}
		flat = flat[:start+len(row)]
		ends, last = append(ends, len(flat)), append(last, events[to-1].At)
		from = to
	}
	for i, n := range m.audience {
		m.cold[i] = int(n) < floor
	}
	start := 0
	for u, end := range ends {
		row := slices.DeleteFunc(flat[start:end:end], func(i int32) bool { return m.cold[i] })
		start = end
		if len(row) > 0 {
			m.rows, m.last = append(m.rows, thinned(row)), append(m.last, last[u])
		}
	}
	m.visitors = len(m.rows)
	for _, w := range words {
		if len(w) > 1 {
			m.rows = append(m.rows, w)
		}
	}
	m.weight = make([]float64, len(m.rows))
	m.transpose()
	return m
}

// maxRow bounds how many items of one visitor are used.
const maxRow = 1000

func thinned(row []int32) []int32 {
	if len(row) <= maxRow {
		return row
	}
	kept := make([]int32, maxRow)
	for k := range kept {
		kept[k] = row[k*len(row)/maxRow]
	}
	return kept
}

func (m *matrix) transpose() {
	sizes := make([]int, m.items)
	total := 0
	for _, row := range m.rows {
		total += len(row)
		for _, i := range row {
			sizes[i]++
		}
	}
	flat := make([]int32, total)
	m.columns = make([][]int32, m.items)
	for i, n := range sizes {
		m.columns[i], flat = flat[:0:n], flat[n:]
	}
	for u, row := range m.rows {
		for _, i := range row {
			m.columns[i] = append(m.columns[i], int32(u))
		}
	}
}

// A weighting says what rows count.
type weighting struct {
	power    float64 // a row of n items counts n^-power
	text     float64 // what a word counts against a visitor
	halfLife int64   // seconds until a visitor counts half; 0 = never
}

// weigh sets what rows count. It returns the mean weight of a visitor's touch,
// the unit of ridges.
func (m *matrix) weigh(by weighting) float64 {
	newest := int64(0)
	for _, at := range m.last {
		newest = max(newest, at)
	}
	age := ages(newest, by.halfLife)
	aged, text := 0.0, by.text
	for _, at := range m.last {
		aged += age(at)
	}
	if len(m.last) > 0 {
		text *= aged / float64(len(m.last)) // a word ages as visitors do on average
	}
	sum, touches := 0.0, 0
	for u, row := range m.rows {
		w := math.Pow(float64(len(row)), -by.power)
		if u < m.visitors {
			w *= age(m.last[u])
			sum += float64(w * float64(len(row)))
			touches += len(row)
		} else if w *= text; u >= len(m.rows)-m.phrases {
			w = 0
		}
		m.weight[u] = w
	}
	if touches == 0 {
		return 1
	}
	return sum / float64(touches)
}

// wanted returns what a visitor's touch of each item counts for it: popular ones
// are held back by the power of their audience.
func (m *matrix) wanted(power float64) []float64 {
	out, typical := make([]float64, m.items), 0.0
	for _, n := range m.audience {
		typical += float64(n) / float64(m.items)
	}
	for j, n := range m.audience {
		out[j] = 1
		if !m.cold[j] {
			out[j] = math.Pow((float64(n)+1)/(typical+1), -power)
		}
	}
	return out
}

// squares returns the diagonal of the Gram matrix: what an item's rows count together.
func (m *matrix) squares(weight []float64) []float64 {
	out := make([]float64, m.items)
	for i, column := range m.columns {
		for _, u := range column {
			out[i] += weight[u]
		}
	}
	return out
}
