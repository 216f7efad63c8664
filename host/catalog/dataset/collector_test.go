package dataset

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"privet/engine/format"
)

// one collects events written as "visitor item at [visit]".
func one(t require.TestingT, ids string, events ...string) *Dataset {
	var items []Item
	for _, id := range strings.Fields(ids) {
		items = append(items, Item{ID: id})
	}
	c, err := NewCollector(items, nil)
	require.NoError(t, err)
	for _, text := range events {
		row := Row{Kind: format.View}
		f := strings.Fields(text)
		row.Visitor, row.Item = []byte(f[0]), []byte(f[1])
		_, err := fmt.Sscan(f[2], &row.At)
		require.NoError(t, err)
		if len(f) > 3 {
			row.Visit = []byte(f[3])
		}
		known, err := c.Add(&row)
		require.NoError(t, err)
		require.True(t, known)
	}
	return c.Dataset()
}

func visitsOf(d *Dataset) string {
	var b strings.Builder
	for _, e := range d.Events {
		fmt.Fprintf(&b, "%d:%s@%d/%d ", e.Visitor, d.Items[e.Item].ID, e.At, e.Visit)
	}
	return strings.TrimSpace(b.String())
}

func TestDataset_identifying(t *testing.T) {
	c, err := NewCollector([]Item{{ID: "a"}, {ID: "v"}, {ID: "order1"}, {ID: "b"}}, []string{"who", "device"})
	require.NoError(t, err)
	for _, visitor := range []string{"v", "w"} {
		_, err := c.Add(&Row{Visitor: []byte(visitor), Item: []byte("a"), Visit: []byte("order1"), Context: [][]byte{[]byte("w"), []byte("phone")}})
		require.NoError(t, err)
	}
	d := c.Dataset()
	var ids []string
	for _, it := range d.Items {
		if it.Identifying {
			ids = append(ids, it.ID)
		}
	}
	require.Equal(t, []string{"order1", "v"}, ids)
	require.Equal(t, []string{"who=w"}, d.IdentifyingContexts)
}

func TestDataset_visits(t *testing.T) {
	for name, c := range map[string]struct {
		events []string
		want   string
	}{
		"a pause of half an hour is still one visit": {[]string{"v a 100", "v a 1900"}, "0:a@100/0 0:a@1900/0"},
		"a second more is two":                       {[]string{"v a 100", "v a 1901"}, "0:a@100/0 0:a@1901/1"},
		"events without time are one visit":          {[]string{"v a 0", "v b 0", "w a 0"}, "0:a@0/0 0:b@0/0 1:a@0/1"},
		"numbered visits may overlap":                {[]string{"v a 1 x", "v b 2 y", "v a 9999 x"}, "0:a@1/0 0:b@2/1 0:a@9999/0"},
		"a visit is one visitor's":                   {[]string{"v a 1 x", "w a 2 x"}, "0:a@1/0 1:a@2/1"},
		"time decides, then the order of the file":   {[]string{"v a 5", "w b 1", "v b 3", "v a 3"}, "0:b@3/0 0:a@3/0 0:a@5/0 1:b@1/1"},
	} {
		t.Run(name, func(t *testing.T) { require.Equal(t, c.want, visitsOf(one(t, "a b", c.events...))) })
	}
}

func TestDataset_itemsArePopularFirst(t *testing.T) {
	d := one(t, "c b a z", "v b 1", "v b 2", "v z 3", "w z 4")
	var ids []string
	for _, it := range d.Items {
		ids = append(ids, it.ID)
	}
	require.Equal(t, []string{"z", "b", "a", "c"}, ids, "two visitors beat two views; items without any come by id")
}

func TestCollector_dismissedIsNotPopular(t *testing.T) {
	c, err := NewCollector([]Item{{ID: "a"}, {ID: "b"}}, nil)
	require.NoError(t, err)
	for _, visitor := range []string{"v", "w"} {
		_, err = c.Add(&Row{Visitor: []byte(visitor), Item: []byte("a"), Kind: format.Dismiss})
		require.NoError(t, err)
	}
	_, err = c.Add(&Row{Visitor: []byte("v"), Item: []byte("b"), Kind: format.View})
	require.NoError(t, err)
	require.Equal(t, "b", c.Dataset().Items[0].ID)
}

func TestCollector_unknownItem(t *testing.T) {
	c, err := NewCollector([]Item{{ID: "a"}}, nil)
	require.NoError(t, err)
	known, err := c.Add(&Row{Visitor: []byte("v"), Item: []byte("b")})
	require.NoError(t, err)
	require.False(t, known)
	require.Zero(t, c.Dataset().Visitors, "a visitor of unknown items alone is no visitor")
}

func TestNewCollector_sameID(t *testing.T) {
	_, err := NewCollector([]Item{{ID: "a"}, {ID: "b"}, {ID: "a"}}, nil)
	require.EqualError(t, err, `items 0 and 2 have the same id "a": ids must differ`)
}

func TestCollector_context(t *testing.T) {
	c, err := NewCollector([]Item{{ID: "a"}}, []string{"daypart", "device"})
	require.NoError(t, err)
	for _, values := range []string{"evening,phone", "evening,", ",phone", ",", "evening,phone"} {
		daypart, device, _ := strings.Cut(values, ",")
		_, err = c.Add(&Row{Visitor: []byte("v"), Item: []byte("a"), Context: [][]byte{[]byte(daypart), []byte(device)}})
		require.NoError(t, err)
	}
	d := c.Dataset()
	require.Equal(t, []string{"daypart=evening", "device=phone"}, d.Contexts)
	require.Equal(t, [][]int32{{0, 1}, {0}, {1}, nil, {0, 1}}, contextsOf(d))
	require.Equal(t, d.Events[0].Moment, d.Events[4].Moment, "a combination is stored once")
}

func contextsOf(d *Dataset) (all [][]int32) {
	for i := range d.Events {
		all = append(all, d.Context(&d.Events[i]))
	}
	return all
}

func TestCollector_contextThatIdentifies(t *testing.T) {
	c, err := NewCollector([]Item{{ID: "a"}}, []string{"email"})
	require.NoError(t, err)
	for n := range MaxContextValues + 1 {
		_, err = c.Add(&Row{Item: []byte("a"), Context: [][]byte{fmt.Appendf(nil, "%d@example.org", n)}})
	}
	require.ErrorContains(t, err, `context "email" has more than 1000 different values`)
}

// A stable sort of all events by (visitor, time) is the oracle of the blocks,
// the counting sort and the sort of each visitor.
func TestDataset_matchesPlainSort(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		type event struct{ visitor, item, at int }
		events := rapid.SliceOf(rapid.Custom(func(t *rapid.T) event {
			n := rapid.IntRange(0, 5)
			return event{n.Draw(t, "visitor"), n.Draw(t, "item"), rapid.IntRange(0, 9).Draw(t, "at")}
		})).Draw(t, "events")
		var text []string
		first := map[int]int{}
		for _, e := range events {
			text = append(text, fmt.Sprintf("v%d i%d %d", e.visitor, e.item, e.at))
			if _, ok := first[e.visitor]; !ok {
				first[e.visitor] = len(first)
			}
		}
		slices.SortStableFunc(events, func(a, b event) int {
			return cmp.Or(cmp.Compare(first[a.visitor], first[b.visitor]), cmp.Compare(a.at, b.at))
		})
		d := one(t, "i0 i1 i2 i3 i4 i5", text...)
		require.Len(t, d.Events, len(events))
		require.Equal(t, len(first), d.Visitors)
		for i, e := range d.Events {
			require.Equal(t, fmt.Sprintf("i%d at %d", events[i].item, events[i].at), fmt.Sprintf("%s at %d", d.Items[e.Item].ID, e.At))
		}
	})
}

func TestItem_Attributes(t *testing.T) {
	it := Item{Category: "Lanterns", Supplier: "Pier", Tags: []string{"material=glass", "handmade", "category=Lanterns"}}
	require.Equal(t, []string{"category=Lanterns", "supplier=Pier", "material=glass", "tag=handmade"}, it.Attributes())
	require.Empty(t, (&Item{ID: "x"}).Attributes())
}

func TestCollector_aliases(t *testing.T) {
	c, err := NewCollector([]Item{{ID: "a", Aliases: []string{"a-red", "a-red", "both", "b"}}, {ID: "b", Aliases: []string{"both"}}, {ID: "c", Aliases: []string{"both", "c"}}}, nil)
	require.NoError(t, err)
	for item, want := range map[string]bool{"a-red": true, "a": true, "b": true, "c": true, "both": false, "gone": false} {
		found, err := c.Add(&Row{Visitor: []byte("v"), Item: []byte(item), Kind: format.View})
		require.NoError(t, err)
		require.Equal(t, want, found, item)
	}
	d := c.Dataset()
	seen := map[string]int{}
	for _, e := range d.Events {
		seen[d.Items[e.Item].ID]++
	}
	require.Equal(t, map[string]int{"a": 2, "b": 1, "c": 1}, seen, "an id goes before another's alias")
	for i := range d.Items {
		require.Nil(t, d.Items[i].Aliases, "they are no part of a data set")
	}
}
