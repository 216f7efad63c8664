package train_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"privet/engine/format"
	"privet/host/catalog/dataset"
	"privet/host/catalog/train"
)

// No pair of items, and no pair of a context and an item, that fewer visitors
// than the floor share may stand in a catalog; nor may anything that so few did
// with a cold item speak through its words.
func TestTrain_publishesNothingBelowTheFloor(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		floor := rapid.IntRange(2, 6).Draw(t, "floor")
		d := randomDataset(t)
		c, _, err := train.Train(t.Context(), d, train.Options{MinSupport: floor, Seed: 1}, nil)
		if err != nil {
			t.Fatal(err)
		}
		truth := count(d)
		n := c.Items.Len()
		for i := range c.Taste.Rows() {
			for k := c.Taste.Start[i]; k < c.Taste.Start[i+1]; k++ {
				j := int(c.Taste.Target[k])
				switch {
				case i >= n: // a token
					key := c.Tokens.At(i - n)
					if seen, learned := truth.context[fmt.Sprint(key, " ", j)]; learned && seen < floor && truth.audience[j] >= floor {
						t.Fatalf("%s speaks for item %d, which %d visitors met under it", key, j, seen)
					}
				case truth.audience[i] < floor || truth.audience[j] < floor: // cold: words alone
				case truth.shared[[2]int{i, j}] < floor:
					t.Fatalf("item %d speaks for item %d: %d visitors share them", i, j, truth.shared[[2]int{i, j}])
				}
			}
		}
		for i := range c.Next.Rows() {
			for k := c.Next.Start[i]; k < c.Next.Start[i+1]; k++ {
				if j := int(c.Next.Target[k]); truth.followed[[2]int{i, j}] < floor {
					t.Fatalf("item %d follows item %d: %d visitors went that way", j, i, truth.followed[[2]int{i, j}])
				}
			}
		}
		for i := range c.Together.Rows() {
			for k := c.Together.Start[i]; k < c.Together.Start[i+1]; k++ {
				if j := int(c.Together.Target[k]); truth.bought[[2]int{i, j}] < floor {
					t.Fatalf("items %d and %d are bought together by %d visitors", i, j, truth.bought[[2]int{i, j}])
				}
			}
		}
	})
}

// randomDataset has few items and visitors, so that many pairs are at the floor.
func randomDataset(t *rapid.T) *dataset.Dataset {
	items := make([]dataset.Item, rapid.IntRange(2, 12).Draw(t, "items"))
	for i := range items {
		items[i] = dataset.Item{ID: fmt.Sprint("i", i), Title: rapid.SampledFrom([]string{"red lamp", "red cup", "blue cup", ""}).Draw(t, "title")}
	}
	c, err := dataset.NewCollector(items, []string{"daypart"})
	if err != nil {
		t.Fatal(err)
	}
	for range rapid.IntRange(0, 150).Draw(t, "events") {
		_, err := c.Add(&dataset.Row{
			Visitor: []byte(fmt.Sprint(rapid.IntRange(0, 25).Draw(t, "visitor"))),
			Item:    []byte(items[rapid.IntRange(0, len(items)-1).Draw(t, "item")].ID),
			Kind:    rapid.SampledFrom([]format.Kind{format.View, format.Buy, format.Dismiss}).Draw(t, "kind"),
			At:      int64(rapid.IntRange(0, 9).Draw(t, "hour")) * 3600,
			Context: [][]byte{[]byte(rapid.SampledFrom([]string{"", "night", "day"}).Draw(t, "daypart"))},
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return c.Dataset()
}

// counts says how many distinct visitors stand behind what could be learned.
type counts struct {
	audience map[int]int
	shared   map[[2]int]int
	followed map[[2]int]int
	bought   map[[2]int]int // in one visit
	context  map[string]int // "daypart=night 3"
}

func count(d *dataset.Dataset) counts {
	out := counts{map[int]int{}, map[[2]int]int{}, map[[2]int]int{}, map[[2]int]int{}, map[string]int{}}
	for v := range int32(d.Visitors) {
		met, shared, followed, bought, context := map[int]bool{}, map[[2]int]bool{}, map[[2]int]bool{}, map[[2]int]bool{}, map[string]bool{}
		var mine []dataset.Event
		for _, e := range d.Events {
			if e.Visitor == v && e.Kind != format.Dismiss {
				mine = append(mine, e)
			}
		}
		for a, e := range mine {
			met[int(e.Item)] = true
			for _, c := range d.Context(&e) {
				context[fmt.Sprint(d.Contexts[c], " ", e.Item)] = true
			}
			for b, f := range mine {
				shared[[2]int{int(e.Item), int(f.Item)}] = true
				if (b > a || b < a && f.At == e.At) && f.Visit == e.Visit {
					followed[[2]int{int(e.Item), int(f.Item)}] = true
				}
				if f.Visit == e.Visit && e.Kind == format.Buy && f.Kind == format.Buy {
					bought[[2]int{int(e.Item), int(f.Item)}] = true
				}
			}
		}
		for k := range met {
			out.audience[k]++
		}
		for k := range shared {
			out.shared[k]++
		}
		for k := range followed {
			out.followed[k]++
		}
		for k := range bought {
			out.bought[k]++
		}
		for k := range context {
			out.context[k]++
		}
	}
	return out
}
