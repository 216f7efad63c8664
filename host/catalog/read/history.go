package read

import (
	"errors"
	"fmt"
	"io"

	"privet/engine/format"
)

// History reads what one visitor did: a table with the column item, and kind
// (view, add, buy, like, dismiss, or declare with an attribute as the item) and
// time where it has them. Events come back in file order with ids from 1 and
// without purposes. It fails at the first damaged row: a history is short, and
// half of one would answer another question.
func History(name string, limits Limits) ([]format.Event, error) {
	t, err := Open(name, limits, nil)
	if err != nil {
		return nil, err
	}
	defer t.Close()
	item, kind, at := t.Column("item"), t.Column("kind"), t.Column("time")
	if item < 0 {
		return nil, fmt.Errorf("%s: there is no column item; the columns are %q", name, t.Columns())
	}
	var clock clock
	var events []format.Event
	for {
		var row Row
		err := t.Next(&row)
		if errors.Is(err, io.EOF) {
			return events, nil
		}
		if err != nil {
			return nil, err
		}
		e := format.Event{ID: uint32(len(events) + 1), Kind: format.View, Key: string(row.Values[item])}
		wrong := func(field, detail string) error {
			return &RowError{File: name, Line: row.Line, Field: field, Detail: detail}
		}
		if e.Key == "" || len(e.Key) > format.MaxKey {
			return nil, wrong("item", "it must have 1 to 256 bytes")
		}
		if kind >= 0 {
			word := string(row.Values[kind])
			known := word == "declare"
			if e.Kind = format.Declare; !known {
				e.Kind, known = kinds[word]
			}
			if !known {
				return nil, wrong("kind", fmt.Sprintf("%q is none of view, add, buy, like, dismiss, declare", clip(row.Values[kind])))
			}
		}
		if at >= 0 {
			when, err := clock.read(row.Values[at])
			if err != nil {
				return nil, wrong("time", err.Error())
			}
			if !when.IsZero() {
				e.At = when.UnixMilli()
			}
		}
		if events = append(events, e); len(events) > limits.Events {
			return nil, fmt.Errorf("%s: there are more than %d events", name, limits.Events)
		}
	}
}
