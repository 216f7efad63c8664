package rules

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"privet/engine/format"
)

// compiled is what a catalog of the street holds of one rule called r, after it
// went through the file format.
func compiled(t *testing.T, settings string) []format.Rule {
	c := trained(t)
	require.NoError(t, plan(t, oneRule(settings)).Apply(c))
	content, err := format.Encode(c)
	require.NoError(t, err)
	c, err = format.Decode(content)
	require.NoError(t, err)
	// What items' own dates make comes first, whatever the rules.
	own := slices.DeleteFunc(c.Rules.Rules, func(r format.Rule) bool { return r.Name == availability })
	for i := range own {
		require.Equal(t, "r", own[i].Name)
		own[i].Name = ""
	}
	if len(own) == 0 {
		return nil
	}
	return own
}

func TestApply(t *testing.T) {
	const hidden = format.HideMet
	for name, c := range map[string]struct {
		text string
		want []format.Rule
	}{
		"hide":                {"hide: true, where: {category: Mugs}", []format.Rule{{Action: format.ActionHide, Items: []uint32{2, 3}}}},
		"pin by id":           {"pin: 2, where: {id: [c, a]}", []format.Rule{{Action: format.ActionPin, Value: 2, Items: []uint32{2}}, {Action: format.ActionPin, Value: 2, Items: []uint32{0}}}},
		"pin by id, in stock": {"pin: 2, where: {id: [c, b, a], stock: in}", []format.Rule{{Action: format.ActionPin, Value: 2, Items: []uint32{2}}, {Action: format.ActionPin, Value: 2, Items: []uint32{0}}}},
		"pin others":          {"pin: 1, where: {category: Mugs}", []format.Rule{{Action: format.ActionPin, Value: 1, Items: []uint32{2, 3}}}},
		"boost":               {"boost: 1.5, where: {tag: handmade}", []format.Rule{{Action: format.ActionBoost, Value: 384, Items: []uint32{1, 2}}}},
		"bury":                {"bury: 1.5, where: {tag: handmade}", []format.Rule{{Action: format.ActionBoost, Value: -384, Items: []uint32{1, 2}}}},
		"limit":               {"limit: 1, where: {category: [Mugs, Rugs]}", []format.Rule{{Action: format.ActionLimit, Value: 1, Items: []uint32{2, 3, 7}}}},
		"limit per":           {"limit: 1, per: supplier", []format.Rule{{Action: format.ActionLimit, Value: 1, Labels: []uint32{1, 2}}, {Action: format.ActionLimit, Value: 1, Items: []uint32{4, 5}}}},
		"limit above groups":  {"limit: 2, per: supplier", []format.Rule{{Action: format.ActionLimit, Value: 2, Labels: []uint32{1}}}},
		"limit per of some":   {"limit: 1, per: supplier, where: {price: {from: 4}}", []format.Rule{{Action: format.ActionLimit, Value: 1, Items: []uint32{0, 1, 2, 3}, Labels: []uint32{1}}}},
		"floor":               {"floor: 10%, where: {supplier: Kiln}", []format.Rule{{Action: format.ActionFloor, Value: 100, Items: []uint32{2, 6}}}},
		"floor per":           {"floor: 2%, per: supplier", []format.Rule{{Action: format.ActionFloor, Value: 20, Items: []uint32{2, 6}}, {Action: format.ActionFloor, Value: 20, Items: []uint32{0, 1, 3}}, {Action: format.ActionFloor, Value: 20, Items: []uint32{4, 5}}}},
		"limit per, labels that lack items": {"limit: 1, per: category", []format.Rule{
			{Action: format.ActionLimit, Value: 1, Labels: []uint32{0}}, {Action: format.ActionLimit, Value: 1, Items: []uint32{4, 5}},
			{Action: format.ActionLimit, Value: 1, Items: []uint32{0, 1}},
		}},
		"floor per, no labels": {"floor: 2%, per: material", []format.Rule{{Action: format.ActionFloor, Value: 20, Items: []uint32{0}}, {Action: format.ActionFloor, Value: 20, Items: []uint32{1}}}},
		"met":                  {"met: [view, buy], within: 1d, then: hide", []format.Rule{{Action: format.ActionMet, Count: 1, Kinds: 1<<format.View | 1<<format.Buy, Span: 86400, Value: hidden}}},
		"met of some":          {"met: buy, then: {bury: 1}, where: {category: Mugs}", []format.Rule{{Action: format.ActionMet, Count: 1, Kinds: 1 << format.Buy, Value: -256, Items: []uint32{2, 3}}}},
		"shown":                {"shown: 5, then: {bury: 0.25}", []format.Rule{{Action: format.ActionShown, Count: 5, Value: -64}}},
		"sensitive":            {"sensitive: true, where: {category: Health}", []format.Rule{{Action: format.ActionSensitive, Items: []uint32{4, 5}}}},
		"when, slots, dates": {"hide: true, where: {id: a}, slots: [home, cart], from: 2026-01-01, until: 2026-01-02, when: {device: phone, daypart: [morning, evening]}", []format.Rule{
			{Action: format.ActionHide, Items: []uint32{0}, Slots: []string{"home", "cart"}, From: 1767225600, Until: 1767312000, When: []string{"device=phone", "daypart=morning"}},
			{Action: format.ActionHide, Items: []uint32{0}, Slots: []string{"home", "cart"}, From: 1767225600, Until: 1767312000, When: []string{"device=phone", "daypart=evening"}},
		}},
		"nothing is not all": {"hide: true, where: {category: Lamps}", nil},
		"no group":           {"limit: 1, per: brand", nil},
		"no group exceeds":   {"limit: 3, per: supplier", nil},
	} {
		t.Run(name, func(t *testing.T) { require.Equal(t, c.want, compiled(t, c.text)) })
	}
}

func TestApply_params(t *testing.T) {
	c := trained(t)
	require.NoError(t, plan(t, "version: 1\nvariety: {least: 5, usual: 20, most: 60}\nexplore: 0.5\n").Apply(c))
	require.Equal(t, format.VarietyLimits{Least: 5, Usual: 20, Most: 60}, c.Params.Variety)
	require.EqualValues(t, 128, c.Params.Explore)
}

func TestApply_tooManyRules(t *testing.T) {
	var values []string
	for n := range 1000 {
		values = append(values, fmt.Sprint("v", n))
	}
	p := plan(t, "version: 1\nrules:\n  - {name: first, hide: true, where: {id: a}}\n"+
		"  - name: second\n    boost: 1\n    where: {id: a}\n    when: {x: ["+strings.Join(values, ",")+"], y: [1, 2, 3, 4, 5]}\n")
	require.EqualError(t, p.Apply(trained(t)), `rules.yaml:4: rule "second": with it, the catalog would have more than 4096 rules: `+
		`each item that is pinned by id and each value under when makes one, and each group of per that the catalog has no label for`)
}

func TestApply_otherItems(t *testing.T) {
	p := plan(t, "version: 1\n")
	p.items--
	require.EqualError(t, p.Apply(trained(t)), "rules.yaml: the catalog has 8 items and the data set 7: rules must be applied to what was trained on it")
}
