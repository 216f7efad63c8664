package read

import (
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"

	"privet/engine/format"
)

// History reads what one visitor did: a table with the column item, and kind
// (view, add, buy, like, dismiss, show, or declare with an attribute as the item)
// and time where it has them. Of a show, position (from 1), propensity (0 to 1) and
// parts say what the ranking said, as privet rank --json prints it. Events come back in file order with ids from 1 and
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
	shown := showColumns{t.Column("position"), t.Column("propensity"), t.Column("parts")}
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
			switch word := string(row.Values[kind]); word {
			case "declare":
				e.Kind = format.Declare
			case "show":
				e.Kind = format.Show
				if bad := shown.read(&row, &e); bad != nil {
					return nil, wrong(bad.field, bad.detail)
				}
			default:
				known := false
				if e.Kind, known = kinds[word]; !known {
					return nil, wrong("kind", fmt.Sprintf("%q is none of view, add, buy, like, dismiss, declare, show", clip(row.Values[kind])))
				}
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

// showColumns are the columns that tell of an impression; -1 where the table lacks one.
type showColumns struct{ position, propensity, parts int }

// read takes them into an event. Without a propensity the item's place was certain.
func (c showColumns) read(row *Row, e *format.Event) *fieldError {
	cell := func(column int) string {
		if column < 0 {
			return ""
		}
		return string(row.Values[column])
	}
	if text := cell(c.position); text != "" {
		n, err := strconv.ParseUint(text, 10, 16)
		if err != nil || n == 0 {
			return &fieldError{"position", fmt.Sprintf("%q is no place from 1 to 65535", clip([]byte(text)))}
		}
		e.Position = uint16(n)
	}
	e.Propensity = math.MaxUint16
	if text := cell(c.propensity); text != "" {
		p, err := strconv.ParseFloat(text, 64)
		if err != nil || !(p >= 0 && p <= 1) {
			return &fieldError{"propensity", fmt.Sprintf("%q is no chance from 0 to 1", clip([]byte(text)))}
		}
		e.Propensity = uint16(math.Round(p * math.MaxUint16))
	}
	if text := cell(c.parts); text != "" {
		n, err := strconv.ParseUint(text, 10, 32)
		if err != nil {
			return &fieldError{"parts", fmt.Sprintf("%q is no whole number below 2^32: copy what privet rank --json says", clip([]byte(text)))}
		}
		e.Parts = uint32(n)
	}
	return nil
}
