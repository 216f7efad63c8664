package eval

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"privet/engine/format"
	"privet/host/catalog/dataset"
)

func TestBest_isAFullSort(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		scores := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) float64 { return float64(rapid.IntRange(-2, 2).Draw(t, "score")) }), 0, 30).Draw(t, "scores")
		exclude := rapid.SliceOfN(rapid.Uint32Range(0, uint32(max(1, len(scores))-1)), 0, min(5, len(scores))).Draw(t, "exclude")
		top := rapid.IntRange(0, 10).Draw(t, "top")
		want := []uint32{}
		for i := range scores {
			if !slices.Contains(exclude, uint32(i)) {
				want = append(want, uint32(i))
			}
		}
		slices.SortStableFunc(want, func(a, b uint32) int { return cmp.Compare(scores[b], scores[a]) })
		if want = want[:min(top, len(want))]; !slices.Equal(want, best(scores, exclude, top)) {
			t.Fatalf("want %v, got %v", want, best(scores, exclude, top))
		}
	})
}

// visits makes a data set of visitors 0, 1… who meet items by name at times.
func visits(t *testing.T, items string, all ...[]event) *dataset.Dataset {
	var list []dataset.Item
	for _, id := range items {
		list = append(list, dataset.Item{ID: string(id)})
	}
	c, err := dataset.NewCollector(list, nil)
	require.NoError(t, err)
	for v, events := range all {
		for _, e := range events {
			name := []byte("v" + strconv.Itoa(v))
			_, err := c.Add(&dataset.Row{Visitor: name, Item: []byte(e.item), Kind: format.View, At: e.at, Visit: name})
			require.NoError(t, err)
		}
	}
	return c.Dataset()
}

func TestRecentPopularity(t *testing.T) {
	// Item a: two visitors, two days and one day before the end; b: one at the end.
	d := visits(t, "ab", []event{{item: "a", at: 0}, {item: "a", at: day}}, []event{{item: "a", at: 0}}, []event{{item: "b", at: 2 * day}})
	at := index(d)
	scores := func(halfLife float64) [2]float64 {
		s := recentPopularity(d, halfLife)(nil)
		return [2]float64{s[at["a"]], s[at["b"]]}
	}
	require.Equal(t, [2]float64{2, 1}, scores(math.Inf(1)), "visitors, not events")
	require.Equal(t, [2]float64{0.75, 1}, scores(day), "half for a day, a quarter for two")
}

// Fashion changes on the last day: fading memory finds it, plain popularity cannot.
func TestFitRecentPopularity_choosesWhatDoesBest(t *testing.T) {
	var all [][]event
	for u := range 100 {
		items, at := []string{"a", "b"}, int64(u)*day/10
		if u >= 85 {
			items, at = []string{"y", "z"}, at+100*day
		}
		all = append(all, []event{{item: items[u%2], at: at}})
	}
	d := visits(t, "abyz", all...)
	k := keepBack(d, false, 1)
	require.Len(t, k.questions, 10, "the last tenth")
	plain, err := fitPopularity(context.Background(), d, k)
	require.NoError(t, err)
	recent, err := fitRecentPopularity(context.Background(), d, k)
	require.NoError(t, err)
	at := index(d)
	require.ElementsMatch(t, []uint32{at["a"], at["b"]}, best(plain.rank(nil), nil, 2))
	require.ElementsMatch(t, []uint32{at["y"], at["z"]}, best(recent.rank(nil), nil, 2))
}

func TestKeepBack(t *testing.T) {
	var all [][]event
	for u := range 20 {
		all = append(all, []event{{item: "a", at: int64(10 * u)}, {item: "b", at: int64(10*u + 1)}, {item: "a", at: int64(10*u + 2)}, {item: "c", at: int64(10*u + 3)}})
	}
	d := visits(t, "abc", all...)
	at := index(d)
	a, b, c := at["a"], at["b"], at["c"]

	k := keepBack(d, false, 1)
	require.Len(t, k.rest.Events, 18*4, "the last two visitors are gone altogether")
	for _, e := range k.rest.Events {
		require.Less(t, e.At, int64(180))
	}
	require.Equal(t, question{[]uint32{a, b, a}, []uint32{a, b, a}, map[uint32]bool{c: true}}, k.questions[0])

	k = keepBack(d, true, 1)
	require.Equal(t, []question{
		{[]uint32{a}, []uint32{a}, map[uint32]bool{b: true}},
		{[]uint32{a, b}, []uint32{b}, map[uint32]bool{a: true}},
		{[]uint32{a, b, a}, []uint32{a}, map[uint32]bool{c: true}},
	}, k.questions[:3])

	require.Equal(t, 1.0, k.ndcg(func(met []uint32) []float64 {
		scores := make([]float64, 3)
		scores[map[int]uint32{1: b, 2: a, 3: c}[len(met)]] = 1
		return scores
	}))
}

func TestDecay(t *testing.T) {
	var seen [][]float64
	w := weighted(func(_ []uint32, weights []float64) []float64 {
		seen = append(seen, weights)
		return []float64{0, 0}
	})
	w.decayed(0.5)([]uint32{1, 1, 1})
	require.Equal(t, [][]float64{{0.25, 0.5, 1}}, seen)

	// What the last item says is right, all before is noise: the shortest memory wins.
	k := &keptBack{ordered: true}
	for i := range uint32(2) {
		k.ask([]uint32{1 - i, 1 - i, 1 - i, i}, nil, []uint32{i})
	}
	votes := weighted(func(met []uint32, weights []float64) []float64 {
		scores := make([]float64, 2)
		for at, i := range met {
			scores[i] += weights[at]
		}
		return scores
	})
	step, ndcg := k.decay(votes)
	require.Equal(t, 0.5, step, "the first of those that do best")
	require.Equal(t, 1.0, ndcg)
	k.ordered = false
	step, _ = k.decay(votes)
	require.Equal(t, 1.0, step)
}

func TestHead(t *testing.T) {
	d := visits(t, "abc", []event{{item: "a", at: 1}, {item: "b", at: 1}}, []event{{item: "a", at: 2}, {item: "c", at: 2}}, []event{{item: "a", at: 3}, {item: "b", at: 4}})
	k := &keptBack{rest: d, ordered: true}
	k.ask([]uint32{2, 0}, []uint32{0}, []uint32{1, 2})
	k.ask([]uint32{0}, []uint32{0}, []uint32{2})
	h := k.head(2)
	require.Len(t, h.rest.Items, 2)
	require.Len(t, h.rest.Events, 5, "c is none of the first two")
	require.Equal(t, []question{{[]uint32{0}, []uint32{0}, map[uint32]bool{1: true}}}, h.questions)
}
