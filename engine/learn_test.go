package engine

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"privet/engine/format"
	"privet/engine/purpose"
)

// visits makes so many visits, a day apart, in which a list of these items was
// shown and one of them acted on; none where act is "".
func visits(times int, list []string, kind format.Kind, act string) (events []format.Event) {
	for v := range times {
		at := noon - int64(times-v)*day
		for i, id := range list {
			events = append(events, shown(uint32(len(events)+1), at, uint16(i+1), id))
		}
		if act != "" {
			events = append(events, did(uint32(len(events)+1), at+minute, kind, act))
		}
	}
	return events
}

func TestRank_learned(t *testing.T) {
	learning := purpose.Of(purpose.Prediction)
	list := []string{"mug", "lantern", "vase"}
	const usual = "mug bowl lantern candle lamp vase rug tea"
	tookLanterns := visits(40, list, format.View, "lantern")
	anchored := format.RankRequest{Strategy: format.StrategySimilar, Anchors: market.at("tea")}
	var asked format.RankRequest
	play(t, []story{
		{"nothing shown", market, learning, nil, asked, usual, "nothing to learn from"},
		{"lanterns taken", market, learning, tookLanterns, asked, "lantern candle lamp mug bowl vase rug tea",
			"lights gain; what was left loses, and tea, which shares the mug's category but not the lantern's supplier, most"},
		{"lanterns taken once", market, learning, visits(1, list, format.View, "lantern"), asked, usual,
			"one click may be chance"},
		{"vases dismissed", market, learning, visits(20, list, format.Dismiss, "vase"), asked, "mug bowl lantern candle lamp tea vase rug",
			"what is for the room falls; the vase itself is not hidden, as dismissing was not granted as history"},
		{"vases dismissed, and that is remembered too", market, learning | purpose.Of(purpose.History), visits(2, list, format.Dismiss, "vase"), asked,
			"mug bowl lantern candle lamp tea rug", "it is hidden"},
		{"nothing taken", market, learning, visits(6, list, 0, ""), asked, usual, "who takes nothing anywhere prefers nothing"},
		{"taken without being shown", market, learning,
			[]format.Event{did(1, noon-day, format.View, "vase"), did(2, noon-minute, format.Buy, "rug")}, asked, usual, "nobody knows what else there was to choose"},
		{"taken in another visit", market, learning,
			[]format.Event{shown(1, noon-day, 1, "vase"), did(2, noon-minute, format.View, "vase")}, asked, usual, "it was not the list's doing"},
		{"other strategies", market, learning, tookLanterns, anchored, "mug bowl lantern candle lamp vase rug", "learning is for what is for you"},
	})
}

// Each impression is answered by the next act on its item, where that belongs to
// the visit; an act answers one impression. The chance that it was seen falls
// with the root of its place where nothing tells that it was.
func TestStudy_outcomes(t *testing.T) {
	type outcome struct {
		item          string
		outcome, seen int64
	}
	gap := format.DefaultParams().VisitGap * 1000
	for _, x := range []struct {
		name   string
		events []format.Event
		want   []outcome
	}{
		{"left", []format.Event{shown(1, noon, 1, "mug"), shown(2, noon, 4, "tea"), shown(3, noon, 10000, "rug")},
			[]outcome{{"mug", 0, 256}, {"tea", 0, 146}, {"rug", 0, 0}}},
		{"no place", []format.Event{shown(1, noon, 0, "mug")}, []outcome{{"mug", 0, 256}}},
		{"taken", []format.Event{shown(1, noon, 9, "mug"), did(2, noon, format.View, "mug")}, []outcome{{"mug", 1, 256}}},
		{"bought", []format.Event{shown(1, noon, 9, "mug"), did(2, noon, format.View, "mug"), did(3, noon, format.Buy, "mug")}, []outcome{{"mug", 1, 256}}},
		{"dismissed", []format.Event{shown(1, noon, 9, "mug"), did(2, noon, format.Dismiss, "mug")}, []outcome{{"mug", -1, 256}}},
		{"taken, then dismissed", []format.Event{shown(1, noon, 9, "mug"), did(2, noon, format.View, "mug"), did(3, noon, format.Dismiss, "mug")}, []outcome{{"mug", 1, 256}}},
		{"at the end of the visit", []format.Event{shown(1, noon, 1, "mug"), did(2, noon+gap, format.View, "mug")}, []outcome{{"mug", 1, 256}}},
		{"after the visit", []format.Event{shown(1, noon, 4, "mug"), did(2, noon+gap+1, format.View, "mug")}, []outcome{{"mug", 0, 146}}},
		{"before", []format.Event{did(1, noon, format.View, "mug"), shown(2, noon, 4, "mug")}, []outcome{{"mug", 0, 146}}},
		{"of another item", []format.Event{shown(1, noon, 4, "mug"), did(2, noon, format.View, "tea")}, []outcome{{"mug", 0, 146}}},
		{"the last of two impressions", []format.Event{shown(1, noon, 4, "mug"), shown(2, noon, 9, "mug"), did(3, noon, format.View, "mug")},
			[]outcome{{"mug", 0, 146}, {"mug", 1, 256}}},
		{"each of two", []format.Event{shown(1, noon, 4, "mug"), did(2, noon, format.View, "mug"), shown(3, noon, 9, "mug"), did(4, noon, format.Add, "mug")},
			[]outcome{{"mug", 1, 256}, {"mug", 1, 256}}},
		{"a late act does not answer the one before", []format.Event{shown(1, noon, 4, "mug"), shown(2, noon, 4, "mug"), did(3, noon+gap+1, format.View, "mug")},
			[]outcome{{"mug", 0, 146}, {"mug", 0, 146}}},
		{"an interest", []format.Event{shown(1, noon, 4, "mug"), did(2, noon, format.Declare, "category=Kitchen")}, []outcome{{"mug", 0, 146}}},
		{"an item that the catalog lacks", []format.Event{shown(1, noon, 4, "gone"), did(2, noon, format.View, "gone")}, nil},
	} {
		t.Run(x.name, func(t *testing.T) {
			e := market.visitor(t, purpose.Of(purpose.Prediction, purpose.Interests))
			observe(t, e, x.events...)
			// Of one outcome alone nothing would be learned: it is the mean.
			observe(t, e, shown(100, noon+day, 1, "lamp"))
			x.want = append(x.want, outcome{"lamp", 0, 256})
			labels := e.commonLabels()
			var s statistics
			for _, o := range x.want {
				sample := e.sample(0, market.at(o.item)[0])
				s.add(&sample, o.outcome, o.seen)
			}
			require.Equal(t, &lesson{labels, s.posterior()}, e.study())
		})
	}
}

// What an act says to learning needs leave to learn, also where it is kept for
// something else.
func TestStudy_leave(t *testing.T) {
	e := market.visitor(t, purpose.All)
	act := did(2, noon, format.View, "mug")
	act.Purposes = uint16(purpose.Of(purpose.History, purpose.Session))
	observe(t, e, shown(1, noon, 1, "mug"), act)
	ignored := market.visitor(t, purpose.All)
	observe(t, ignored, shown(1, noon, 1, "mug"))
	require.Equal(t, ignored.study(), e.study())
}

// The labels that learning looks at are those of most impressions; of equals
// the first in the catalog.
func TestCommonLabels(t *testing.T) {
	e := market.visitor(t, purpose.Of(purpose.Prediction))
	require.Empty(t, e.commonLabels())
	observe(t, e, shown(1, noon, 1, "lamp"), shown(2, noon, 1, "lantern"), shown(3, noon, 1, "tea"), shown(4, noon, 1, "gone"), did(5, noon, format.Buy, "mug"))
	require.Equal(t, []scored{{1, 2}, {4, 2}, {0, 1}, {3, 1}}, e.commonLabels(), "Light and Bo twice, Kitchen and Ada once")
	require.Equal(t, []scored{{1, 2}, {4, 2}, {0, 1}, {3, 1}}, e.commonLabels(), "and again")
}

// The parts that a ranking tells are what Show events give back, and what
// learning then sees: popularity's fifth, in eighths of the spread.
func TestRank_parts(t *testing.T) {
	e := market.visitor(t, purpose.Of(purpose.Prediction))
	request := all()
	ranking, err := e.Rank(&request)
	require.NoError(t, err)
	for _, x := range ranking.Items {
		s := e.sample(x.Parts, x.Item)
		// 200 of 255 is 23 eighths of 70: the most that five bits hold is 15.
		eighths := (int32(market.bias[market.items[x.Item]])*8 + 35) / 70
		require.Equal(t, sample{partPopularity: int8(min(eighths, 15))}, s)
		require.Equal(t, uint16(certain), x.Propensity)
	}
	e = market.visitor(t, purpose.All&^purpose.Of(purpose.Prediction))
	ranking, err = e.Rank(&request)
	require.NoError(t, err)
	for _, x := range ranking.Items {
		require.Zero(t, x.Parts, "nothing is to be learned")
	}
}

// Forgetting an impression, or what came of it, unlearns it bit for bit.
func TestForget_unlearns(t *testing.T) {
	learning := purpose.Of(purpose.Prediction)
	events := visits(3, []string{"mug", "lantern", "vase"}, format.View, "lantern")
	e := market.visitor(t, learning)
	observe(t, e, events...)
	request := all()
	request.Seed = 5
	taught := answers(t, e, request)
	for i := range events {
		e := market.visitor(t, learning)
		observe(t, e, events...)
		require.Equal(t, taught, answers(t, e, request))
		_, err := e.Forget(format.ForgetRequest{Scope: format.ForgetEvent, Event: events[i].ID})
		require.NoError(t, err)
		never := market.visitor(t, learning)
		observe(t, never, slices.Delete(slices.Clone(events), i, i+1)...)
		require.Equal(t, answers(t, never, request), answers(t, e, request))
		require.NotEqual(t, taught, answers(t, e, request), "event %d taught something", i)
	}
	_, err := e.Forget(format.ForgetRequest{Scope: format.ForgetPurpose, Purpose: uint8(purpose.Prediction)})
	require.NoError(t, err)
	require.Equal(t, answers(t, market.visitor(t, learning), request), answers(t, e, request))
}

// BenchmarkStudy folds as many impressions as a log holds, and a thousand acts on them.
func BenchmarkStudy(b *testing.B) {
	e := market.visitor(b, purpose.Of(purpose.Prediction))
	var events []format.Event
	for i := range MaxShows {
		item := market.items[i%len(market.items)]
		at := noon - int64(MaxShows-i)*minute
		events = append(events, shown(uint32(2*i+1), at, uint16(i%17+1), item))
		if i < 1000 {
			events = append(events, did(uint32(2*i+2), at+1, format.View, item))
		}
	}
	for i := range events {
		if events[i].Kind == format.Show {
			events[i].Parts = uint32(i) * 0x9e3779b1 >> 2 // any; 30 bits
		}
	}
	observe(b, e, events...)
	b.ReportAllocs()
	for b.Loop() {
		e.study()
	}
}
