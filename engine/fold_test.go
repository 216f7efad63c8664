package engine

import (
	"testing"

	"privet/engine/format"
	"privet/engine/purpose"
)

// What visitors come back to, and how far back still counts.
func TestRank_repeatsAndSteps(t *testing.T) {
	history, session := purpose.Of(purpose.History), purpose.Of(purpose.Session)
	repeating := func(history, session int32) world {
		return shop.tuned(func(p *format.Params) { p.Repeat[purpose.History], p.Repeat[purpose.Session] = history, session })
	}
	stepping := func(step int32) world { return shop.tuned(func(p *format.Params) { p.HistoryStep = step }) }
	tea := []format.Event{did(1, noon-day, format.Buy, "tea")}
	mugThenLantern := []format.Event{did(1, noon-day, format.View, "mug"), did(2, noon-minute, format.View, "lantern")}
	order := []format.Event{did(1, noon-day, format.Buy, "mug"), did(2, noon-day, format.Buy, "lantern")}
	both := []format.Event{did(1, noon-minute, format.View, "tea")}
	var asked format.RankRequest
	play(t, []story{
		{"bought, and nobody does so twice", repeating(0, 0), history, tea, asked, "mug lantern candle tea vase rug", "an item is no evidence for itself"},
		{"bought, and bought again", repeating(4096, 0), history, tea, asked, "tea mug lantern candle vase rug", "8 a unit of weight: 12,288 × 8 beats 100 of popularity at 400"},
		{"bought, and never again", repeating(-4096, 0), history, tea, asked, "mug lantern candle vase rug tea", "who has some wants others first"},
		{"looked at in this visit", repeating(4096, -8192), session, both, asked, "mug lantern candle vase rug tea", "within a visit nobody wants to see it again"},
		{"looked at, both ways", repeating(4096, -8192), history | session, both, asked, "mug lantern candle vase rug tea", "each purpose says its own: −16 × 10,240 + 8 × 12,288"},
		{"looked at, among candidates", repeating(4096, 0), history, tea, format.RankRequest{Scope: format.ScopeGiven, Candidates: shop.at("mug tea")}, "tea mug", "the same within a category"},

		{"a step back counts the same", stepping(1 << 16), history, mugThenLantern, asked, "tea candle vase mug lantern rug", "a mug a day ago, a lantern now: tea 110, candles 100 and, for all the little age"},
		{"a step back counts half", stepping(1 << 15), history, mugThenLantern, asked, "candle tea vase mug lantern rug", "candles go with the lantern, which was last"},
		{"a step back counts nothing", stepping(0), history, mugThenLantern, asked, "candle vase mug lantern tea rug", "the last time is all there is"},
		{"events of one time share a step", stepping(0), history, order, asked, "tea candle vase mug lantern rug", "an order is one step, however much is in it"},
	})
}
