package catalog

import (
	"cmp"
	"fmt"
	"slices"

	"privet/engine/format"
	"privet/host/catalog/dataset"
	"privet/host/catalog/manifest"
)

// Above MaxWhole items a catalog is split where nothing else is said, with
// DefaultHead items in its head. MaxShard items of a category are in its shard.
const (
	MaxWhole    = 50000
	DefaultHead = 20000
	MaxShard    = 16384
)

// Sharded says how a catalog was split; its zero value, that it was not.
type Sharded struct {
	Head       int // items that every page loads
	Shards     int
	Items      int // in shards
	Homeless   int // items that have no category, and are in none
	Crowded    int // items that their category's shard had no room for
	Categories int // categories of which no shard was made, for there are too many
}

// headOf returns how many of the items every page loads.
func headOf(wanted, items int) int {
	if wanted == 0 && items > MaxWhole {
		wanted = DefaultHead
	}
	return min(cmp.Or(wanted, items), items)
}

// addShards splits a trained catalog, of these items in its order. It returns the
// head; the shards and the index of them are files of the generation.
func (g *generation) addShards(trained *format.Catalog, items []dataset.Item, report *Sharded) (*format.Catalog, error) {
	*report = Sharded{Head: g.manifest.Items}
	byCategory := map[string][]int32{}
	for i := report.Head; i < len(items); i++ {
		switch category := items[i].Category; {
		case category == "":
			report.Homeless++
		case len(byCategory[category]) == MaxShard:
			report.Crowded++
		default:
			byCategory[category] = append(byCategory[category], int32(i))
		}
	}
	var names []string
	for category := range byCategory {
		names = append(names, category)
	}
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(len(byCategory[b]), len(byCategory[a])), cmp.Compare(a, b))
	})
	report.Categories = max(0, len(names)-manifest.MaxShards)
	names = names[:len(names)-report.Categories]
	groups := make([][]int32, len(names))
	for i, category := range names {
		groups[i] = byCategory[category]
	}
	head, shards, err := split(trained, report.Head, groups)
	if err != nil {
		return nil, fmt.Errorf("splitting the catalog: %w", err)
	}
	index := manifest.Index{Version: manifest.Version, Items: report.Head}
	for i, category := range names {
		content, err := format.EncodeShard(shards[i])
		if err != nil {
			return nil, fmt.Errorf("the shard of %q: %w", category, err)
		}
		own := make([]dataset.Item, len(groups[i]))
		for k, item := range groups[i] {
			own[k] = items[item]
		}
		words, err := texts(own, 0)
		if err != nil {
			return nil, err
		}
		index.Shards = append(index.Shards, manifest.Shard{
			Category: category, Items: len(own), Catalog: g.add("shard", "bin", content), Texts: g.add("texts", "json", words),
		})
		index.Items += len(own)
	}
	report.Shards, report.Items = len(names), index.Items-report.Head
	content, err := manifest.EncodeIndex(&index)
	if err != nil {
		return nil, err
	}
	file := g.add("shards", "json", content)
	g.manifest.Shards = &file
	return head, nil
}
