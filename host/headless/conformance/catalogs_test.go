package conformance

import (
	"testing"

	"github.com/stretchr/testify/require"

	"privet/engine/format"
)

// The catalogs that vectors load. They are frozen in testdata/vectors: change
// one and every recording changes.
var catalogs = map[string]func(t *testing.T) *format.Catalog{
	"shop":    shop,
	"factors": func(t *testing.T) *format.Catalog { return factors(t, 40, 16, false) },
	"shared":  func(t *testing.T) *format.Catalog { return factors(t, 24, 32, true) },
	"single":  single,
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
