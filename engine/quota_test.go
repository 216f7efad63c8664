package engine

import (
	"cmp"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"privet/engine/format"
	"privet/engine/purpose"
)

// crowd is a catalog of more items than a pool holds, most popular first, in
// categories and from suppliers of which some have few items, and those badly placed.
func crowd(t *rapid.T) *format.Catalog {
	const categories, suppliers = 5, 8
	n := rapid.IntRange(leastPool, 400).Draw(t, "items")
	random := uniform(t, "crowd")
	var ids, tokens []string
	for i := range n {
		ids = append(ids, fmt.Sprintf("item%d", i))
	}
	for i := range categories + suppliers {
		tokens = append(tokens, fmt.Sprintf("label=%d", i))
	}
	c := &format.Catalog{Params: format.DefaultParams(), Bias: randomBytes(t, "bias", n), Labels: format.Lists{Start: []uint32{0}}}
	slices.SortFunc(c.Bias, func(x, y byte) int { return cmp.Compare(y, x) })
	var err error
	c.Items, err = format.NewKeys(ids)
	require.NoError(t, err)
	c.Tokens, err = format.NewKeys(tokens)
	require.NoError(t, err)
	for i := range n {
		rare := random.IntN(1 + i*suppliers/n)
		c.Labels.Target = append(c.Labels.Target, uint32(random.IntN(categories)), uint32(categories+rare))
		c.Labels.Start = append(c.Labels.Start, uint32(len(c.Labels.Target)))
	}
	labels := [][]uint32{nil, {0, 1, 2, 3, 4}, {5, 6, 7, 8, 9, 10, 11, 12}, {2, 9}, {11, 12}}
	some := func() (items []uint32) {
		if random.IntN(2) == 0 {
			return nil
		}
		for i := range uint32(n) {
			if random.IntN(4) == 0 {
				items = append(items, i)
			}
		}
		return items
	}
	for i := range rapid.IntRange(1, 5).Draw(t, "rules") {
		r := format.Rule{Name: fmt.Sprintf("rule%d", i)}
		switch random.IntN(4) {
		case 0:
			r.Action, r.Value, r.Items = format.ActionPin, 1+random.Int32N(9), []uint32{uint32(random.IntN(n))}
		case 1:
			r.Action, r.Value, r.Items, r.Labels = format.ActionLimit, 1+random.Int32N(12), some(), labels[random.IntN(len(labels))]
		default:
			r.Action, r.Value = format.ActionFloor, 1+random.Int32N(300)
			r.Items = having(c, uint32(random.IntN(categories+suppliers)))
		}
		c.Rules.Rules = append(c.Rules.Rules, r)
	}
	return c
}

// having returns the items that have a label.
func having(c *format.Catalog, label uint32) (items []uint32) {
	for item := range c.Items.Len() {
		if slices.Contains(c.Labels.Row(item), label) {
			items = append(items, uint32(item))
		}
	}
	return items
}

// No limit is ever exceeded, and a place goes to nobody else while a pin or a
// floor owes it to an item that may be shown. A list ends where nothing is left
// that may be shown. This looks at the list alone, never at scores.
//
// One thing is not promised: of a floor's items only the best are at hand, as
// many as it may owe places to, and where limits bar all of those it may stay unmet.
func TestRank_keepsLimitsAndFloors(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := crowd(t)
		request := format.RankRequest{Now: noon, Top: uint16(rapid.IntRange(1, 200).Draw(t, "top")), Variety: rapid.Uint8Range(0, 101).Draw(t, "variety"),
			Seed: rapid.Uint32Range(0, 3).Draw(t, "seed")}
		e := visitorOf(t, c, purpose.All)
		var events []format.Event
		for i := range rapid.IntRange(0, 30).Draw(t, "shown") {
			events = append(events, shown(uint32(2*i+1), noon-day+int64(i), 1, c.Items.At(i)))
			if i%3 == 0 {
				events = append(events, did(uint32(2*i+2), noon-day+int64(i), format.View, c.Items.At(i)))
			}
		}
		e.Observe(events)
		ranking, err := e.Rank(&request)
		require.NoError(t, err)
		l := &listed{c: c, rules: c.Rules.Rules}
		limited := slices.ContainsFunc(l.rules, func(r format.Rule) bool { return r.Action == format.ActionLimit })
		for place, x := range ranking.Items {
			require.True(t, l.allowed(x.Item), "place %d exceeds a limit, or stands above", place+1)
			for i := range l.rules {
				if l.owed(&l.rules[i], x.Item) {
					break // earlier rules owe nothing
				}
				if limited && l.rules[i].Action == format.ActionFloor {
					continue
				}
				for item := range uint32(c.Items.Len()) {
					require.False(t, l.owed(&l.rules[i], item) && l.allowed(item), "place %d is owed to %d by %s", place+1, item, l.rules[i].Name)
				}
			}
			l.list = append(l.list, x.Item)
		}
		if len(ranking.Items) < int(request.Top) {
			for item := range uint32(c.Items.Len()) {
				require.False(t, l.allowed(item), "%d is left out", item)
			}
		}
	})
}

// A limit that bars all of the pool but two makes room for what stands far below.
func TestRank_limitReachesFarDown(t *testing.T) {
	const n, limited = 300, 200
	c := &format.Catalog{Params: format.DefaultParams(), Bias: make([]byte, n)}
	var ids []string
	for i := range n {
		ids = append(ids, fmt.Sprintf("item%d", i))
		c.Bias[i] = byte(255 * (n - i) / n)
	}
	var err error
	c.Items, err = format.NewKeys(ids)
	require.NoError(t, err)
	r := format.Rule{Name: "two", Action: format.ActionLimit, Value: 2}
	for i := range uint32(limited) {
		r.Items = append(r.Items, i)
	}
	c.Rules.Rules = []format.Rule{r}
	require.Equal(t, []string{"item0", "item1", "item200", "item201", "item202"}, order(t, visitorOf(t, c, 0), format.RankRequest{Now: noon, Top: 5}))
}

// Where one floor is all there is, each beginning of a list gives its group the
// share that it promises, or all that there are.
func TestRank_floorAtEveryPrefix(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := crowd(t)
		group := uint32(rapid.IntRange(0, c.Tokens.Len()-1).Draw(t, "group"))
		share := rapid.Int32Range(1, 1000).Draw(t, "thousandths")
		owed := having(c, group)
		if len(owed) == 0 {
			return
		}
		c.Rules.Rules = []format.Rule{{Name: "floor", Action: format.ActionFloor, Value: share, Items: owed}}
		e := visitorOf(t, c, 0)
		request := format.RankRequest{Now: noon, Top: uint16(rapid.IntRange(1, 200).Draw(t, "top"))}
		ranking, err := e.Rank(&request)
		require.NoError(t, err)
		have := 0
		for place, x := range ranking.Items {
			if slices.Contains(owed, x.Item) {
				have++
			}
			require.GreaterOrEqual(t, have, min(int(share)*(place+1)/1000, len(owed)), "of %d places", place+1)
		}
	})
}
