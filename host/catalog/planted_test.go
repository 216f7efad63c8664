package catalog

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"privet/engine"
	"privet/engine/format"
	"privet/engine/purpose"
	"privet/testdata/shop/generate"
)

// planted is the generated shop, built as anybody would build it.
type planted struct {
	*generate.Shop
	item      map[string]generate.Item
	catalog   *format.Catalog
	bytes     []byte
	interests []string
}

func plant(t *testing.T) *planted {
	dir := t.TempDir()
	shop, err := generate.Write(dir, 1)
	require.NoError(t, err)
	p := &planted{Shop: shop, item: map[string]generate.Item{}}
	for _, it := range shop.Items {
		p.item[it.ID] = it
	}
	o := Options{Items: filepath.Join(dir, "items.csv"), Events: filepath.Join(dir, "events.csv.gz"), Out: filepath.Join(dir, "out")}
	_, err = Build(context.Background(), o)
	require.NoError(t, err)
	d, err := Open(o.Out)
	require.NoError(t, err)
	p.bytes, p.interests = d.Catalog, d.Manifest.Interests
	p.catalog, err = format.Decode(d.Catalog)
	require.NoError(t, err)
	return p
}

// ranked returns the items that the engine shows a visitor first, who allows
// everything, viewed those items a minute apart and is here under those contexts.
func (p *planted) ranked(t *testing.T, top int, viewed []string, context ...string) []generate.Item {
	e := engine.New()
	_, err := e.Load(p.bytes)
	require.NoError(t, err)
	require.NoError(t, e.SetConsent(format.Consent{Version: format.ConsentVersion, Granted: uint16(purpose.All)}))
	now := time.Date(2025, 6, 1, 12, 0, 0, 0, time.UTC).UnixMilli()
	var seen []uint32
	for i, id := range viewed {
		kind, purposes := format.View, purpose.Of(purpose.Session, purpose.History)
		if strings.Contains(id, "=") {
			kind, purposes = format.Declare, purpose.Of(purpose.Interests)
		} else {
			index, ok := p.catalog.Items.Find(id)
			require.True(t, ok)
			seen = append(seen, uint32(index))
		}
		reply := e.Observe([]format.Event{{ID: uint32(i + 1), At: now + int64(i)*60_000, Kind: kind, Purposes: uint16(purposes), Key: id}})
		require.Empty(t, reply.Refused)
	}
	r, err := e.Rank(&format.RankRequest{Now: now + int64(len(viewed))*60_000, Top: uint16(top), Exclude: seen, Context: context})
	require.NoError(t, err)
	var items []generate.Item
	for _, it := range r.Items {
		items = append(items, p.item[p.catalog.Items.At(int(it.Item))])
	}
	return items
}

// share is the part of items that has a property.
func share(items []generate.Item, has func(generate.Item) bool) float64 {
	n := 0
	for _, it := range items {
		if has(it) {
			n++
		}
	}
	return float64(n) / float64(len(items))
}

// Training must find what the generator planted. Each threshold is far above
// what chance gives, which is stated beside it.
func TestBuild_findsWhatWasPlanted(t *testing.T) {
	if testing.Short() {
		t.Skip("trains a whole shop")
	}
	p := plant(t)
	t.Run("complements follow", func(t *testing.T) {
		found := 0
		for _, pair := range p.Complements {
			for _, it := range p.ranked(t, 5, []string{pair.First}) {
				if it.ID == pair.Then {
					found++
				}
			}
		}
		require.Greater(t, float64(found)/float64(len(p.Complements)), .7, "by chance 5 in 2,074")
	})
	t.Run("a taste is recognized", func(t *testing.T) {
		hits, lists := 0.0, 0.0
		for _, style := range []string{"Coastal", "Retro", "Woodland"} {
			var viewed []string
			for i := 0; i < len(p.Items) && len(viewed) < 6; i += 41 { // from several shelves
				for _, it := range p.Items[i:min(i+41, len(p.Items))] {
					if it.Style == style {
						viewed = append(viewed, it.ID)
						break
					}
				}
			}
			hits += share(p.ranked(t, 50, viewed), func(it generate.Item) bool { return it.Style == style })
			lists++
		}
		require.Greater(t, hits/lists, .6, "by chance one in eight")
	})
	t.Run("new items rank among their like", func(t *testing.T) {
		near := 0
		for _, id := range p.Cold {
			cold := p.item[id]
			var viewed []string
			for _, it := range p.Items {
				if it.Category == cold.Category && it.Style == cold.Style && it.ID != id && len(viewed) < 3 {
					viewed = append(viewed, it.ID)
				}
			}
			if len(viewed) == 0 {
				continue
			}
			for _, it := range p.ranked(t, len(p.Items)/10, viewed) {
				if it.ID == id {
					near++
				}
			}
		}
		require.Greater(t, float64(near)/float64(len(p.Cold)), .5, "by chance one in ten")
	})
	t.Run("a declared interest counts", func(t *testing.T) {
		require.Contains(t, p.interests, "category=Lanterns")
		lanterns := func(it generate.Item) bool { return it.Category == "Lanterns" }
		require.Greater(t, share(p.ranked(t, 10, []string{"category=Lanterns"}), lanterns), .5, "by chance one in 30")
	})
	t.Run("a moment lifts its shelf", func(t *testing.T) {
		for _, lift := range []generate.Lift{{Context: "season=winter", Category: "Christmas"}, {Context: "daypart=evening", Category: "Candles"}} {
			of := func(it generate.Item) bool { return it.Category == lift.Category }
			require.Greater(t, share(p.ranked(t, 100, nil, lift.Context), of), share(p.ranked(t, 100, nil), of), lift.Context)
		}
	})
}
