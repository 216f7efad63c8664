package engine

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"privet/engine/format"
	"privet/engine/purpose"
)

func hide(items string) rule { return rule{Rule: format.Rule{Action: format.ActionHide}, items: items} }

func pin(items string, from int32) rule {
	return rule{Rule: format.Rule{Action: format.ActionPin, Value: from}, items: items}
}

// boost adds so many 256ths of the spread: here, without a visitor, 70 of the
// popularity's 255 are a whole one.
func boost(items string, by int32) rule {
	return rule{Rule: format.Rule{Action: format.ActionBoost, Value: by}, items: items}
}

func limit(items, labels string, most int32) rule {
	return rule{Rule: format.Rule{Action: format.ActionLimit, Value: most}, items: items, labels: labels}
}

func floor(items string, thousandths int32) rule {
	return rule{Rule: format.Rule{Action: format.ActionFloor, Value: thousandths}, items: items}
}

// metBy is about items that the visitor met so often by one kind of event.
func metBy(kind format.Kind, times uint16, value int32) rule {
	return rule{Rule: format.Rule{Action: format.ActionMet, Kinds: 1 << kind, Count: times, Value: value}}
}

// shownTimes is about items that were shown so often.
func shownTimes(times uint16, value int32) rule {
	return rule{Rule: format.Rule{Action: format.ActionShown, Count: times, Value: value}}
}

// where limits a rule to what change says.
func (r rule) where(change func(*format.Rule)) rule {
	change(&r.Rule)
	return r
}

func TestRank_rules(t *testing.T) {
	history, nobody := purpose.Of(purpose.History), purpose.Set(0)
	var asked format.RankRequest
	home := format.RankRequest{Slot: "home"}
	const usual = "mug bowl lantern candle lamp vase rug tea"
	phone := format.RankRequest{Context: []string{"device=phone", "region=Europe"}}
	onPhones := func(r *format.Rule) { r.When = []string{"device=phone"} }
	onPhonesInEurope := func(r *format.Rule) { r.When = []string{"device=phone", "region=Europe"} }
	inBasket := func(r *format.Rule) { r.Slots = []string{"basket"} }
	bought := []format.Event{did(1, noon-2*day, format.Buy, "bowl")}
	play(t, []story{
		{"none", market, nobody, nil, asked, usual, "popularity"},

		{"hide", market.with(hide("vase mug")), nobody, nil, asked, "bowl lantern candle lamp rug tea", "out of stock"},
		{"hide everything", market.with(hide("")), nobody, nil, asked, "", "a rule without items is about all"},

		{"pin", market.with(pin("rug", 1)), nobody, nil, asked, "rug mug bowl lantern candle lamp vase tea", "the rug leads"},
		{"pin two from the second place on", market.with(pin("tea rug", 2)), nobody, nil, asked, "mug rug tea bowl lantern candle lamp vase", "the better of them first"},
		{"pin beyond the end", market.with(pin("mug", 9)), nobody, nil, asked, usual, "it has its own place, as there is no ninth"},
		{"pin twice", market.with(pin("rug", 1), pin("tea", 1)), nobody, nil, asked, "rug tea mug bowl lantern candle lamp vase", "earlier rules come first"},
		{"pin what is hidden", market.with(pin("rug", 1), hide("rug")), nobody, nil, asked, "mug bowl lantern candle lamp vase tea", "hidden is hidden"},
		{"pin what is no candidate", market.with(pin("rug", 1)), nobody, nil, format.RankRequest{Scope: format.ScopeGiven, Candidates: market.at("mug tea")},
			"mug tea", "a category's page shows the category"},
		{"pin what is excluded", market.with(pin("rug", 1)), nobody, nil, format.RankRequest{Exclude: market.at("rug")},
			"mug bowl lantern candle lamp vase tea", "the page shows it already"},

		{"boost", market.with(boost("rug", 128)), nobody, nil, asked, "mug bowl lantern rug candle lamp vase tea", "by 35: 175 of 255"},
		{"boost twice", market.with(boost("rug", 128), boost("", 10), boost("rug tea", 64)), nobody, nil, asked, "mug rug bowl lantern candle lamp vase tea",
			"boosts add up: 192 for the rug, 147 for tea; what all have moves nothing"},
		{"bury", market.with(boost("mug", -256)), nobody, nil, asked, "bowl lantern candle lamp vase rug mug tea", "by 70: as much as tea, which comes later in the catalog"},

		{"limit", market.with(limit("mug bowl lantern", "", 1)), nobody, nil, asked, "mug candle lamp vase rug tea", "one of three; the list gets shorter"},
		{"limit of each label", market.with(limit("", "category=Kitchen category=Light category=Room", 1)), nobody, nil, asked, "mug lantern vase", "one of each category"},
		{"limit of each label among some items", market.with(limit("mug bowl lantern candle", "category=Kitchen category=Light", 1)), nobody, nil, asked,
			"mug lantern lamp vase rug tea", "lamp and tea are not counted"},
		{"pins obey limits", market.with(pin("bowl mug", 1), limit("", "category=Kitchen", 1)), nobody, nil, asked, "mug lantern candle lamp vase rug", "one for the kitchen, pinned or not"},

		{"floor", market.with(floor("vase rug", 500)), nobody, nil, asked, "mug vase bowl rug lantern candle lamp tea", "every second place is theirs until there are none"},
		{"a floor for each supplier", market.with(floor("mug bowl lantern", 250), floor("candle lamp tea", 250), floor("vase rug", 250)), nobody, nil, asked,
			"mug bowl lantern candle vase lamp rug tea", "of four places one each: the fourth is owed to both Bo and Cy, and Bo's rule comes first; of eight two"},
		{"floor already met", market.with(floor("mug bowl", 250)), nobody, nil, asked, usual, "nothing needs to move"},
		{"pin before floor", market.with(pin("tea", 2), floor("vase rug", 500)), nobody, nil, asked, "mug tea vase rug bowl lantern candle lamp",
			"the second place is the pin's, the third makes up for it"},
		{"floor before pin", market.with(floor("vase rug", 500), pin("tea", 2)), nobody, nil, asked, "mug vase tea rug bowl lantern candle lamp", "earlier rules come first"},
		{"limit before floor", market.with(floor("vase rug", 500), limit("", "category=Room", 1)), nobody, nil, asked,
			"mug vase bowl lantern candle lamp tea", "what is not allowed is not owed"},

		{"met: bought", market.with(metBy(format.Buy, 1, format.HideMet)), history, bought, asked, "mug lantern candle lamp vase rug tea", "nobody needs two bowls"},
		{"met: bought, not granted", market.with(metBy(format.Buy, 1, format.HideMet)), purpose.All &^ history, bought, asked, usual, "what was not granted puts no rule in force"},
		{"met: bought lately", market.with(metBy(format.Buy, 1, format.HideMet).where(func(r *format.Rule) { r.Span = 2 * 24 * 3600 })), history, bought, asked,
			usual, "two days ago is not within two days"},
		{"met: bought a moment later", market.with(metBy(format.Buy, 1, format.HideMet).where(func(r *format.Rule) { r.Span = 2*24*3600 + 1 })), history, bought, asked,
			"mug lantern candle lamp vase rug tea", "but within a second more"},
		{"met: some items alone", market.with(rule{Rule: metBy(format.Buy, 1, format.HideMet).Rule, items: "mug"}), history,
			append(bought, did(2, noon-day, format.Buy, "mug")), asked, "bowl lantern candle lamp vase rug tea", "bowls may be bought again"},
		{"met: viewed twice", market.with(metBy(format.View, 2, -256)), history,
			[]format.Event{did(1, noon-day, format.View, "mug"), did(2, noon-minute, format.View, "mug"), did(3, noon-minute, format.View, "bowl")}, asked,
			"bowl lantern candle lamp vase rug mug tea", "seen twice is seen enough; the bowl was seen once"},
		{"met: who bought buys again", market.with(metBy(format.Buy, 1, 256)), history, bought, asked, "bowl mug lantern candle lamp vase rug tea", "a boost works as well"},

		{"shown: three times and left", shop.with(shownTimes(3, format.HideMet)), purpose.Of(purpose.Prediction),
			[]format.Event{shown(1, noon-day, 1, "mug"), shown(2, noon-2*minute, 1, "mug"), shown(3, noon-minute, 1, "mug"), shown(4, noon-minute, 2, "tea")}, asked,
			"lantern candle tea vase rug", "enough of the mug; tea was shown once"},
		{"shown: and taken between", shop.with(shownTimes(2, format.HideMet)), purpose.Of(purpose.Prediction),
			[]format.Event{shown(1, noon-day, 1, "mug"), did(2, noon-day, format.View, "mug"), shown(3, noon-minute, 1, "mug")}, asked,
			"mug lantern candle tea vase rug", "shown once since it was looked at"},
		{"shown: long ago", shop.with(shownTimes(2, format.HideMet).where(func(r *format.Rule) { r.Span = 24 * 3600 })), purpose.Of(purpose.Prediction),
			[]format.Event{shown(1, noon-day, 1, "mug"), shown(2, noon-minute, 1, "mug")}, asked,
			"mug lantern candle tea vase rug", "once in the last day"},
		{"shown: some items alone", shop.with(rule{Rule: shownTimes(1, format.HideMet).Rule, items: "mug"}), purpose.Of(purpose.Prediction),
			[]format.Event{shown(1, noon-minute, 1, "mug"), shown(2, noon-minute, 2, "tea")}, asked, "lantern candle tea vase rug", "tea may be shown again"},
		{"shown: buried a little", shop.with(shownTimes(1, -90)), purpose.Of(purpose.Prediction), []format.Event{shown(1, noon-minute, 1, "mug")}, asked,
			"lantern candle mug tea vase rug", "by 90/256 of 190: 133 of 255"},

		{"only in its slot", market.with(pin("rug", 1).where(func(r *format.Rule) { r.Slots = []string{"basket", "home"} })), nobody, nil, home,
			"rug mug bowl lantern candle lamp vase tea", "this is its slot"},
		{"not in other slots", market.with(pin("rug", 1).where(inBasket)), nobody, nil, home, usual, "this is not"},
		{"nor without a slot", market.with(pin("rug", 1).where(inBasket)), nobody, nil, asked, usual, "nor is a list without a name"},
		{"everywhere", market.with(pin("rug", 1)), nobody, nil, home, "rug mug bowl lantern candle lamp vase tea", "no slots are all"},
		{"when", market.with(pin("rug", 1).where(onPhones)), purpose.Of(purpose.Context), nil, phone, "rug mug bowl lantern candle lamp vase tea", "on phones"},
		{"when, elsewhere", market.with(pin("rug", 1).where(onPhones)), purpose.Of(purpose.Context), nil, asked, usual, "this is no phone"},
		{"when, not granted", market.with(pin("rug", 1).where(onPhones)), nobody, nil, phone, usual, "nobody may look at what device it is"},
		{"when both", market.with(pin("rug", 1).where(onPhonesInEurope)), purpose.Of(purpose.Context), nil, phone,
			usual, "the region was not granted"},
		{"when both are granted", market.with(pin("rug", 1).where(onPhonesInEurope)),
			purpose.Of(purpose.Context, purpose.Region), nil, phone, "rug mug bowl lantern candle lamp vase tea", "now both are"},
		{"from now", market.with(hide("mug").where(func(r *format.Rule) { r.From = noon / 1000 })), nobody, nil, asked, "bowl lantern candle lamp vase rug tea", "it begins this very second"},
		{"from later", market.with(hide("mug").where(func(r *format.Rule) { r.From = noon/1000 + 1 })), nobody, nil, asked, usual, "it has not begun"},
		{"until now", market.with(hide("mug").where(func(r *format.Rule) { r.Until = noon / 1000 })), nobody, nil, asked, usual, "it is just over"},
		{"until later", market.with(hide("mug").where(func(r *format.Rule) { r.Until = noon/1000 + 1 })), nobody, nil, asked, "bowl lantern candle lamp vase rug tea", "for a second more"},

		{"recent, hidden", market.with(hide("mug")), history, []format.Event{did(1, noon-day, format.View, "mug"), did(2, noon, format.View, "tea")},
			format.RankRequest{Strategy: format.StrategyRecent}, "tea", "sold out is sold out"},
		{"recent, boosted", market.with(boost("mug", 4096)), history, []format.Event{did(1, noon-day, format.View, "mug"), did(2, noon, format.View, "tea")},
			format.RankRequest{Strategy: format.StrategyRecent}, "tea mug", "what was viewed last stands first, whatever an owner would sell"},
		{"similar, pinned", market.with(pin("tea", 1)), nobody, nil, format.RankRequest{Strategy: format.StrategySimilar, Anchors: market.at("mug")},
			"tea bowl lantern candle lamp vase rug", "rules hold for every strategy"},
	})
}

// A sensitive item says nothing of the visitor: what happened to it is dropped
// at once, or laid aside where it was stored before the rule.
func TestObserve_sensitive(t *testing.T) {
	secret := shop.with(rule{Rule: format.Rule{Action: format.ActionSensitive}, items: "lantern"})
	e := secret.visitor(t, purpose.All)
	reply := e.Observe([]format.Event{did(1, noon-minute, format.View, "lantern"), did(2, noon-minute, format.Dismiss, "lantern"),
		shown(3, noon-minute, 1, "lantern"), did(4, noon-minute, format.View, "mug"), did(5, noon-minute, format.Declare, "category=Light")})
	require.Equal(t, format.Observed{Accepted: 2, Dropped: []uint32{1, 2, 3}}, reply)
	require.Len(t, e.Export().Events, 2)

	nothing := secret.visitor(t, purpose.Of(purpose.History))
	want := order(t, nothing, all())
	require.Equal(t, "mug lantern candle tea vase rug", strings.Join(want, " "), "it is shown by what everybody wants")
	before := shop.visitor(t, purpose.Of(purpose.History))
	observe(t, before, did(1, noon-minute, format.View, "lantern"), did(2, noon-minute, format.Dismiss, "lantern"))
	require.NotEqual(t, want, order(t, before, all()))
	b, err := format.Encode(secret.catalog(t))
	require.NoError(t, err)
	_, err = before.Load(b)
	require.NoError(t, err)
	require.Equal(t, want, order(t, before, all()), "as if there had been no events")
	require.Len(t, before.Export().Events, 2, "which can still be seen and forgotten")
}

// Which items a rule was witnessed on, item by item and from the first event to
// the last: impressions count from the last act on the item, a dismissal until
// the item was wanted after all, everything else whenever it happened.
func TestWitnessed_matchesNaive(t *testing.T) {
	found := 0
	rapid.Check(t, func(t *rapid.T) {
		c, granted := randomCatalog(t), randomGrant(t)
		c.Rules = format.Rules{}
		e := visitorOf(t, c, granted)
		events := randomLog(t)
		for i := range events { // often of the same item
			events[i].Key = "item" + strconv.Itoa(i*i%4)
		}
		e.Observe(events)
		f := e.fold(&format.RankRequest{Now: noon, Top: 1}, noReason)
		random := uniform(t, "rule")
		rule := &format.Rule{Action: format.ActionMet, Kinds: uint16(random.IntN(256)), Count: uint16(1 + random.IntN(3)), Span: random.Int64N(2) * random.Int64N(40*24*3600)}
		for i := range uint32(c.Items.Len()) {
			if random.IntN(4) > 0 {
				rule.Items = append(rule.Items, i)
			}
		}
		switch random.IntN(3) {
		case 0:
			rule.Action = format.ActionShown
		case 1:
			rule = &dismissals
		}
		var want []uint32
		for item := range uint32(c.Items.Len()) {
			times := 0
			for i, x := range e.log.entries {
				if x.Key != c.Items.At(int(item)) || x.Kind == format.Declare {
					continue
				}
				there := purpose.Set(x.Purposes).Has(purpose.Prediction)
				if rule.Action == format.ActionMet {
					there = purpose.Set(x.Purposes).Has(purpose.History) || purpose.Set(x.Purposes).Has(purpose.Session) && i >= f.visit
				}
				if !there {
					continue
				}
				act := x.Kind >= format.View && x.Kind <= format.Dismiss
				wanted := x.Kind == format.Add || x.Kind == format.Buy || x.Kind == format.Like
				if rule.Action == format.ActionShown && act || rule == &dismissals && wanted {
					times = 0
				}
				counts := rule.Kinds>>x.Kind&1 == 1
				if rule.Action == format.ActionShown {
					counts = x.Kind == format.Show
				}
				if counts && (rule.Span == 0 || x.At > noon-rule.Span*1000) {
					times++
				}
			}
			if times >= int(rule.Count) && (len(rule.Items) == 0 || slices.Contains(rule.Items, item)) {
				want = append(want, item)
			}
		}
		got := e.witnessed(&f, rule, noon)
		slices.Sort(got)
		require.Equal(t, want, got)
		found += len(got)
	})
	require.NotZero(t, found, "no rule was witnessed")
}
