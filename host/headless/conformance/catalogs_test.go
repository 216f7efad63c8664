package conformance

import (
	"testing"

	"github.com/stretchr/testify/require"

	"privet/engine/format"
	"privet/engine/purpose"
)

// The catalogs that vectors load. They are frozen in testdata/vectors: change
// one and every recording changes.
var catalogs = map[string]func(t *testing.T) *format.Catalog{
	"shop":    shop,
	"factors": func(t *testing.T) *format.Catalog { return factors(t, 40, 16, false) },
	"shared":  func(t *testing.T) *format.Catalog { return factors(t, 24, 32, true) },
	"single":  single,
	"market":  market,
	"tuned":   tuned,
	"whole":   whole,
}

// The trends that vectors load.
var trends = map[string]func(t *testing.T) *format.Trend{
	// Rugs are what everybody wants today, tea more than usual.
	"shop": func(t *testing.T) *format.Trend {
		return trendOf(shop(t), []byte{50, 150, 140, 100, 50, 255}, []byte{0, 0, 0, 64, 0, 128})
	},
	// Nothing is wanted more than usual.
	"quiet": func(t *testing.T) *format.Trend {
		c := shop(t)
		return trendOf(c, c.Bias, make([]byte, 6))
	},
	"single": func(t *testing.T) *format.Trend { return trendOf(single(t), []byte{7}, []byte{9}) },
}

func trendOf(c *format.Catalog, bias, hot []byte) *format.Trend {
	return &format.Trend{Base: c.Items.Digest(), At: 1728043200, Bias: bias, Hot: hot}
}

// shop has no factors: lanterns go with candles, mugs with tea; a rug follows a
// lantern; phones get mugs. Items 0 to 5 are mug, lantern, candle, tea, vase, rug.
func shop(t *testing.T) *format.Catalog {
	c := catalog(t,
		[]string{"mug", "lantern", "candle", "tea", "vase", "rug"},
		[]string{"category=Light", "device=phone", "region=Europe"})
	c.Bias = []byte{200, 150, 140, 100, 50, 50}
	c.Taste = sparse(6, 9, map[[2]int]int8{
		{0, 3}: 110,
		{1, 2}: 100, {1, 4}: 40,
		{2, 1}: 90,
		{6, 1}: 80, {6, 2}: 80,
		{7, 0}: 60,
		{8, 5}: 70,
	})
	c.Next = sparse(6, 6, map[[2]int]int8{{1, 5}: 120})
	return c
}

// single is the smallest catalog: one item, nothing known about it.
func single(t *testing.T) *format.Catalog {
	c := catalog(t, []string{"only"}, nil)
	c.Bias = []byte{7}
	return c
}

// market has labels, baskets and rules, each rule in a slot of its name. Items 0
// to 8 are mug, bowl, lantern, candle, lamp, vase, rug, tea and salve, which is
// sensitive; tokens 0 to 6 are labels.
func market(t *testing.T) *format.Catalog {
	c := catalog(t, []string{"mug", "bowl", "lantern", "candle", "lamp", "vase", "rug", "tea", "salve"},
		[]string{"category=Kitchen", "category=Light", "category=Room", "supplier=Ada", "supplier=Bo", "supplier=Cy", "device=phone", "region=Europe"})
	c.Bias = []byte{200, 190, 180, 170, 160, 150, 140, 130, 120}
	c.Taste = sparse(9, 17, map[[2]int]int8{{2, 3}: 100, {2, 5}: 40, {0, 7}: 110, {8, 7}: 90, {15, 0}: 60})
	c.Next = sparse(9, 9, map[[2]int]int8{{2, 6}: 120})
	c.Together = sparse(9, 9, map[[2]int]int8{{2, 4}: 120, {0, 1}: 90})
	c.Labels = format.Lists{
		Start:  []uint32{0, 2, 4, 6, 8, 10, 12, 14, 16, 16},
		Target: []uint32{0, 3, 0, 3, 1, 3, 1, 4, 1, 4, 2, 5, 2, 5, 0, 4},
	}
	in := func(slot string, r format.Rule) format.Rule {
		r.Name, r.Slots = slot, []string{slot}
		return r
	}
	c.Rules.Rules = []format.Rule{
		in("hide", format.Rule{Action: format.ActionHide, Items: []uint32{5}}),
		in("pin", format.Rule{Action: format.ActionPin, Value: 2, Items: []uint32{6, 7}}),
		in("boost", format.Rule{Action: format.ActionBoost, Value: 128, Items: []uint32{6}}),
		in("bury", format.Rule{Action: format.ActionBoost, Value: -256, Items: []uint32{0}}),
		in("limit", format.Rule{Action: format.ActionLimit, Value: 1, Labels: []uint32{0, 1, 2}}),
		in("floor", format.Rule{Action: format.ActionFloor, Value: 500, Items: []uint32{5, 6}}),
		in("met", format.Rule{Action: format.ActionMet, Value: format.HideMet, Kinds: 1 << format.Buy, Count: 1}),
		in("met", format.Rule{Action: format.ActionMet, Value: -256, Kinds: 1 << format.View, Count: 2, Span: 24 * 3600}),
		in("shown", format.Rule{Action: format.ActionShown, Value: format.HideMet, Count: 2}),
		in("when", format.Rule{Action: format.ActionPin, Value: 1, When: []string{"device=phone"}, Items: []uint32{7}}),
		in("dates", format.Rule{Action: format.ActionHide, From: 1728043200, Until: 1728046800, Items: []uint32{0}}),
		{Name: "private", Action: format.ActionSensitive, Items: []uint32{8}},
	}
	return c
}

// tuned is market without rules, where visitors come back to what they bought,
// the last time counts most, lists vary and exploration goes far.
func tuned(t *testing.T) *format.Catalog {
	c := market(t)
	c.Rules = format.Rules{}
	c.Params.Repeat[purpose.History], c.Params.Repeat[purpose.Session] = 4096, -8192
	c.Params.HistoryStep = 1 << 15
	c.Params.Variety = format.VarietyLimits{Least: 25, Usual: 50, Most: 75}
	c.Params.Explore = 512
	return c
}

// whole has factors, lists, labels and rules of every action, in force everywhere.
func whole(t *testing.T) *format.Catalog {
	c := factors(t, 90, 16, false)
	c.Together = c.Next
	c.Labels.Start = []uint32{0}
	for i := range uint32(90) {
		c.Labels.Target = append(c.Labels.Target, i%3, 3)
		c.Labels.Start = append(c.Labels.Start, 2*i+2)
	}
	c.Rules.Rules = []format.Rule{
		{Name: "hide", Action: format.ActionHide, Items: []uint32{0, 40}},
		{Name: "pin", Action: format.ActionPin, Value: 3, Items: []uint32{70}},
		{Name: "boost", Action: format.ActionBoost, Value: 200, Items: []uint32{1, 30, 60, 89}},
		{Name: "limit", Action: format.ActionLimit, Value: 9, Labels: []uint32{0, 1, 2}},
		{Name: "floor", Action: format.ActionFloor, Value: 200, Items: []uint32{80, 81, 82, 83}},
		{Name: "met", Action: format.ActionMet, Value: 64, Kinds: 1<<format.View | 1<<format.Buy, Count: 1, Span: 30 * 24 * 3600},
		{Name: "shown", Action: format.ActionShown, Value: -300, Count: 2},
		{Name: "private", Action: format.ActionSensitive, Items: []uint32{5}},
	}
	c.Params.Repeat[purpose.History] = 900
	c.Params.HistoryStep = 60000
	c.Params.Variety = format.VarietyLimits{Usual: 30, Most: 100}
	return c
}

// factors has every part of the model, with weights from a fixed sequence. Where
// shared, items' out-vectors serve as their in-vectors.
func factors(t *testing.T, items, rank int, shared bool) *format.Catalog {
	ids := make([]string, items)
	for i := range ids {
		ids[i] = "item-" + string(rune('A'+i/26)) + string(rune('a'+i%26))
	}
	c := catalog(t, ids, []string{"category=Light", "daypart=evening", "region=Europe", "tag=γυαλί"})
	next := uint32(items)
	draw := func(n int) []byte {
		b := make([]byte, n)
		for i := range b {
			next = next*1664525 + 1013904223 // Numerical Recipes' generator
			b[i] = byte(next >> 24)
		}
		return b
	}
	tokens := c.Tokens.Len()
	c.Rank = rank
	c.Bias = draw(items)
	c.Out = draw(items * rank)
	if !shared {
		c.In = draw(items * rank)
	}
	c.Gain = draw(items + tokens)
	c.TokenIn = draw(tokens * rank)
	taste, follows := map[[2]int]int8{}, map[[2]int]int8{}
	for _, b := range draw(3 * items) {
		row, target := int(next>>3)%(items+tokens), int(b)%items
		if row != target {
			taste[[2]int{row, target}] = int8(b)
		}
		next = next*1664525 + 1013904223
		if row, target = int(next>>5)%items, int(next>>12)%items; row != target {
			follows[[2]int{row, target}] = int8(next >> 24)
		}
	}
	c.Taste, c.Next = sparse(items, items+tokens, taste), sparse(items, items, follows)
	return c
}

func catalog(t *testing.T, items, tokens []string) *format.Catalog {
	c := &format.Catalog{Params: format.DefaultParams()}
	var err error
	c.Items, err = format.NewKeys(items)
	require.NoError(t, err)
	if len(tokens) > 0 {
		c.Tokens, err = format.NewKeys(tokens)
		require.NoError(t, err)
	}
	return c
}

// sparse turns weights by row and target into lists.
func sparse(items, rows int, weights map[[2]int]int8) format.Sparse {
	s := format.Sparse{Start: []uint32{0}, Scale: 65536}
	for row := range rows {
		for target := range items {
			if w, ok := weights[[2]int{row, target}]; ok {
				s.Target = append(s.Target, uint32(target))
				s.Weight = append(s.Weight, byte(w))
			}
		}
		s.Start = append(s.Start, uint32(len(s.Target)))
	}
	return s
}
