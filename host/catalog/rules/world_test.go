package rules

import (
	"testing"

	"github.com/stretchr/testify/require"

	"privet/engine/format"
	"privet/host/catalog/dataset"
)

// street is a small shop: its items stand in this order, a to h.
func street() *dataset.Dataset {
	return &dataset.Dataset{
		Items: []dataset.Item{
			{ID: "a", Title: "Red Lantern", Category: "Lanterns", Price: 10, Supplier: "Pier", Tags: []string{"material=glass"}, Stock: dataset.InStock},
			{ID: "b", Title: "Tin lantern", Category: "Lanterns", Price: 20, Supplier: "Pier", Tags: []string{"material=tin", "handmade"}, Stock: dataset.OutOfStock},
			{ID: "c", Title: "Mug", Category: "Mugs", Price: 5, Supplier: "Kiln", Tags: []string{"handmade"}, Stock: dataset.InStock},
			{ID: "d", Title: "Large mug", Category: "Mugs", Price: 7.5, Supplier: "Pier"},
			{ID: "e", Title: "Test kit", Category: "Health", Supplier: "Vita", Stock: dataset.InStock, From: 1_800_000_001},
			{ID: "f", Title: "Bandage", Category: "Health", Price: 3, Supplier: "Vita", Until: 1_800_000_059},
			{ID: "g", Title: "Clock", Supplier: "Kiln"},
			{ID: "h", Title: "Rug", Category: "Rugs"},
		},
		Contexts: []string{"daypart=morning", "daypart=evening", "device=phone"},
	}
}

// trained is a catalog of the street as training would leave it, with labels of
// the suppliers but for Vita, of the mugs, and of one of the two items of health.
func trained(t testing.TB) *format.Catalog {
	items, err := format.NewKeys([]string{"a", "b", "c", "d", "e", "f", "g", "h"})
	require.NoError(t, err)
	tokens, err := format.NewKeys([]string{"category=Mugs", "supplier=Pier", "supplier=Kiln", "category=Health"})
	require.NoError(t, err)
	return &format.Catalog{
		Params: format.DefaultParams(), Items: items, Tokens: tokens, Bias: []byte{8, 7, 6, 5, 4, 3, 2, 1},
		Labels: format.Lists{Start: []uint32{0, 1, 2, 4, 6, 7, 7, 8, 8}, Target: []uint32{1, 1, 0, 2, 0, 1, 3, 2}},
	}
}

// plan reads rules and holds them against the street.
func plan(t testing.TB, text string) *Plan {
	f, err := Parse("rules.yaml", []byte(text))
	require.NoError(t, err)
	return f.For(street())
}

func warnings(p *Plan) (all []string) {
	for _, w := range p.Warnings {
		all = append(all, w.String())
	}
	return all
}
