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
