package eval

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"privet/host/catalog/dataset"
	"privet/host/catalog/train"
)

func TestColdstart_findsNewItemsByTheirText(t *testing.T) {
	s := newShop(t)
	table, err := Coldstart(context.Background(), HoldoutFiles{s.items, s.train, s.history, s.heldout}, Options{Baselines: true, Train: train.Options{Seed: 1}})
	require.NoError(t, err)
	// The category of five new items of 48 says who wants them; 40 people who want
	// one tell 0.78 from 0.56.
	require.Greater(t, value(t, table, "privet", "cold-ndcg@20"), 0.7)
	require.Greater(t, value(t, table, textAndPopularity, "cold-ndcg@20"), 0.7)
	require.Less(t, value(t, table, "popularity", "cold-ndcg@20"), 0.65, "nothing tells new items apart")
	require.Greater(t, value(t, table, textAndPopularity, "ndcg@20"), value(t, table, "popularity", "ndcg@20"))
	notes := map[string]float64{}
	for _, n := range table.Notes {
		notes[n.Name] = n.Value
	}
	require.Equal(t, 5.0, notes["cold-items"])
	require.InDelta(t, value(t, table, "privet", "ndcg@20")/value(t, table, textAndPopularity, "ndcg@20"),
		notes["privet-to-text-and-popularity/ndcg@20"], 1e-12)
}

// New means new: no event on such an item reaches the trainer or a history.
func TestHoldout_hide(t *testing.T) {
	s := newShop(t)
	h, err := readHoldout(HoldoutFiles{s.items, s.train, s.history, s.heldout})
	require.NoError(t, err)
	before := len(h.shelf.items)
	cold := coldItems(h.shelf.items, 1)
	require.Len(t, cold, 5)
	require.NotEqual(t, cold, coldItems(h.shelf.items, 2))
	h.hide(cold)
	d, people, err := h.assemble(0)
	require.NoError(t, err)
	require.Len(t, d.Items, before, "the catalog has them")
	for _, e := range d.Events {
		require.False(t, cold[d.Items[e.Item].ID])
	}
	wanted := 0
	for _, p := range people {
		for _, i := range p.history {
			require.False(t, cold[d.Items[i].ID])
		}
		for i := range p.wanted {
			if cold[d.Items[i].ID] {
				wanted++
			}
		}
	}
	require.Positive(t, wanted, "people want them all the same")
}

func TestKeptBack_forget(t *testing.T) {
	k := &keptBack{rest: &dataset.Dataset{
		Items:  []dataset.Item{{ID: "a"}, {ID: "b"}},
		Events: []dataset.Event{{Item: 0}, {Item: 1}, {Item: 0}},
	}}
	k.ask([]uint32{0, 1}, []uint32{0}, []uint32{1})
	k.forget(map[string]bool{"a": true})
	require.Equal(t, []dataset.Event{{Item: 1}}, k.rest.Events)
	require.Equal(t, question{[]uint32{1}, []uint32{}, map[uint32]bool{1: true}}, k.questions[0])
}

func TestHoldout_oneEventIsNotWorseThanNone(t *testing.T) {
	s := newShop(t)
	table, err := Holdout(context.Background(), HoldoutFiles{s.items, s.train, s.history, s.heldout}, Options{Train: train.Options{Seed: 1}})
	require.NoError(t, err)
	none, some := value(t, table, "privet, last 0", "ndcg@100"), value(t, table, "privet, last 1", "ndcg@100")
	require.Greater(t, some, none)
	require.Greater(t, value(t, table, "privet", "ndcg@100"), none, "all of a history")
}
