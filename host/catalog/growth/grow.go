package main

import (
	"encoding/csv"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"privet/engine/format"
	"privet/host/catalog/dataset"
)

// A grown shop is several copies of one shop side by side. Every visitor has a
// twin in each copy who does the same there, but strays into another copy with
// every eighth event: so items of all copies are bought together, as in one large
// shop, and the numbers of items, visitors and events grow alike.
type grown struct {
	base   *dataset.Dataset
	copies int // of the items
	times  int // of the visitors: more than copies where items would be too many
	every  int // one in so many visitors is there: fewer events for the same items
}

const strayEvery = 8

// grow returns a shop times as large, of at most maxItems items and one in every
// visitors.
func grow(base *dataset.Dataset, times, maxItems, every int) *grown {
	return &grown{base, max(1, min(times, maxItems/len(base.Items))), times, max(every, 1)}
}

// has tells whether a visitor has a twin at a time: another every time.
func (g *grown) has(visitor int32, time int) bool { return (int(visitor)+time)%g.every == 0 }

func (g *grown) items() int { return g.copies * len(g.base.Items) }

func (g *grown) events() int {
	n := 0
	for t := range g.times {
		for i := range g.base.Events {
			if g.has(g.base.Events[i].Visitor, t) {
				n++
			}
		}
	}
	return n
}

// write writes items.csv and events.csv into a directory.
func (g *grown) write(dir string) (items, events string, err error) {
	items, events = filepath.Join(dir, "items.csv"), filepath.Join(dir, "events.csv")
	return items, events, errors.Join(create(items, g.writeItems), create(events, g.writeEvents))
}

func create(name string, write func(io.Writer) error) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	return errors.Join(write(f), f.Close())
}

func (g *grown) writeItems(out io.Writer) error {
	w := csv.NewWriter(out)
	w.Write([]string{"id", "title", "category", "price", "supplier", "tags"})
	for c := range g.copies {
		for i := range g.base.Items {
			it := &g.base.Items[i]
			w.Write([]string{g.id(i, c), it.Title, it.Category, strconv.FormatFloat(it.Price, 'f', -1, 64), it.Supplier, strings.Join(it.Tags, "|")})
		}
	}
	w.Flush()
	return w.Error()
}

func (g *grown) id(item, c int) string {
	return g.base.Items[item].ID + "~" + strconv.Itoa(c)
}

var kinds = map[format.Kind]string{
	format.View: "view", format.Add: "add", format.Buy: "buy", format.Like: "like", format.Dismiss: "dismiss",
}

func (g *grown) writeEvents(out io.Writer) error {
	keys := contextKeys(g.base)
	w := csv.NewWriter(out)
	w.Write(append([]string{"visitor", "item", "kind", "time", "visit"}, keys...))
	rng := rand.New(rand.NewPCG(1, uint64(g.times)))
	for t := range g.times {
		for i := range g.base.Events {
			e := &g.base.Events[i]
			if !g.has(e.Visitor, t) {
				continue
			}
			c := t % g.copies
			if rng.IntN(strayEvery) == 0 {
				c = rng.IntN(g.copies)
			}
			twin := "~" + strconv.Itoa(t)
			record := []string{strconv.Itoa(int(e.Visitor)) + twin, g.id(int(e.Item), c), kinds[e.Kind], strconv.FormatInt(e.At, 10), strconv.Itoa(int(e.Visit)) + twin}
			w.Write(append(record, contextValues(g.base, e, keys)...))
		}
	}
	w.Flush()
	return w.Error()
}

// contextKeys returns the keys of a data set's context tokens, in the order of
// their first token.
func contextKeys(d *dataset.Dataset) []string {
	var keys []string
	seen := map[string]bool{}
	for _, token := range d.Contexts {
		if key, _, _ := strings.Cut(token, "="); !seen[key] {
			seen[key] = true
			keys = append(keys, key)
		}
	}
	return keys
}

func contextValues(d *dataset.Dataset, e *dataset.Event, keys []string) []string {
	values := make([]string, len(keys))
	for _, token := range d.Context(e) {
		key, value, _ := strings.Cut(d.Contexts[token], "=")
		for k := range keys {
			if keys[k] == key {
				values[k] = value
			}
		}
	}
	return values
}
