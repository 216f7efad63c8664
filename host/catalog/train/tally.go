package train

// A tally counts the distinct visitors of each pair of a context and something,
// an item or any item of an attribute, and what to expect of a pair: as much as
// under all contexts of its column.
type tally struct {
	column []int
	pairs  map[[2]int32]crowd // of a context and something
	whole  map[[2]int32]int   // of a column and something
	size   []int              // of each context, over everything
	all    []int              // of each column
}

// A crowd is a number of visitors, and the last of them.
type crowd struct{ size, last int32 }

func newTally(column []int) *tally {
	return &tally{column, map[[2]int32]crowd{}, map[[2]int32]int{}, make([]int, len(column)), make([]int, mostColumns)}
}

// add says that a visitor met something under a context. Visitors come one after
// another.
func (t *tally) add(context, what, visitor int32) {
	pair := [2]int32{context, what}
	seen := t.pairs[pair]
	if seen.size > 0 && seen.last == visitor {
		return
	}
	t.pairs[pair] = crowd{seen.size + 1, visitor}
	c := t.column[context]
	t.whole[[2]int32{int32(c), what}]++
	t.size[context]++
	t.all[c]++
}

// under returns how many visitors met something under a context, and how many
// would have if the context made no difference.
func (t *tally) under(context, what int32) (seen int, expected float64) {
	c := t.column[context]
	share := float64(t.size[context]) / float64(max(1, t.all[c]))
	return int(t.pairs[[2]int32{context, what}].size), share * float64(t.whole[[2]int32{int32(c), what}])
}
