package train

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"privet/engine/format"
	"privet/host/catalog/dataset"
)

// hits is a list of films of which most people see the same ones: what somebody
// likes says a little, and less than what everybody sees.
func hits(t *testing.T, visitors int, seed uint64) *dataset.Dataset {
	const films = 80
	var items []dataset.Item
	for i := range films {
		items = append(items, dataset.Item{ID: fmt.Sprintf("film%02d", i)})
	}
	c, err := dataset.NewCollector(items, nil)
	require.NoError(t, err)
	random := rand.New(rand.NewPCG(seed, 4))
	for v := range visitors {
		taste := random.IntN(4)
		seen := map[int]bool{}
		for many := 5 + random.IntN(8); len(seen) < many; {
			i := int(films * random.Float64() * random.Float64() * random.Float64())
			if seen[i] || i%4 != taste && random.IntN(3) == 0 {
				continue
			}
			seen[i] = true
			_, err := c.Add(&dataset.Row{Visitor: []byte(fmt.Sprint(v)), Item: []byte(items[i].ID), Kind: format.View})
			require.NoError(t, err)
		}
	}
	return c.Dataset()
}

func TestGuard_oneEventIsNoWorseThanNone(t *testing.T) {
	d := hits(t, 600, 1)
	split := keepBack(d, 1)
	l := newLesson(d, split.events, Options{MinSupport: 5})
	s := &search{ctx: t.Context(), data: d, split: split, lesson: l, links: 600, best: firstRecipe(), report: &Report{}, tell: func() {}}
	s.best.prior = 0.001
	before, err := s.lack(s.best)
	require.NoError(t, err)
	require.Positive(t, before, "the world is one where affinity alone is worse")
	require.NoError(t, s.guard())
	after, err := s.lack(s.best)
	require.NoError(t, err)
	require.Zero(t, after)
	require.Positive(t, s.score.taste, "what it does for longer histories was measured")
}

func TestTrain_oneEventIsNoWorseThanNone(t *testing.T) {
	d := hits(t, 600, 1)
	c, _, err := Train(t.Context(), d, Options{Seed: 1}, nil)
	require.NoError(t, err)
	b, err := format.Encode(c)
	require.NoError(t, err)
	others := hits(t, 2000, 2)
	at := map[string]int32{}
	for i := range d.Items {
		at[d.Items[i].ID] = int32(i)
	}
	for k := range others.Events { // items are numbered by popularity, which differs
		others.Events[k].Item = at[others.Items[others.Events[k].Item].ID]
	}
	people := keepBack(others, 1)
	history, _, err := people.early(t.Context(), b)
	require.NoError(t, err)
	t.Logf("NDCG@100 after one event %.4f, by popularity %.4f", history.one, history.none)
	require.GreaterOrEqual(t, history.one, 0.995*history.none, "the rest is chance")
}
