package main

import (
	"fmt"
	"slices"

	"privet/host/catalog"
)

// A shelf is a built directory's items, to be found by what people call them.
type shelf []catalog.TextItem

// find returns the positions of items by id. The option is where the ids come from.
func (s shelf) find(option string, ids []string) (found []uint32, err error) {
	for _, id := range ids {
		i := slices.IndexFunc(s, func(item catalog.TextItem) bool { return item.ID == id })
		if i < 0 {
			return nil, fmt.Errorf("%s %s: no item has this id", option, id)
		}
		found = append(found, uint32(i))
	}
	return found, nil
}

// within returns the positions of the items that have all the attributes.
func (s shelf) within(attributes []string) ([]uint32, error) {
	var found []uint32
	for i := range s {
		own := s[i].Attributes()
		if !slices.ContainsFunc(attributes, func(a string) bool { return !slices.Contains(own, a) }) {
			found = append(found, uint32(i))
		}
	}
	if len(found) == 0 {
		return nil, fmt.Errorf("--within %q: no item has that: write category=Lanterns, supplier=Pier, or a tag as in the items, such as material=glass", attributes)
	}
	return found, nil
}
