package eval

import (
	"fmt"
	"strconv"
	"strings"

	"privet/host/catalog/dataset"
	"privet/host/catalog/read"
)

// readBanditItems reads a file of columns item_id and any number of features.
// A feature that is a number is left out: it describes one item, and what items
// have in common is what they can be compared by.
func readBanditItems(name string) (*shelf, error) {
	t, err := read.Open(name, read.DefaultLimits, nil)
	if err != nil {
		return nil, err
	}
	var features []string
	for _, c := range t.Columns() {
		if c != "" && c != "item_id" {
			features = append(features, c)
		}
	}
	if err := t.Close(); err != nil {
		return nil, err
	}
	s := &shelf{id: map[string]string{}}
	err = readTable(name, []string{"item_id"}, features, func(line int, values []string) error {
		id := values[0]
		switch {
		case id == "" || len(id) > maxField:
			return fmt.Errorf("item_id must have 1 to %d bytes", maxField)
		case s.id[id] != "":
			return fmt.Errorf("item_id %q stands twice", id)
		case len(s.items) == read.DefaultLimits.Items:
			return fmt.Errorf("there are more than %d items", len(s.items))
		}
		it := dataset.Item{ID: id}
		for i, v := range values[1:] {
			tag := features[i] + "=" + strings.TrimSpace(v)
			if _, err := strconv.ParseFloat(strings.TrimSpace(v), 64); v != "" && err != nil && len(tag) <= maxField {
				it.Tags = append(it.Tags, tag)
			}
		}
		s.id[id] = id
		s.items = append(s.items, it)
		return nil
	})
	if err == nil && len(s.items) == 0 {
		err = fmt.Errorf("%s: there are no items", name)
	}
	return s, err
}

// numbers returns the position of each item on the shelf, by what files call it.
func (s *shelf) numbers() map[string]int32 {
	byID := make(map[string]int32, len(s.items))
	for i := range s.items {
		byID[s.items[i].ID] = int32(i)
	}
	out := make(map[string]int32, len(s.id))
	for name, id := range s.id {
		out[name] = byID[id]
	}
	return out
}
