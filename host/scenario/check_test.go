package scenario

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Each kind of expectation holds where it should, and fails where it should not,
// with what there is instead.
var kindsOfExpectations = map[string]struct {
	given, holds, fails, got string
}{
	"first":               {"", "{first: TEA-2}", "{first: TEA-1}", "TEA-2 Earl Grey is 1st (popularity +83895); TEA-1 Breakfast Tea is 2nd (popularity +77644)"},
	"first where":         {"", "{first: {category: Tea}}", "{first: {category: Mugs}}", "MUG-1 Blue Mug is 6th"},
	"before":              {"", "{before: [TEA-2, TEA-1, {category: Mugs}]}", "{before: [TEA-2, {category: Mugs}, TEA-1]}", "TEA-1 Breakfast Tea is 2nd (popularity +77644); MUG-1 Blue Mug is 6th"},
	"before, hidden":      {"", "{before: [TEA-2, CAN-2]}", "{before: [TEA-2, TEA-3]}", "TEA-3 is nowhere"},
	"before, past an end": {"list: 2", "{before: [TEA-2, MUG-1, MUG-3]}", "{before: [TEA-2, MUG-3, MUG-1]}", "MUG-1 Blue Mug is 6th"},
	"has":                 {"", "{top: 2, has: [TEA-1, {category: Tea}]}", "{top: 2, has: [TEA-1, CAN-1]}", "CAN-1 Beeswax Candle is 3rd"},
	"lacks":               {"", "{top: 2, lacks: {category: [Mugs, Candles]}}", "{top: 3, lacks: {category: [Mugs, Candles]}}", "CAN-1 Beeswax Candle is 3rd"},
	"never":               {"", "{never: TEA-3}", "{never: [TEA-3, {supplier: Kiln}]}", "MUG-1 Blue Mug is 6th"},
	"of, too few":         {"", "{top: 4, of: {category: Tea}, at least: 2, at most: 2}", "{top: 4, of: {category: Tea}, at least: 3}", "found 2: TEA-2, TEA-1"},
	"of, too many":        {"", "{top: 4, of: {category: Mugs}, at most: 0}", "{top: 6, of: {category: Mugs}, at most: 0}", "found 1: MUG-1"},
	"per":                 {"", "{top: 2, per: supplier, at most: 2}", "{top: 2, per: supplier, at most: 1}", "found 2 of supplier Leaf & Co"},
	"distinct":            {"", "{top: 4, distinct: category, at least: 3}", "{top: 4, distinct: category, at least: 4}", "found 3: Tea, Candles, Lanterns"},
	"distinct, no list":   {"within: {category: Mugs}", "{top: 3, distinct: category, at most: 1}", "{top: 12, distinct: category, at least: 2}", "found 1: Mugs; the list has 3 of 12 places"},
	"because":             {"grant: [history], history: [{view: TEA-1}]", "{why: MUG-1, because: {item: TEA-1, purpose: history, source: item}}", "{why: MUG-1, because: {item: TEA-1, purpose: session}}", "MUG-1 Blue Mug is"},
	"because, a token":    {"context: {daypart: morning}", "{why: TEA-1, because: {token: {daypart: morning}}}", "{why: TEA-1, because: {token: {daypart: evening}}}", "context daypart=morning"},
	"not because":         {"grant: [history], history: [{view: TEA-1}]", "{not because: {purpose: session}}", "{not because: {purpose: history}}", "has history TEA-1 +"},
	"not because, of one": {"grant: [history], history: [{view: TEA-1}]", "{why: CAN-2, not because: {item: TEA-1}}", "{why: MUG-1, not because: {item: TEA-1}}", "MUG-1 Blue Mug has history TEA-1 +"},
	"hides":               {"", "{rule: sold out, hides: TEA-3}", "{rule: sold out, hides: [TEA-3, TEA-1]}", "TEA-1 Breakfast Tea is 2nd"},
	"moves":               {"context: {daypart: morning}", "{rule: tea in the morning, moves: {id: [TEA-1, TEA-2]}}", "{rule: tea in the morning, moves: MUG-1}", "MUG-1 Blue Mug is"},
	"leaves":              {"", "{rule: tea in the morning, leaves: {category: Tea}}", "{rule: sold out, leaves: {category: Tea}}", "TEA-3 Smoked Tea is nowhere"},
	"kept":                {"grant: [history], history: [{view: TEA-1}]", "{kept: 1}", "{kept: nothing}", "1 event kept"},
	"kept, nothing":       {"history: [{view: TEA-1}]", "{kept: nothing}", "{kept: 1}", "0 events kept"},
	"same as":             {"history: [{view: TEA-1}]", "{same as: for nobody}", "", ""},
	"same as, known":      {"grant: [history], history: [{view: TEA-1}]", "", "{same as: for nobody}", "in the 1st place nobody has TEA-2 Earl Grey (score 83895), not "},
	"forgetting":          {"grant: all, history: [{view: TEA-1}, {buy: LAN-1}]", "{forgetting: each}", "{forgetting: [1, 3]}", "of number 3 nothing is kept to be forgotten"},
	"rank within":         {"", "{rank within: 900 ms}", "{rank within: 0.001 ms}", "the median of 9"},
	"catalog within":      {"", "{catalog within: 2 kB}", "{catalog within: 100 bytes}", "it has 0.5 kB in brotli"},
	"exposure, catalog":   {"", "{exposure: catalog, at least: 90%}", "{exposure: catalog, at least: 95%}", "91.7 % of the catalog's items are in some list"},
	"exposure, of":        {"", "{exposure: {category: Tea}, at most: 50%}", "{exposure: {category: Tea}, at least: 50%}", "{category: Tea} has 3"},
	"exposure, each":      {"", "{exposure: supplier, at most: 50%}", "{exposure: supplier, at most: 20%}", "Leaf & Co has 3"},
}

func TestExpectations(t *testing.T) {
	seen := map[string]bool{}
	for name, c := range kindsOfExpectations {
		t.Run(name, func(t *testing.T) {
			play := func(expectation string) *Result {
				crowd := ""
				if strings.Contains(expectation, "exposure") {
					crowd = "\n  for: {personas: all}"
				}
				report := run(t, folder(t, map[string]string{
					"one.yaml":      "scenarios:\n- name: x\n  given: {" + c.given + "}" + crowd + "\n  expect:\n  - " + expectation + "\n",
					"personas.yaml": "personas: [{name: somebody, grant: [history], history: [{view: MUG-1}]}, {name: nobody}]",
				}), nil)
				return &report.Results[0]
			}
			if c.holds != "" {
				r := play(c.holds)
				require.Equal(t, Passed, r.Status, told(r))
			}
			if c.fails != "" {
				r := play(c.fails)
				require.Equal(t, Failed, r.Status, told(r))
				require.Len(t, r.Failures, 1)
				require.Equal(t, c.fails, r.Failures[0].Want)
				require.Contains(t, r.Failures[0].Got, c.got)
			}
		})
		for head := range forms {
			if strings.Contains(c.holds, head+":") {
				seen[head] = true
			}
		}
	}
	for head := range forms {
		require.True(t, seen[head], "no case shows %s", head)
	}
}
