package train

import (
	"cmp"
	"slices"
)

// A meeting says that a visitor met something under a context: an item, or any
// item of an attribute.
type meeting struct{ context, what, visitor int32 }

// A tally counts the distinct visitors of each pair of a context and something,
// and what to expect of a pair: as much as under all contexts of its column.
type tally struct {
	column []int
	pairs  map[[2]int32]int // of a context and something
	whole  map[[2]int32]int // of a column and something
	size   []int            // of each context, over everything
	all    []int            // of each column
}

func newTally(meetings []meeting, column []int) *tally {
	slices.SortFunc(meetings, func(a, b meeting) int {
		return cmp.Or(cmp.Compare(a.context, b.context), cmp.Compare(a.what, b.what), cmp.Compare(a.visitor, b.visitor))
	})
	t := &tally{column, map[[2]int32]int{}, map[[2]int32]int{}, make([]int, len(column)), make([]int, mostColumns)}
	for _, m := range slices.Compact(meetings) {
		c := column[m.context]
		t.pairs[[2]int32{m.context, m.what}]++
		t.whole[[2]int32{int32(c), m.what}]++
		t.size[m.context]++
		t.all[c]++
	}
	return t
}

// under returns how many visitors met something under a context, and how many
// would have if the context made no difference.
func (t *tally) under(context, what int32) (seen int, expected float64) {
	c := t.column[context]
	share := float64(t.size[context]) / float64(max(1, t.all[c]))
	return t.pairs[[2]int32{context, what}], share * float64(t.whole[[2]int32{int32(c), what}])
}
