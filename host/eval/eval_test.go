package eval

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"privet/host/catalog/train"
)

// shop writes the files of a tiny world: people like items of one of four
// kinds, and item 2n+1 is met right after item 2n.
type shop struct{ items, train, history, heldout, test string }

func newShop(t *testing.T) shop {
	random := rand.New(rand.NewPCG(1, 1))
	const kinds, each = 4, 12
	var items, train, history, heldout, test strings.Builder
	fmt.Fprintln(&items, "item,orig_id,title,features")
	for i := range kinds * each {
		fmt.Fprintf(&items, "%d,id%d,thing,category=kind%d\n", i, i, i/each)
	}
	fmt.Fprintln(&train, "user,session,item,ts")
	fmt.Fprintln(&history, "user,item")
	fmt.Fprintln(&heldout, "user,item")
	fmt.Fprintln(&test, "session,item,ts")
	for u := range 600 {
		kind := random.IntN(kinds)
		met := random.Perm(each / 2)[:4]
		for step, pair := range met {
			for k := range 2 {
				item, at := kind*each+2*pair+k, 1_700_000_000+100*u+2*step+k
				switch {
				case u < 400:
					fmt.Fprintf(&train, "%d,%d,%d,%d\n", u, u, item, at)
				case step == 0:
					fmt.Fprintf(&heldout, "%d,%d\n", u, item)
				default:
					fmt.Fprintf(&history, "%d,%d\n", u, item)
				}
				if u >= 400 {
					fmt.Fprintf(&test, "%d,%d,%d\n", u, item, at)
				}
			}
		}
	}
	return shop{
		file(t, "items.csv", []byte(items.String())), file(t, "train.csv", []byte(train.String())),
		file(t, "history.csv", []byte(history.String())), file(t, "heldout.csv", []byte(heldout.String())),
		file(t, "test.csv", []byte(test.String())),
	}
}

// value returns the figure of a method.
func value(t *testing.T, table *Table, method, name string) float64 {
	for _, r := range table.Rows {
		for m := range table.Metrics {
			if r.Method == method && table.Metrics[m] == name {
				return r.Means[m].Value
			}
		}
	}
	t.Fatalf("there is no %s of %s", name, method)
	return 0
}

func TestHoldout_findsTastes(t *testing.T) {
	s := newShop(t)
	table, err := Holdout(context.Background(), HoldoutFiles{s.items, s.train, s.history, s.heldout}, Options{Baselines: true, Train: train.Options{Seed: 1}})
	require.NoError(t, err)
	// Twelve items of the kind, six of them met: two of the other six are wanted.
	require.Greater(t, value(t, table, "privet", "ndcg@10"), 0.4)
	require.Greater(t, value(t, table, "privet", "ndcg@10"), 2*value(t, table, "popularity", "ndcg@10"))
	require.Greater(t, value(t, table, "ease", "ndcg@10"), 2*value(t, table, "popularity", "ndcg@10"))
	require.Greater(t, value(t, table, "item text", "recall@20"), 0.99, "the category says it")
	require.Greater(t, value(t, table, "item-knn", "recall@20"), 0.99)
}

func TestNextclick_findsWhatFollows(t *testing.T) {
	s := newShop(t)
	table, err := Nextclick(context.Background(), NextclickFiles{s.items, s.train, s.test}, Options{Baselines: true, Train: train.Options{Seed: 1}})
	require.NoError(t, err)
	// Four of the seven steps are from an item to its pair and can be known.
	require.Greater(t, value(t, table, "privet", "ndcg@10"), 0.6)
	require.Greater(t, value(t, table, "markov", "ndcg@10"), 0.6)
	require.Less(t, value(t, table, "popularity", "ndcg@10"), 0.3)
}

func TestTable_JSON(t *testing.T) {
	table := &Table{Protocol: "holdout", Metrics: []string{"ndcg@10"}}
	require.NoError(t, table.run("privet", func() ([]observation, error) {
		return []observation{{{values: []float64{1}}}, {{values: []float64{0}}}}, nil
	}))
	table.Notes.note("bytes-per-item", 40.5, "B")
	var out bytes.Buffer
	require.NoError(t, WriteJSON(&out, table, "shop"))
	names := map[string]float64{}
	for line := range strings.Lines(out.String()) {
		var x struct {
			Name, Unit, Data string
			Value            float64
		}
		d := json.NewDecoder(strings.NewReader(line))
		d.DisallowUnknownFields()
		require.NoError(t, d.Decode(&x))
		require.NotEmpty(t, x.Unit)
		require.Equal(t, "shop", x.Data)
		names[x.Name] = x.Value
	}
	require.Equal(t, 0.5, names["holdout/privet/ndcg@10"])
	require.InDelta(t, 0.98, names["holdout/privet/ndcg@10/ci95"], 1e-9)
	require.Equal(t, 40.5, names["holdout/bytes-per-item"])
}

func TestHoldout_nobodyToAsk(t *testing.T) {
	s := newShop(t)
	nobody := file(t, "nobody.csv", []byte("user,item\n"))
	_, err := Holdout(context.Background(), HoldoutFiles{s.items, s.train, s.history, nobody}, Options{})
	require.ErrorContains(t, err, "nobody.csv: there are no rows")
	short := file(t, "short.csv", []byte("session,item,ts\n1,1,1\n2,2,1\n"))
	_, err = Nextclick(context.Background(), NextclickFiles{s.items, s.train, short}, Options{})
	require.ErrorContains(t, err, "short.csv: no session has two clicks")
}
