package train

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"privet/engine/format"
	"privet/engine/purpose"
	"privet/host/catalog/dataset"
)

func TestReviews_byHand(t *testing.T) {
	events := at(0, 0, format.View, 1, 2, 1, 1)
	// The first event returns two and three steps later, the second never, the
	// third at once, which does not count; the last has nothing after it.
	require.InDelta(t, (1./2+1./3)/3, reviews(events, 1), 1e-12)
	events = append(at(0, 0, format.View, 1, 2), at(0, 1, format.View, 1)...)
	require.Zero(t, reviews(events, 1), "another visit is no return")
	require.Zero(t, reviews(nil, 1))
}

func TestRebuys_byHand(t *testing.T) {
	var events []dataset.Event
	events = append(events, at(0, 0, format.Buy, 1, 2)...)
	events = append(events, at(0, 1, format.Buy, 2, 3)...)
	events = append(events, at(0, 2, format.Buy, 1)...)
	events = append(events, at(1, 3, format.Buy, 1)...)
	require.InDelta(t, 1./4, rebuys(events), 1e-12, "of two and two items, one was met at the next visit")
	require.Zero(t, rebuys(nil))
}

func TestRepeat_put(t *testing.T) {
	var p format.Params
	r := repeat{session: 0.25, history: -1e9}
	r.put(&p, unit)
	// What the engine adds at full weight, in units of affinity.
	require.InDelta(t, 0.25, float64(p.Repeat[purpose.Session])*(1<<15)/(1<<9)/unit, 1e-4)
	require.Equal(t, int32(-format.MaxScale), p.Repeat[purpose.History])
}

// habits is a shop where visitors come again and again, each for things of one
// group: the same few things for ever, or never the same thing twice.
func habits(t *testing.T, loyal bool) *dataset.Dataset {
	const groups, each = 4, 40
	var items []dataset.Item
	for g := range groups {
		for k := range each {
			items = append(items, dataset.Item{ID: fmt.Sprint(g, ".", k)})
		}
	}
	c, err := dataset.NewCollector(items, nil)
	require.NoError(t, err)
	random := rand.New(rand.NewPCG(7, 7))
	for v := range 400 {
		shelf := random.Perm(each)
		g := random.IntN(groups)
		for visit := range 5 {
			for k := range 4 {
				at := visit*4 + k
				if loyal && k < 3 {
					at = k
				}
				_, err := c.Add(&dataset.Row{
					Visitor: []byte(fmt.Sprint(v)), Item: []byte(fmt.Sprint(g, ".", shelf[at])), Kind: format.Buy,
					At: int64(1_600_000_000 + (5*visit+random.IntN(5))*86400), Visit: []byte(fmt.Sprint(v, visit)),
				})
				require.NoError(t, err)
			}
		}
	}
	return c.Dataset()
}

func TestRepeat_isWhatTheDataSay(t *testing.T) {
	c, _, err := Train(t.Context(), habits(t, true), Options{Seed: 1}, nil)
	require.NoError(t, err)
	require.Positive(t, c.Params.Repeat[purpose.History], "people buy the same again")
	c, _, err = Train(t.Context(), habits(t, false), Options{Seed: 1}, nil)
	require.NoError(t, err)
	require.Negative(t, c.Params.Repeat[purpose.History], "people never buy the same again")
}
