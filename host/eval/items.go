package eval

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"privet/host/catalog/dataset"
	"privet/host/catalog/read"
)

// shelf is the items of an evaluation and how its files name them.
type shelf struct {
	items []dataset.Item
	id    map[string]string // value of an item column to dataset.Item.ID
}

// readItems reads a file of columns item, and optionally orig_id, title and
// features, the last separated by "|".
func readItems(name string) (*shelf, error) {
	s := &shelf{id: map[string]string{}}
	seen := map[string]bool{}
	err := readTable(name, []string{"item"}, []string{"orig_id", "title", "features"}, func(line int, values []string) error {
		key, it := values[0], dataset.Item{ID: values[1], Title: values[2]}
		if it.ID == "" {
			it.ID = key
		}
		switch {
		case key == "" || len(key) > maxField || len(it.ID) > maxField:
			return fmt.Errorf("an item needs a name of 1 to %d bytes", maxField)
		case s.id[key] != "":
			return fmt.Errorf("item %q stands twice", key)
		case seen[it.ID]:
			return fmt.Errorf("orig_id %q stands twice", it.ID)
		case len(s.items) == read.DefaultLimits.Items:
			return fmt.Errorf("there are more than %d items", len(s.items))
		}
		describe(&it, values[3])
		s.id[key], seen[it.ID] = it.ID, true
		s.items = append(s.items, it)
		return nil
	})
	if err == nil && len(s.items) == 0 {
		err = fmt.Errorf("%s: there are no items", name)
	}
	return s, err
}

// maxField bounds an id or a feature, in bytes.
const maxField = 256

// describe sets what features say of an item. Features "w=…" repeat the title's
// words and are left out where there is a title.
func describe(it *dataset.Item, features string) {
	for _, f := range strings.Split(features, "|") {
		key, value, ok := strings.Cut(f, "=")
		switch {
		case f == "" || len(f) > maxField || ok && key == "w" && it.Title != "":
		case ok && key == "category" && it.Category == "":
			it.Category = value
		case ok && key == "supplier" && it.Supplier == "":
			it.Supplier = value
		default:
			it.Tags = append(it.Tags, f)
			if price, err := strconv.ParseFloat(value, 64); err == nil && key == "price" && price > 0 {
				it.Price = price
			}
		}
	}
}

// readTable calls row with the values of the needed and then the optional
// columns of each row, "" where a column is missing. Errors name file and line.
func readTable(name string, needed, optional []string, row func(line int, values []string) error) error {
	t, err := read.Open(name, read.DefaultLimits, nil)
	if err != nil {
		return err
	}
	at := make([]int, 0, len(needed)+len(optional))
	for _, column := range needed {
		if t.Column(column) < 0 {
			return errors.Join(fmt.Errorf("%s:1: there is no column %q, only %s", name, column, strings.Join(t.Columns(), ", ")), t.Close())
		}
	}
	for _, column := range append(append([]string{}, needed...), optional...) {
		at = append(at, t.Column(column))
	}
	err = eachRow(t, func(r *read.Row) error {
		values := make([]string, len(at))
		for i, column := range at {
			if column >= 0 {
				values[i] = string(r.Values[column])
			}
		}
		if err := row(r.Line, values); err != nil {
			return fmt.Errorf("%s:%d: %w", name, r.Line, err)
		}
		return nil
	})
	return errors.Join(err, t.Close())
}

// eachRow stops at the first damaged row: a measurement on part of a file would
// be another measurement.
func eachRow(t *read.Table, do func(*read.Row) error) error {
	var row read.Row
	for {
		err := t.Next(&row)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil {
			err = do(&row)
		}
		if err != nil {
			return err
		}
	}
}
