package engine

import (
	"testing"

	"github.com/stretchr/testify/require"

	"privet/engine/format"
	"privet/engine/purpose"
)

func similarTo(ids string) format.RankRequest {
	return format.RankRequest{Strategy: format.StrategySimilar, Anchors: shop.at(ids)}
}

func togetherWith(ids string) format.RankRequest {
	return format.RankRequest{Strategy: format.StrategyTogether, Anchors: shop.at(ids)}
}

func TestRank_strategies(t *testing.T) {
	history, session := purpose.Of(purpose.History), purpose.Of(purpose.Session)
	recent := format.RankRequest{Strategy: format.StrategyRecent}
	carryOn := format.RankRequest{Strategy: format.StrategyContinue}
	baskets := shop
	baskets.together = map[string]row{"lantern": {"tea": 120}, "mug": {"rug": 90}}
	wordless := shop
	wordless.next = nil
	viewed := []format.Event{
		did(1, noon-3*day, format.View, "tea"), did(2, noon-2*day, format.Add, "vase"),
		did(3, noon-day, format.View, "mug"), did(4, noon-minute, format.View, "tea"),
	}
	play(t, []story{
		{"similar", shop, 0, nil, similarTo("lantern"), "candle vase mug tea rug",
			"candles and vases go with lanterns; the lantern itself is on the page already"},
		{"similar to two", shop, 0, nil, similarTo("lantern mug"), "tea candle vase rug",
			"each speaks half: tea goes best with mugs, candles with lanterns"},
		{"similar, named twice", shop, 0, nil, similarTo("lantern lantern"), "candle vase mug tea rug", "it counts once"},
		{"similar to nothing", shop, 0, nil, similarTo(""), "mug lantern candle tea vase rug", "popularity is left"},
		{"similar, for somebody known", shop, purpose.All, []format.Event{did(1, noon-minute, format.View, "mug")}, similarTo("lantern"),
			"candle vase mug tea rug", "nothing of the visitor counts"},
		{"similar, one of it dismissed", shop, history, []format.Event{did(1, noon-minute, format.Dismiss, "candle")}, similarTo("lantern"),
			"vase mug tea rug", "what was dismissed stays away everywhere"},
		{"together", baskets, 0, nil, togetherWith("lantern"), "tea candle mug vase rug",
			"baskets with lanterns have tea in them; what goes with lanterns counts a sixteenth, less than much popularity"},
		{"together, where no baskets are known", shop, 0, nil, togetherWith("lantern"), "rug candle mug vase tea",
			"a rug follows a lantern within a visit"},
		{"together, where nothing follows either", wordless, 0, nil, togetherWith("lantern"), "candle vase mug tea rug", "then it is what goes together"},
		{"trending without a trend", shop, purpose.All, viewed, format.RankRequest{Strategy: format.StrategyTrending},
			"mug lantern candle tea vase rug", "popularity, whoever asks"},
		{"recent", shop, history, viewed, recent, "tea mug vase", "newest first, each once, nothing else"},
		{"recent, one of them often", shop, history, append([]format.Event{did(5, noon-5*day, format.View, "mug"), did(6, noon-day, format.View, "mug"), did(7, noon-day, format.View, "mug")},
			did(8, noon, format.View, "tea")), recent, "tea mug", "how often does not count"},
		{"recent, in this visit", shop, session, viewed, recent, "tea", "the other visits are over"},
		{"recent, not granted", shop, purpose.All &^ (history | session), nil, recent, "", "nothing is known"},
		{"recent, dismissed", shop, history, append(viewed, did(5, noon, format.Dismiss, "mug")), recent, "tea vase", "not wanted any more"},
		{"recent, an interest", shop, purpose.All, []format.Event{did(1, noon, format.Declare, "category=Light")}, recent, "", "an interest is no item"},
		{"recent, among candidates", shop, history, viewed, format.RankRequest{Strategy: format.StrategyRecent, Scope: format.ScopeGiven, Candidates: shop.at("mug rug vase")},
			"mug vase", "of these, the visitor met two"},
		{"continue", shop, history, viewed, carryOn, "tea vase mug",
			"two views of tea, one of them just now, weigh a little more than the vase that lies in the basket for two days"},
		{"continue, bought", shop, history, append(viewed, did(5, noon, format.Buy, "vase")), carryOn, "tea mug", "who bought has finished"},
		{"continue, looked at again after buying", shop, history, append(viewed, did(5, noon-2*minute, format.Buy, "mug"), did(6, noon, format.View, "mug")), carryOn,
			"tea vase mug", "that is something new, and counts alone"},
		{"recent, bought", shop, history, append(viewed, did(5, noon, format.Buy, "vase")), recent, "vase tea mug", "to buy it is to meet it"},
		{"order within a category", shop, history, []format.Event{did(1, noon-minute, format.View, "lantern")},
			format.RankRequest{Scope: format.ScopeGiven, Candidates: shop.at("rug vase candle")}, "candle vase rug", "the page's items, in the visitor's order"},
	})
}

// A trend takes the place of popularity, and says what is hot.
func TestTrend(t *testing.T) {
	e := shop.visitor(t, purpose.Of(purpose.History))
	trend := format.Trend{Base: e.catalog.Items.Digest(), At: noon / 1000,
		Bias: []byte{50, 150, 140, 100, 50, 255}, Hot: []byte{0, 0, 0, 64, 0, 128}}
	trending := all()
	trending.Strategy = format.StrategyTrending
	for range 2 { // that a trend comes twice changes nothing
		info, err := e.Trend(trend.Append(nil))
		require.NoError(t, err)
		require.Equal(t, format.TrendInfo{At: noon / 1000}, info)
		require.Equal(t, []string{"rug", "lantern", "candle", "tea", "mug", "vase"}, order(t, e, all()), "its popularity")
		require.Equal(t, []string{"rug", "tea", "lantern", "candle", "mug", "vase"}, order(t, e, trending), "what is hot, then popular")
	}
	observe(t, e, did(1, noon-minute, format.View, "lantern"))
	require.Equal(t, []string{"candle", "vase", "rug", "lantern", "tea", "mug"}, order(t, e, all()), "what is known of the visitor counts beside it")

	b, err := format.Encode(shop.catalog(t))
	require.NoError(t, err)
	_, err = e.Load(b)
	require.NoError(t, err)
	require.Equal(t, shop.items, order(t, e, trending), "a catalog comes without what is hot")

	other := market.visitor(t, 0)
	_, err = other.Trend(trend.Append(nil))
	require.Error(t, err)
	require.Equal(t, market.items, order(t, other, all()), "a trend of another catalog changes nothing")
}
