package train

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"privet/engine/format"
	"privet/host/catalog/dataset"
)

// at makes events of one visitor and visit.
func at(visitor, visit int32, kind format.Kind, items ...int32) []dataset.Event {
	var out []dataset.Event
	for _, i := range items {
		out = append(out, dataset.Event{Visitor: visitor, Visit: visit, Item: i, Kind: kind})
	}
	return out
}

func TestTogether_byHand(t *testing.T) {
	var events []dataset.Event
	for v := range int32(3) { // three baskets of 0 and 1, all looked at 2 too
		events = append(events, at(v, v, format.View, 2, 0, 1)...)
		events = append(events, at(v, v, format.Buy, 0, 1)...)
	}
	events = append(events, at(3, 3, format.Buy, 2)...)
	events = append(events, at(3, 4, format.Buy, 0)...) // the same visitor, another visit
	lists, err := together(context.Background(), 3, events, 3)
	require.NoError(t, err)
	// Of 5 baskets 4 have item 0, 3 have item 1 and 3 have both.
	want := (3 - 4.*3/5) / math.Sqrt((4+basketsDoubt)*(3+basketsDoubt))
	require.Len(t, lists[0], 1)
	require.Equal(t, int32(1), lists[0][0].from)
	require.InDelta(t, want, lists[0][0].weight, 1e-6)
	require.Equal(t, int32(0), lists[1][0].from)
	require.Empty(t, lists[2])

	lists, err = together(context.Background(), 3, events, 4)
	require.NoError(t, err)
	require.Empty(t, append(lists[0], lists[1]...), "three visitors are below the floor")
}

func TestBasketKind(t *testing.T) {
	for name, c := range map[string]struct {
		kinds []format.Kind
		want  format.Kind
		ok    bool
	}{
		"orders alone":                  {[]format.Kind{format.Buy}, format.Buy, false},
		"a dismissal is no other kind":  {[]format.Kind{format.Buy, format.Dismiss}, format.Buy, false},
		"looking and buying":            {[]format.Kind{format.View, format.Buy}, format.Buy, true},
		"all three":                     {[]format.Kind{format.View, format.Add, format.Buy}, format.Buy, true},
		"adding where there is no sale": {[]format.Kind{format.View, format.Add}, format.Add, true},
		"clicks alone":                  {[]format.Kind{format.View}, 0, false},
		"nothing":                       {nil, 0, false},
	} {
		t.Run(name, func(t *testing.T) {
			var events []dataset.Event
			for _, k := range c.kinds {
				events = append(events, dataset.Event{Kind: k})
			}
			kind, ok := basketKind(events)
			require.Equal(t, c.ok, ok)
			require.Equal(t, c.want, kind)
		})
	}
}

// Everyone buys bread; who buys a pot buys its lid. The lid goes with the pot,
// and bread goes with nothing, however many baskets it shares.
func TestTogether_isNotPopularity(t *testing.T) {
	const bread, pairs = 0, 10 // items 1 to 10 are pots, 11 to 20 their lids
	random := rand.New(rand.NewPCG(1, 1))
	c, err := dataset.NewCollector(func() (items []dataset.Item) {
		for i := range 1 + 2*pairs {
			items = append(items, dataset.Item{ID: fmt.Sprint("i", i)})
		}
		return items
	}(), nil)
	require.NoError(t, err)
	for v := range 600 {
		pot := 1 + random.IntN(pairs)
		add := func(item int, kind format.Kind) {
			_, err := c.Add(&dataset.Row{Visitor: []byte(fmt.Sprint(v)), Item: []byte(fmt.Sprint("i", item)), Kind: kind})
			require.NoError(t, err)
		}
		for range 5 {
			add(1+random.IntN(2*pairs), format.View)
		}
		add(pot, format.Buy)
		if random.IntN(2) == 0 {
			add(pot+pairs, format.Buy)
		}
		if random.IntN(5) > 0 {
			add(bread, format.Buy)
		}
	}
	d := c.Dataset()
	position := map[string]int{}
	for i := range d.Items {
		position[d.Items[i].ID] = i
	}
	catalog := cook(t, d, Options{MinSupport: 5}, firstRecipe())
	best := make(map[int]uint32)
	weights := make(map[int]int8)
	entries(&catalog.Together, func(row int, target uint32, weight int8) {
		if weight > weights[row] {
			best[row], weights[row] = target, weight
		}
	})
	for pot := 1; pot <= pairs; pot++ {
		require.Equal(t, position[fmt.Sprint("i", pot+pairs)], int(best[position[fmt.Sprint("i", pot)]]), "pot %d", pot)
	}

	for i := range d.Events {
		d.Events[i].Kind = format.Buy
	}
	require.Zero(t, cook(t, d, Options{MinSupport: 5}, firstRecipe()).Together.Rows(), "orders alone: what follows serves")
}
