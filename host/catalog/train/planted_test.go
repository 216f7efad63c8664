package train

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"privet/engine/format"
	"privet/host/catalog/dataset"
)

// planted is a shop of a few groups of items: a visitor likes one group, and
// meets mostly items of it. Words and categories tell the groups.
type planted struct {
	groups, each, visitors int
	seed                   uint64
}

func (p planted) dataset(t testing.TB) *dataset.Dataset {
	var items []dataset.Item
	for g := range p.groups {
		for k := range p.each {
			items = append(items, dataset.Item{ID: fmt.Sprint(g, ".", k), Title: fmt.Sprintf("kind%d thing%d", g, k%7), Category: fmt.Sprint("group", g)})
		}
	}
	c, err := dataset.NewCollector(items, []string{"daypart"})
	require.NoError(t, err)
	random := rand.New(rand.NewPCG(p.seed, 5))
	for v := range p.visitors {
		mine := random.IntN(p.groups)
		for range 4 + random.IntN(6) {
			g := mine
			if random.IntN(8) == 0 {
				g = random.IntN(p.groups)
			}
			item := items[g*p.each+random.IntN(p.each)].ID
			_, err := c.Add(&dataset.Row{Visitor: []byte(fmt.Sprint(v)), Item: []byte(item), Kind: format.View, Context: [][]byte{[]byte([]string{"day", "night"}[g%2])}})
			require.NoError(t, err)
		}
	}
	return c.Dataset()
}

// cook learns a catalog by a recipe of the test's, as it would be shipped.
func cook(t testing.TB, d *dataset.Dataset, o Options, r recipe) *format.Catalog {
	t.Helper()
	open := without(d, o.Sensitive)
	l := newLesson(open, open.Events, o)
	l.crowd = d.Events
	f, err := l.fit(t.Context(), r, 400)
	require.NoError(t, err)
	b, err := f.model.encode()
	require.NoError(t, err)
	c, err := format.Decode(b)
	require.NoError(t, err)
	return c
}

// entries calls visit for every entry of a list.
func entries(s *format.Sparse, visit func(row int, target uint32, weight int8)) {
	for row := range s.Rows() {
		for k := s.Start[row]; k < s.Start[row+1]; k++ {
			visit(row, s.Target[k], int8(s.Weight[k]))
		}
	}
}
