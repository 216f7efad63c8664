package main

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"privet/engine/format"
	"privet/host/catalog/dataset"
	"privet/host/catalog/read"
)

// corner is a shop of 3 items and 40 visitors with 4 events each.
func corner(t *testing.T) *dataset.Dataset {
	c, err := dataset.NewCollector([]dataset.Item{{ID: "a", Tags: []string{"x", "y=z"}}, {ID: "b", Price: 1.5}, {ID: "c"}}, []string{"daypart"})
	require.NoError(t, err)
	for v := range 40 {
		for n := range 4 {
			known, err := c.Add(&dataset.Row{
				Visitor: fmt.Append(nil, v), Item: []byte{"abc"[(v+n)%3]}, Kind: format.Buy, At: int64(1e9 + 100*v + n),
				Context: [][]byte{[]byte([]string{"night", ""}[n%2])},
			})
			require.NoError(t, err)
			require.True(t, known)
		}
	}
	return c.Dataset()
}

// regrown reads what a grown shop writes.
func regrown(t *testing.T, g *grown) *dataset.Dataset {
	items, events, err := g.write(t.TempDir())
	require.NoError(t, err)
	d, report, err := read.Read(read.Options{Context: context.Background(), Items: items, Events: events})
	require.NoError(t, err)
	require.Zero(t, report.Items.SetAside+report.Events.SetAside)
	require.Len(t, d.Items, g.items())
	require.Len(t, d.Events, g.events())
	return d
}

func TestGrow_onceIsTheShop(t *testing.T) {
	base := corner(t)
	d := regrown(t, grow(base, 1, 50, 1))
	for i := range d.Items {
		require.Equal(t, base.Items[i].ID+"~0", d.Items[i].ID)
		require.Equal(t, base.Items[i].Tags, d.Items[i].Tags)
	}
	require.Equal(t, base.Events, d.Events)
}

func TestGrow_fourTimes(t *testing.T) {
	base := corner(t)
	d := regrown(t, grow(base, 4, 50, 1))
	require.Equal(t, 4*base.Visitors, d.Visitors)
	home := map[int32]map[string]int{} // events by visitor and copy
	for _, e := range d.Events {
		if home[e.Visitor] == nil {
			home[e.Visitor] = map[string]int{}
		}
		_, c, _ := strings.Cut(d.Items[e.Item].ID, "~")
		home[e.Visitor][c]++
	}
	strayed := 0
	for _, copies := range home {
		if len(copies) > 1 {
			strayed++
		}
	}
	// Three in four of every eighth event leave: 1 - (29/32)^4, a third of visitors.
	require.InDelta(t, .33*float64(d.Visitors), strayed, 20)
}

func TestGrow_itemsAreBounded(t *testing.T) {
	g := grow(corner(t), 4, 7, 1)
	require.Equal(t, []int{6, 4 * 160}, []int{g.items(), g.events()})
	regrown(t, g)
}

func TestGrow_everySecondVisitor(t *testing.T) {
	base := corner(t)
	g := grow(base, 4, 50, 2)
	d := regrown(t, g)
	require.Equal(t, 4*3, g.items(), "items grow as ever")
	require.Equal(t, 2*base.Visitors, d.Visitors)
	require.Equal(t, 2*len(base.Events), g.events())
}
