package engine

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"privet/engine/format"
	"privet/engine/purpose"
)

// listed is the naive making of a list: every place looks at every item and
// counts all that stands above, from scores that a plain engine computed.
type listed struct {
	c      *format.Catalog
	r      *format.RankRequest
	rules  []format.Rule // in force
	score  map[uint32]int64
	varied int64
	spread int64
	list   []uint32
}

// naive makes the list of a request for a visitor who does not let lists learn.
func naive(t require.TestingT, c *format.Catalog, granted purpose.Set, events []format.Event, r *format.RankRequest) []format.Ranked {
	plain := *c
	plain.Rules, plain.Params.Variety = format.Rules{}, format.VarietyLimits{}
	l := &listed{c: c, r: r, score: map[uint32]int64{}}
	hidden := map[uint32]bool{}
	for _, rule := range c.Rules.Rules {
		inForce := (rule.From == 0 || r.Now >= rule.From*1000) && (rule.Until == 0 || r.Now < rule.Until*1000) &&
			(len(rule.Slots) == 0 || slices.Contains(rule.Slots, r.Slot))
		for _, key := range rule.When {
			inForce = inForce && granted.Has(purpose.OfContextKey(key)) && slices.Contains(r.Context, key)
		}
		if inForce {
			l.rules = append(l.rules, rule)
		}
		for item := range uint32(c.Items.Len()) {
			hidden[item] = hidden[item] || inForce && rule.Action == format.ActionHide && l.about(&rule, item)
		}
	}

	e := visitorOf(t, &plain, granted)
	e.Observe(events)
	wide := *r
	wide.Top, wide.Variety = format.MaxTop, 0
	ranking, err := e.Rank(&wide)
	require.NoError(t, err)
	var scores []int64
	for _, x := range ranking.Items {
		if !hidden[x.Item] {
			l.score[x.Item] = int64(x.Score)
			scores = append(scores, int64(x.Score))
		}
	}
	l.spread = 256
	if len(scores) > 0 { // as many items as a pool has, or fewer
		l.spread = max(256, min(scores[0]-scores[min(len(scores), leastPool)-1], mostSpread))
	}
	if !met(r.Strategy) {
		l.lift()
		v := &c.Params.Variety
		l.varied = int64(v.Usual)
		if r.Variety > 0 {
			l.varied = max(int64(v.Least), min(int64(r.Variety)-1, int64(v.Most)))
		}
	}
	return l.choose()
}

func (l *listed) about(rule *format.Rule, item uint32) bool {
	return len(rule.Items) == 0 || slices.Contains(rule.Items, item)
}

func (l *listed) lift() {
	for _, rule := range l.rules {
		if rule.Action != format.ActionBoost {
			continue
		}
		for item := range l.score {
			if l.about(&rule, item) {
				by := int64(math.Floor(float64(rule.Value) * float64(l.spread) / 256))
				l.score[item] = max(-1<<30, min(l.score[item]+by, 1<<30))
			}
		}
	}
}

// groups returns the groups of a rule that an item is in.
func (l *listed) groups(rule *format.Rule, item uint32) (groups []uint32) {
	switch {
	case !l.about(rule, item):
	case len(rule.Labels) == 0:
		groups = []uint32{0}
	default:
		for _, label := range l.c.Labels.Row(int(item)) {
			if slices.Contains(rule.Labels, label) {
				groups = append(groups, label)
			}
		}
	}
	return groups
}

// count returns how many of the list so far are in a group.
func (l *listed) count(rule *format.Rule, group uint32) (n int32) {
	for _, item := range l.list {
		if slices.Contains(l.groups(rule, item), group) {
			n++
		}
	}
	return n
}

func (l *listed) allowed(item uint32) bool {
	for _, rule := range l.rules {
		for _, group := range l.groups(&rule, item) {
			if rule.Action == format.ActionLimit && l.count(&rule, group) >= rule.Value {
				return false
			}
		}
	}
	return !slices.Contains(l.list, item)
}

func (l *listed) owed(rule *format.Rule, item uint32) bool {
	place := int32(len(l.list) + 1)
	switch rule.Action {
	case format.ActionPin:
		return place >= rule.Value && slices.Contains(rule.Items, item)
	case format.ActionFloor:
		return l.about(rule, item) && l.count(rule, 0) < rule.Value*place/1000
	}
	return false
}

// worth returns an item's score here and now.
func (l *listed) worth(item uint32) int64 {
	mine, like := l.c.Labels.Row(int(item)), 0
	for _, above := range l.list[:min(len(l.list), mostVaried-1)] {
		theirs, shared := l.c.Labels.Row(int(above)), 0
		for _, label := range mine {
			if slices.Contains(theirs, label) {
				shared++
			}
		}
		if shared > 0 {
			like = max(like, 512*shared/(len(mine)+len(theirs)))
		}
	}
	return l.score[item] - l.spread*l.varied/100*int64(like)/256
}

func (l *listed) choose() []format.Ranked {
	ranked := []format.Ranked{}
	for len(l.list) < int(l.r.Top) {
		best, worth, rank := uint32(0), int64(0), len(l.rules)+1
		for item := range uint32(l.c.Items.Len()) {
			if _, there := l.score[item]; !there || !l.allowed(item) {
				continue
			}
			owed := len(l.rules) // by the first rule that owes it the place
			for i := range l.rules {
				if l.owed(&l.rules[i], item) {
					owed = i
					break
				}
			}
			w := l.worth(item)
			if owed == len(l.rules) && len(l.list) >= mostVaried {
				w = l.score[item] // variety looks no further
			}
			if owed < rank || owed == rank && w > worth {
				best, worth, rank = item, w, owed
			}
		}
		if rank > len(l.rules) {
			break
		}
		ranked = append(ranked, format.Ranked{Item: best, Score: int32(l.worth(best)), Propensity: certain})
		l.list = append(l.list, best)
	}
	return ranked
}

// Whatever an owner's pins, boosts, limits, floors and variety are, the list is
// what the naive making of it gives, scores included.
func TestRank_matchesNaiveList(t *testing.T) {
	arranged := 0
	rapid.Check(t, func(t *rapid.T) {
		c, granted, events := randomCatalog(t), randomGrant(t)&^purpose.Of(purpose.Prediction), randomLog(t)
		c.Rules.Rules = slices.DeleteFunc(c.Rules.Rules, func(r format.Rule) bool {
			return r.Action == format.ActionMet || r.Action == format.ActionShown || r.Action == format.ActionSensitive
		})
		request := randomRequest(t, c)
		e := visitorOf(t, c, granted)
		e.Observe(events)
		ranking, err := e.Rank(&request)
		require.NoError(t, err)
		require.Equal(t, naive(t, c, granted, events, &request), ranking.Items)
		if len(ranking.Items) > 3 && (len(c.Rules.Rules) > 1 || request.Variety > 50 && len(c.Labels.Target) > 0) {
			arranged++
		}
	})
	require.NotZero(t, arranged, "no list was long enough to tell")
}

// Variety looks at so many places; below them items stand by score alone.
func TestRank_longListIsVariedAtItsTop(t *testing.T) {
	const n = mostVaried + 72
	c := &format.Catalog{Params: format.DefaultParams(), Labels: format.Lists{Start: []uint32{0}}}
	// Of a varied place, of the last one, of one after it, and of each other.
	twins := map[int]uint32{10: 9, 140: 50, 150: mostVaried - 1, 160: mostVaried, 170: 169}
	var ids, tokens []string
	for i := range n {
		ids = append(ids, "item"+strconv.Itoa(i))
		c.Bias = append(c.Bias, byte(255-i))
		tokens = append(tokens, "label="+strconv.Itoa(i))
		label := uint32(i)
		if of, ok := twins[i]; ok {
			label = of
		}
		c.Labels.Target = append(c.Labels.Target, label)
		c.Labels.Start = append(c.Labels.Start, uint32(i+1))
	}
	var err error
	c.Items, err = format.NewKeys(ids)
	require.NoError(t, err)
	c.Tokens, err = format.NewKeys(tokens)
	require.NoError(t, err)
	request := format.RankRequest{Now: noon, Top: n, Variety: 101}
	e := visitorOf(t, c, 0)
	ranking, err := e.Rank(&request)
	require.NoError(t, err)
	require.Equal(t, naive(t, c, 0, nil, &request), ranking.Items)
	items := make([]uint32, n)
	for i, x := range ranking.Items {
		items[i] = x.Item
	}
	require.False(t, slices.IsSorted(items[:mostVaried]), "items are in order of popularity")
	require.True(t, slices.IsSorted(items[mostVaried:]))
	slices.Sort(items)
	require.Len(t, slices.Compact(items), n, "each once")
}

// taught is a market that explores far, and a visitor who took lights and left mugs.
func taught(t testing.TB) *Engine {
	e := market.tuned(func(p *format.Params) { p.Explore = 512 }).visitor(t, purpose.Of(purpose.Prediction))
	observe(t, e, visits(2, []string{"mug", "lantern", "vase"}, format.View, "lantern")...)
	return e
}

// The chances told are the shares of the draws that put an item in its place,
// and over many seeds items get their places as often as that: the list shown is
// one of the seed's draws, any of them alike, so that of n seeds an item's count
// in a place has the mean Σ p and the variance Σ p (1 − p). Five standard
// deviations and one count are allowed. Where only one draw makes the list
// shown, each of the fifteen is it as often, with the binomial's variance.
func TestRank_propensities(t *testing.T) {
	const seeds, top = 4000, 5
	e := taught(t)
	type spot struct {
		item  uint32
		place int
	}
	shown, mean, variance := map[spot]float64{}, map[spot]float64{}, map[spot]float64{}
	var picked [draws]float64
	unique := 0.0
	for seed := range uint32(seeds) {
		request := format.RankRequest{Now: noon, Top: top, Seed: seed + 1}
		f := e.fold(&request, noReason)
		a := e.arrange(&f, &request)
		share := map[spot]float64{}
		var alike []int // draws that make the list shown
		for d := range draws {
			list := drawn(a, uint64(seed+1)<<32|uint64(d))[:top]
			for place, item := range list {
				share[spot{item, place}] += 1.0 / draws
			}
			if slices.EqualFunc(a.places, list, func(p place, item uint32) bool { return p.item == item }) {
				alike = append(alike, d)
			}
		}
		require.NotEmpty(t, alike)
		if len(alike) == 1 {
			picked[alike[0]]++
			unique++
		}
		for at, p := range share {
			mean[at] += p
			variance[at] += p * (1 - p)
		}
		for place, x := range a.places {
			at := spot{x.item, place}
			shown[at]++
			require.InDelta(t, share[at]*certain, x.propensity, 0.01, "seed %d, place %d", seed+1, place)
		}
	}
	for d, n := range picked {
		require.InDelta(t, unique/draws, n, 5*math.Sqrt(unique*(draws-1))/draws, "draw %d", d)
	}
	require.Greater(t, len(mean), 3*top, "exploring shows many items in many places")
	for at := range mean {
		require.InDelta(t, mean[at], shown[at], 5*math.Sqrt(variance[at])+1, "item %d in place %d", at.item, at.place)
	}
}

// drawn lists the pool by one draw of the posterior.
func drawn(a *arrangement, seed uint64) (items []uint32) {
	r := random(seed)
	w := a.learnt.draw(&r, a.engine.catalog.Params.Explore)
	pool := slices.Clone(a.pool)
	slices.SortFunc(pool, func(x, y *candidate) int {
		return cmp.Or(cmp.Compare(y.score+w.judge(&y.x, a.spread), x.score+w.judge(&x.x, a.spread)), cmp.Compare(x.item, y.item))
	})
	for _, c := range pool {
		items = append(items, c.item)
	}
	return items
}

// The same seed gives the same bytes, also from an engine that was asked other
// things; another seed gives another list; and nothing is left to chance where
// the visitor, the owner or the request does not explore.
func TestRank_explores(t *testing.T) {
	seeded := func(seed uint32) format.RankRequest {
		return format.RankRequest{Now: noon, Top: 8, Seed: seed}
	}
	e, lists := taught(t), map[string]bool{}
	for seed := range uint32(20) {
		first := answers(t, e, seeded(seed+1))
		require.Equal(t, first, answers(t, taught(t), seeded(seed+1)))
		lists[strings.Join(order(t, e, seeded(seed+1)), " ")] = true
	}
	require.Greater(t, len(lists), 5)

	learned := order(t, e, seeded(0))
	for name, x := range map[string]struct {
		explore int32
		granted purpose.Set
		request format.RankRequest
	}{
		"no seed":        {512, purpose.All, seeded(0)},
		"the owner":      {0, purpose.All, seeded(1)},
		"a long list":    {512, purpose.All, format.RankRequest{Now: noon, Top: mostExplored + 1, Seed: 1}},
		"not granted":    {512, purpose.All &^ purpose.Of(purpose.Prediction), seeded(1)},
		"other strategy": {512, purpose.All, format.RankRequest{Now: noon, Top: 8, Seed: 1, Strategy: format.StrategyTrending}},
	} {
		t.Run(name, func(t *testing.T) {
			e := market.tuned(func(p *format.Params) { p.Explore = x.explore }).visitor(t, x.granted)
			for _, event := range visits(2, []string{"mug", "lantern", "vase"}, format.View, "lantern") {
				event.Purposes = uint16(purpose.Of(purpose.Prediction))
				e.Observe([]format.Event{event})
			}
			want := learned
			if !x.granted.Has(purpose.Prediction) || x.request.Strategy != format.StrategyForYou {
				want = market.items
			}
			require.Equal(t, want, order(t, e, x.request))
			ranking, err := e.Rank(&x.request)
			require.NoError(t, err)
			for _, item := range ranking.Items {
				require.Equal(t, uint16(certain), item.Propensity)
			}
		})
	}
}
