package engine

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"privet/engine/format"
	"privet/engine/purpose"
)

// Stories of a tiny world: the whole order, and why.
func TestRank_stories(t *testing.T) {
	everything := purpose.All
	yesterday, now := noon-day, noon-minute
	for _, story := range []struct {
		name    string
		granted purpose.Set
		events  []format.Event
		context []string
		want    string
		why     string
	}{
		{"nobody", 0, nil, nil, "mug lantern candle tea vase rug", "popularity alone"},
		{"looked at a lantern", purpose.Of(purpose.History), []format.Event{did(1, now, format.View, "lantern")}, nil,
			"candle vase mug lantern tea rug", "candles and vases go with lanterns"},
		{"looked at a lantern this visit", purpose.Of(purpose.Session), []format.Event{did(1, now, format.View, "lantern")}, nil,
			"rug candle vase mug lantern tea", "a rug follows a lantern within a visit"},
		{"looked at a lantern in an earlier visit", purpose.Of(purpose.Session), []format.Event{did(1, yesterday, format.View, "lantern")}, nil,
			"mug lantern candle tea vase rug", "the visit is over"},
		{"on a phone", purpose.Of(purpose.Context), nil, []string{"device=phone", "region=Europe"},
			"mug lantern candle tea vase rug", "phones get mugs; the region was not granted"},
		{"from Europe", purpose.Of(purpose.Region), nil, []string{"device=phone", "region=Europe"},
			"mug rug lantern candle tea vase", "rugs go to Europe"},
		{"declared lights", purpose.Of(purpose.Interests), []format.Event{did(1, now, format.Declare, "category=Light")}, nil,
			"lantern candle mug tea vase rug", "lights first"},
		{"dismissed candles", everything, []format.Event{did(1, now, format.View, "lantern"), did(2, now, format.Dismiss, "candle")}, nil,
			"rug vase mug tea lantern", "a dismissed item is gone, and counts against what goes with it"},
		{"dismissed, then liked", purpose.Of(purpose.History), []format.Event{did(1, now, format.Dismiss, "tea"), did(2, now, format.Like, "tea")}, nil,
			"mug lantern candle tea vase rug", "the last word counts"},
		{"an item that the catalog lacks", everything, []format.Event{did(1, now, format.View, "gone")}, []string{"weather=rain"},
			"mug lantern candle tea vase rug", "what is unknown says nothing"},
	} {
		t.Run(story.name, func(t *testing.T) {
			e := shop.visitor(t, story.granted)
			observe(t, e, story.events...)
			require.Equal(t, story.want, strings.Join(order(t, e, all(story.context...)), " "), story.why)
		})
	}
}

func TestRank_scopes(t *testing.T) {
	e := shop.visitor(t, 0)
	for _, x := range []struct {
		name    string
		request format.RankRequest
		want    string
	}{
		{"top", format.RankRequest{Top: 2}, "mug lantern"},
		{"exclude", format.RankRequest{Top: 2, Exclude: []uint32{0, 0}}, "lantern candle"},
		{"given, once each", format.RankRequest{Top: 9, Scope: format.ScopeGiven, Candidates: []uint32{5, 1, 5, 3}}, "lantern tea rug"},
		{"given none", format.RankRequest{Top: 9, Scope: format.ScopeGiven}, ""},
		{"given, all excluded", format.RankRequest{Top: 9, Scope: format.ScopeGiven, Candidates: []uint32{5}, Exclude: []uint32{5}}, ""},
	} {
		t.Run(x.name, func(t *testing.T) {
			require.Equal(t, x.want, strings.Join(order(t, e, x.request), " "))
		})
	}
}

// Ties are in item order, whatever the order in which items are offered.
func TestRank_tiesKeepItemOrder(t *testing.T) {
	w := shop
	w.bias = nil
	e := w.visitor(t, 0)
	require.Equal(t, "mug lantern candle", strings.Join(order(t, e, format.RankRequest{Top: 3}), " "))
	given := format.RankRequest{Top: 2, Scope: format.ScopeGiven, Candidates: []uint32{5, 3, 4, 0}}
	require.Equal(t, "mug tea", strings.Join(order(t, e, given), " "))
}
