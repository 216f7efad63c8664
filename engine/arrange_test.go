package engine

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"privet/engine/format"
	"privet/engine/purpose"
)

// Two items with the same labels are alike 1, with one of two in common 1/2.
// The spread is 70 of popularity's 255.
func TestRank_variety(t *testing.T) {
	between := func(least, usual, most int32) world {
		return market.tuned(func(p *format.Params) { p.Variety = format.VarietyLimits{Least: least, Usual: usual, Most: most} })
	}
	asks := func(percent uint8) format.RankRequest { return format.RankRequest{Variety: percent + 1} }
	var asked format.RankRequest
	const (
		plain = "mug bowl lantern candle lamp vase rug tea"
		half  = "mug candle lantern bowl vase lamp tea rug"
		full  = "mug candle vase lantern bowl tea lamp rug"
	)
	play(t, []story{
		{"none", between(0, 0, 100), 0, nil, asked, plain, "the owner wants none, the visitor says nothing"},
		{"all that the visitor may", between(0, 0, 100), 0, nil, asks(100), full,
			"after the mug the bowl loses 70 and the lantern, of the same supplier, 35: candle 170, vase 150, lantern 145, bowl 120, tea 95, lamp 90, rug 70"},
		{"half", between(0, 0, 100), 0, nil, asks(50), half, "candle 170, lantern 162.5, bowl 155, vase 150, lamp 125, tea 112.5, rug 105"},
		{"the owner's usual", between(0, 50, 100), 0, nil, asked, half, "that is half"},
		{"less than usual", between(0, 50, 100), 0, nil, asks(0), plain, "the visitor wants none, and may"},
		{"less than the owner allows", between(50, 60, 100), 0, nil, asks(0), half, "half is the least"},
		{"more than the owner allows", between(0, 0, 50), 0, nil, asks(100), half, "half is the most"},
		{"with a limit", between(0, 0, 100).with(limit("", "category=Light", 2)), 0, nil, asks(100), "mug candle vase lantern bowl tea rug", "two lights and no lamp"},
		{"with a pin", between(0, 0, 100).with(pin("bowl", 1)), 0, nil, asks(100), "bowl candle vase lantern mug tea lamp rug", "the mug pays for the bowl above it"},
		{"with a boost", between(0, 0, 100).with(boost("bowl", 256)), 0, nil, asks(100), "bowl candle vase lantern mug tea lamp rug", "boosts come before variety"},
		{"where nothing has labels", shop, 0, nil, asks(100), "mug lantern candle tea vase rug", "what has no labels is like nothing"},
		{"recently viewed", between(0, 100, 100), purpose.Of(purpose.History), []format.Event{did(1, noon-day, format.View, "mug"), did(2, noon, format.View, "bowl")},
			format.RankRequest{Strategy: format.StrategyRecent}, "bowl mug", "a history is as it is"},
		{"top", between(0, 0, 100), 0, nil, format.RankRequest{Variety: 101, Top: 3}, "mug candle vase", "a shorter list begins alike"},
	})
}

// Each place says what variety took, and of which item above it was the like.
func TestExplain_variety(t *testing.T) {
	e := market.visitor(t, 0)
	request := all()
	request.Variety = 101
	explanation, err := e.Explain(&format.ExplainRequest{Request: request, Items: market.at("bowl lamp candle"), Counterfactual: 2})
	require.NoError(t, err)
	bowl := explanation.Items[0].Contributions
	require.Equal(t, format.Contribution{Source: format.SourceVariety, Index: 0, Key: "mug", Amount: -70_000, Without: 2}, bowl[len(bowl)-1])
	require.Equal(t, int32(120_000), explanation.Items[0].Score)
	lamp := explanation.Items[1].Contributions
	require.Equal(t, "candle", lamp[len(lamp)-1].Key)
	require.Equal(t, market.at("candle")[0], lamp[len(lamp)-1].Index)
	require.Len(t, explanation.Items[2].Contributions, 1, "the candle is like nothing above it")
}

// Rules that move an item stand in its explanation by name, with what they do.
func TestExplain_rules(t *testing.T) {
	named := func(name string, r rule) rule { return r.where(func(r *format.Rule) { r.Name = name }) }
	e := market.with(named("sale", boost("rug tea", 128)), named("clearance", pin("tea", 1)), named("sold out", hide("mug")),
		named("local", floor("vase", 500))).visitor(t, purpose.Of(purpose.History))
	observe(t, e, did(1, noon, format.Dismiss, "bowl"))
	request := all()
	explanation, err := e.Explain(&format.ExplainRequest{Request: request, Items: market.at("tea mug vase bowl rug"), Counterfactual: 16})
	require.NoError(t, err)
	told := func(i int) string {
		var words []string
		for _, c := range explanation.Items[i].Contributions {
			if c.Source == format.SourceRule || c.Source == format.SourceHidden {
				words = append(words, c.Key)
			}
		}
		return strings.Join(words, ", ")
	}
	require.Equal(t, "sale, clearance", told(0))
	require.Equal(t, "sold out", told(1))
	require.Equal(t, "local", told(2))
	require.Zero(t, explanation.Items[1].Position)
	require.Equal(t, "sale", told(4))
	bowl := explanation.Items[3].Contributions
	require.Equal(t, format.SourceHidden, bowl[len(bowl)-1].Source, "the visitor's own word")
	require.NotEqual(t, uint32(format.NoPosition), bowl[len(bowl)-1].Without, "without it the bowl would be shown")
}

// Without having been hidden an item stands where the rest of what the visitor
// did puts it.
func TestExplain_hidden(t *testing.T) {
	e := shop.visitor(t, purpose.Of(purpose.History))
	observe(t, e, did(1, noon, format.View, "lantern"), did(2, noon, format.Dismiss, "mug"), did(3, noon, format.View, "mug"))
	explanation, err := e.Explain(&format.ExplainRequest{Request: all(), Items: shop.at("mug"), Counterfactual: 16})
	require.NoError(t, err)
	require.Zero(t, explanation.Items[0].Position)
	told := explanation.Items[0].Contributions
	never := shop.visitor(t, purpose.Of(purpose.History))
	observe(t, never, did(1, noon, format.View, "lantern"), did(3, noon, format.View, "mug"))
	position := uint32(1 + slices.Index(order(t, never, all()), "mug"))
	require.Equal(t, format.Contribution{Source: format.SourceHidden, Without: position}, told[len(told)-1])
}
