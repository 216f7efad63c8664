package train_test

import (
	"context"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"privet/engine/format"
	"privet/engine/purpose"
	"privet/host/catalog/dataset"
	"privet/host/catalog/train"
	"privet/host/eval/visitor"
)

// learn trains on a data set and returns the catalog and its bytes.
func learn(t testing.TB, d *dataset.Dataset, o train.Options) (*format.Catalog, []byte, train.Report) {
	t.Helper()
	c, report, err := train.Train(context.Background(), d, o, nil)
	require.NoError(t, err)
	b, err := format.Encode(c)
	require.NoError(t, err)
	return c, b, report
}

// rank returns the ids of the best items after the visitor met some.
func rank(t *testing.T, d *dataset.Dataset, catalog []byte, grants purpose.Set, met []string, context ...string) []string {
	t.Helper()
	v, err := visitor.New(catalog)
	require.NoError(t, err)
	require.NoError(t, v.Begin(grants))
	at := positions(d)
	var known []uint32
	for _, item := range met {
		require.NoError(t, v.Meet(at[item], format.View, 1_700_000_000))
		known = append(known, uint32(at[item]))
	}
	ranking, err := v.Rank(1000, 1_700_000_000, known, context)
	require.NoError(t, err)
	var ids []string
	for _, i := range ranking {
		ids = append(ids, d.Items[i].ID)
	}
	return ids
}

func share(ids []string, prefix string) float64 {
	n := 0
	for _, id := range ids {
		if strings.HasPrefix(id, prefix) {
			n++
		}
	}
	return float64(n) / float64(len(ids))
}

func TestTrain_findsWhatWasPlanted(t *testing.T) {
	w := world{colours: 5, perColour: 20, visitors: 1500, seed: 1}
	d := w.dataset()
	_, catalog, report := learn(t, d, train.Options{Seed: 1})
	require.Positive(t, report.Neighbours)
	require.Positive(t, report.Sequence)

	t.Run("tastes", func(t *testing.T) {
		for c := range w.colours {
			top := rank(t, d, catalog, purpose.Of(purpose.History), []string{id(c, 3), id(c, 9), id(c, 14)})[:8]
			require.GreaterOrEqual(t, share(top, colours[c]), 0.9, "after three %s items: %v", colours[c], top)
		}
	})
	t.Run("complements", func(t *testing.T) {
		found := 0
		for c := range w.colours {
			for k := range w.perColour {
				top := rank(t, d, catalog, purpose.Of(purpose.Session), []string{id(c, k)})[:3]
				for _, got := range top {
					if got == id(c, (k+1)%w.perColour) {
						found++
					}
				}
			}
		}
		require.Greater(t, found, w.colours*w.perColour*9/10, "complements among the first three")
	})
	t.Run("context", func(t *testing.T) {
		evening := rank(t, d, catalog, purpose.Of(purpose.Context), nil, "daypart=evening")
		morning := rank(t, d, catalog, purpose.Of(purpose.Context), nil, "daypart=morning")
		require.Equal(t, 1.0, lamps(evening[:w.colours]), "%v", evening[:w.colours])
		require.LessOrEqual(t, lamps(morning[:w.colours]), 0.2, "%v", morning[:w.colours])
	})
	t.Run("newcomers", func(t *testing.T) {
		for c := range w.colours {
			order := rank(t, d, catalog, purpose.Of(purpose.History), []string{id(c, 3), id(c, 9), id(c, 14)})
			for other := range w.colours {
				if other != c {
					require.Less(t, place(order, newcomer(c)), place(order, newcomer(other)), "a visitor of %s", colours[c])
				}
			}
		}
	})
}

// lamps is the share of items 0.
func lamps(ids []string) float64 {
	n := 0
	for _, id := range ids {
		if strings.HasSuffix(id, "-0") {
			n++
		}
	}
	return float64(n) / float64(len(ids))
}

func place(ids []string, id string) int {
	for i := range ids {
		if ids[i] == id {
			return i
		}
	}
	return len(ids)
}

func TestTrain_interestsSpeakForTheirItems(t *testing.T) {
	d := world{colours: 4, perColour: 12, visitors: 400, seed: 2}.dataset()
	c, _, _ := learn(t, d, train.Options{Seed: 1})
	for _, colour := range colours[:4] {
		token, ok := c.Tokens.Find("category=" + colour)
		require.True(t, ok)
		row := c.Items.Len() + token
		best, weight := -1, int8(0)
		for k := c.Taste.Start[row]; k < c.Taste.Start[row+1]; k++ {
			if w := int8(c.Taste.Weight[k]); w > weight {
				best, weight = int(c.Taste.Target[k]), w
			}
		}
		require.GreaterOrEqual(t, best, 0)
		require.Equal(t, colour, d.Items[best].Category)
	}
}

func TestTrain_sameInputSameBytes(t *testing.T) {
	d := world{colours: 4, perColour: 15, visitors: 400, seed: 3}.dataset()
	_, first, _ := learn(t, d, train.Options{Seed: 1})
	_, second, _ := learn(t, d, train.Options{Seed: 1})
	require.Equal(t, first, second, "two runs")

	before := runtime.GOMAXPROCS(1)
	defer runtime.GOMAXPROCS(before)
	_, one, _ := learn(t, d, train.Options{Seed: 1})
	runtime.GOMAXPROCS(2)
	_, two, _ := learn(t, d, train.Options{Seed: 1})
	require.Equal(t, one, two, "one processor and two")
	require.Equal(t, first, one)
}

func TestTrain_keepsToItsBudget(t *testing.T) {
	d := world{colours: 8, perColour: 30, visitors: 1500, seed: 4}.dataset()
	items := float64(len(d.Items))
	for _, budget := range []float64{20, 30} {
		_, _, report := learn(t, d, train.Options{Budget: budget, Seed: 1})
		require.LessOrEqual(t, report.BytesPerItem, budget)
		require.Greater(t, float64(report.Bytes), 0.6*budget*items, "a budget is there to be used")
	}
}

func TestTrain_smallData(t *testing.T) {
	items := []dataset.Item{{ID: "a", Title: "a red lamp"}, {ID: "b", Title: "a red cup"}, {ID: "c"}}
	tests := []struct {
		name string
		data dataset.Dataset
	}{
		{"no events", dataset.Dataset{Items: items}},
		{"one item", dataset.Dataset{Items: items[:1], Visitors: 1, Events: []dataset.Event{{Kind: format.View}}}},
		{"one visitor", dataset.Dataset{Items: items, Visitors: 1, Events: []dataset.Event{
			{Item: 0, At: 10, Kind: format.View}, {Item: 1, At: 20, Kind: format.View}, {Item: 2, At: 30, Kind: format.Dismiss},
		}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c, _, report := learn(t, &test.data, train.Options{})
			require.Equal(t, len(test.data.Items), c.Items.Len())
			require.Zero(t, report.Sequence, "nothing that one visitor did is published")
		})
	}
	_, _, err := train.Train(context.Background(), &dataset.Dataset{}, train.Options{}, nil)
	require.ErrorIs(t, err, train.ErrNoItems)
}

func TestPopularity_isTheCatalogs(t *testing.T) {
	d := world{colours: 3, perColour: 8, visitors: 150, seed: 4}.dataset()
	c, _, report := learn(t, d, train.Options{MinSupport: 7})
	fresh, met := train.Popularity(d.Events, len(d.Items), 7, report.TrendHalfLife), 0
	for i, popularity := range fresh {
		if popularity > 0 { // below the floor the catalog welcomes newcomers, of whom events say nothing
			require.Equal(t, popularity, c.Bias[i])
			met++
		}
	}
	require.Greater(t, met, len(d.Items)/2)
	require.Zero(t, fresh[len(d.Items)-1], "a newcomer is below the floor")
}

func TestTrain_stopsWhenAsked(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, _, err := train.Train(ctx, world{colours: 4, perColour: 15, visitors: 400, seed: 3}.dataset(), train.Options{}, nil)
	require.ErrorIs(t, err, context.Canceled)
}
