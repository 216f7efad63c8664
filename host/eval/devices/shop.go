package devices

import (
	"fmt"
	"strings"

	"privet/engine/format"
)

// A shop is what people find on the devices' site.
type shop struct {
	catalog *format.Catalog
	bytes   []byte
	shelves [][]uint32 // items of a category each
	context [][]string // values of one kind of context each
}

// contexts are kinds of context that a page knows by itself.
var contexts = []string{"daypart=", "device="}

// leastShelf is how many items a shelf has at least, for a list to be a choice.
const leastShelf = 40

func newShop(b []byte) (*shop, error) {
	c, err := format.Decode(b)
	if err != nil {
		return nil, err
	}
	s := &shop{catalog: c, bytes: b}
	if c.Items.Len() < leastShelf {
		return nil, fmt.Errorf("the catalog has %d items: take one of at least %d, or lists are no choice", c.Items.Len(), leastShelf)
	}
	if len(c.Labels.Target) == 0 {
		return nil, fmt.Errorf("no item of the catalog has a label that people could love: build it from items with categories or tags that visitors go by")
	}
	shelves := make([][]uint32, c.Tokens.Len())
	for item := range c.Items.Len() {
		for _, label := range c.Labels.Row(item) {
			shelves[label] = append(shelves[label], uint32(item))
		}
	}
	for token, items := range shelves {
		if strings.HasPrefix(c.Tokens.At(token), "category=") && len(items) >= leastShelf {
			s.shelves = append(s.shelves, items)
		}
	}
	for _, kind := range contexts {
		var values []string
		for token := range c.Tokens.Len() {
			if key := c.Tokens.At(token); strings.HasPrefix(key, kind) {
				values = append(values, key)
			}
		}
		if len(values) > 0 {
			s.context = append(s.context, values)
		}
	}
	return s, nil
}

// exploring returns the catalog's bytes with another Params.Explore.
func (s *shop) exploring(explore int32) ([]byte, error) {
	c := *s.catalog
	c.Params.Explore = explore
	return format.Encode(&c)
}
