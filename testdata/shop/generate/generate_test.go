package generate

import (
	"crypto/sha256"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// theShop is made once for all tests that only look at it.
var theShop = sync.OnceValues(func() (*Shop, []Event) {
	s := New(1)
	return s, s.Events()
})

func TestWrite_sameSeedSameBytes(t *testing.T) {
	digests := func(seed uint64) (sums [2][32]byte) {
		dir := t.TempDir()
		_, err := Write(dir, seed)
		require.NoError(t, err)
		for i, name := range []string{"items.csv", "events.csv.gz"} {
			content, err := os.ReadFile(filepath.Join(dir, name))
			require.NoError(t, err)
			sums[i] = sha256.Sum256(content)
		}
		return sums
	}
	first := digests(1)
	require.Equal(t, first, digests(1))
	other := digests(2)
	require.NotEqual(t, first[0], other[0])
	require.NotEqual(t, first[1], other[1])
}

func TestNew_items(t *testing.T) {
	s := New(1)
	require.InDelta(t, 2000, len(s.Items), 200)
	require.Len(t, categories, 30)
	titles, ids, shelves := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, it := range s.Items {
		require.False(t, titles[it.Title], "two items are called %s", it.Title)
		require.False(t, ids[it.ID])
		titles[it.Title], ids[it.ID], shelves[it.Category] = true, true, true
		require.Positive(t, it.Pence)
		require.NotEmpty(t, it.Supplier)
		require.Contains(t, it.Tags, "style="+it.Style)
		require.NotContains(t, it.Title, "%")
		require.NotContains(t, strings.Join(it.Tags, ""), "|", "the separator of the file")
	}
	require.Len(t, shelves, 30)
}

func TestEvents_areOfTheShop(t *testing.T) {
	s, events := theShop()
	require.InDelta(t, 200_000, len(events), 20_000)
	known, seen, kinds := map[string]bool{}, map[string]bool{}, map[string]int{}
	for _, it := range s.Items {
		known[it.ID] = true
	}
	for i, e := range events {
		require.True(t, known[e.Item])
		require.True(t, i == 0 || !e.At.Before(events[i-1].At), "oldest first")
		require.Equal(t, Daypart(e.At), e.Daypart)
		require.Equal(t, Season(e.At), e.Season)
		seen[e.Item] = true
		kinds[e.Kind]++
	}
	require.Len(t, kinds, 5)
	require.Greater(t, kinds["view"], kinds["add"])
	require.Greater(t, kinds["add"], kinds["buy"])
	for _, id := range s.Cold {
		require.False(t, seen[id], "%s is new", id)
	}
	require.GreaterOrEqual(t, len(s.Cold), 40)
}

// Of the views that follow a view of First in the same visit, toComplement in a
// hundred go to Then by design, and a few more by taste.
func TestEvents_complementsFollow(t *testing.T) {
	s, events := theShop()
	then := map[string]string{}
	for _, p := range s.Complements {
		then[p.First] = p.Then
	}
	followed, all := 0, 0
	last := map[string]Event{}
	for _, e := range events {
		if e.Kind != "view" {
			continue
		}
		before, ok := last[e.Visitor]
		last[e.Visitor] = e
		if !ok || e.At.Sub(before.At) > 30*time.Minute || then[before.Item] == "" {
			continue
		}
		all++
		if then[before.Item] == e.Item {
			followed++
		}
	}
	// A binomial of 40 % over more than 10,000 has a standard deviation below half a percent.
	require.Greater(t, all, 10_000)
	require.InDelta(t, toComplement+1, 100*float64(followed)/float64(all), 3)
}

// A shelf's share inside a moment is clearly above that of moments of the same
// kind that do not lift it. Not Times as high: visitors come with tastes and move
// on from item to item.
func TestEvents_momentsLift(t *testing.T) {
	s, events := theShop()
	category := map[string]string{}
	for _, it := range s.Items {
		category[it.ID] = it.Category
	}
	type cell struct{ context, category string }
	hits, all, lifted := map[cell]float64{}, map[string]float64{}, map[cell]bool{}
	for _, e := range events {
		for _, context := range []string{"daypart=" + e.Daypart, "device=" + e.Device, "season=" + e.Season} {
			hits[cell{context, category[e.Item]}]++
			all[context]++
		}
	}
	for _, l := range s.Lifts {
		lifted[cell{l.Context, l.Category}] = true
	}
	for _, l := range s.Lifts {
		key, _, _ := strings.Cut(l.Context, "=")
		var plain, plainAll float64
		for context, n := range all {
			if c := (cell{context, l.Category}); strings.HasPrefix(context, key+"=") && !lifted[c] {
				plain, plainAll = plain+hits[c], plainAll+n
			}
		}
		share := hits[cell{l.Context, l.Category}] / all[l.Context]
		require.Greater(t, share, 1.2*plain/plainAll, "%s lifts %s", l.Context, l.Category)
	}
}

// Whoever bought something that is used up often buys it again a month later.
func TestEvents_consumablesAreBoughtAgain(t *testing.T) {
	s, events := theShop()
	consumable := map[string]bool{}
	for _, it := range s.Items {
		for _, c := range s.Consumables {
			consumable[it.ID] = consumable[it.ID] || it.Category == c
		}
	}
	type key struct{ visitor, item string }
	bought, again, first := map[key]time.Time{}, [2]float64{}, [2]float64{}
	for _, e := range events {
		if e.Kind != "buy" {
			continue
		}
		class := 0
		if consumable[e.Item] {
			class = 1
		}
		k := key{e.Visitor, e.Item}
		if at, ok := bought[k]; !ok {
			first[class]++
		} else if days := e.At.Sub(at).Hours() / 24; days > 20 && days < 45 {
			again[class]++
		}
		bought[k] = e.At
	}
	require.Greater(t, again[1]/first[1], .15)
	require.Less(t, again[0]/first[0], .05)
}
