package read

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"privet/engine/format"
	"privet/host/catalog/dataset"
)

// EventKeys are the columns of an events file that needs no mapping. Visitor and
// item are required, a missing kind is a view. Further columns are context.
var EventKeys = []string{"visitor", "item", "kind", "time", "visit"}

// kinds are the words for what a visitor did.
var kinds = map[string]format.Kind{
	"view": format.View, "add": format.Add, "buy": format.Buy, "like": format.Like, "dismiss": format.Dismiss,
}

// ownEvents is the mapping of a file with Privet's own columns.
func ownEvents(t *Table) *EventMapping {
	m := &EventMapping{Visitor: Field{Column: "visitor"}, Item: Field{Column: "item"}, Kind: Field{Value: "view"}, Context: ContextField{}}
	if t.Column("kind") >= 0 {
		m.Kind = Field{Column: "kind"}
	}
	if t.Column("time") >= 0 {
		m.Time.Column = "time"
	}
	if t.Column("visit") >= 0 {
		m.Visit.Column = "visit"
	}
	for _, column := range t.columns {
		if column != "" && !slices.Contains(EventKeys, column) {
			m.Context[column] = Field{Column: column}
		}
	}
	return m
}

// eventReader turns rows into events.
type eventReader struct {
	visitor, item, kind, time, visit boundField
	context                          []boundField
	contextKeys                      []string
	clock                            clock
	since                            time.Time // what was before is left out
	limits                           Limits
	collector                        *dataset.Collector
	report                           *FileReport
	event                            dataset.Row
}

func newEventReader(t *Table, file string, m *EventMapping, items []dataset.Item, limits Limits, report *FileReport) (*eventReader, error) {
	r := &eventReader{clock: clock{layout: m.Time.Layout, setting: "events.time.layout"}, contextKeys: m.Context.keys(), limits: limits, report: report}
	targets := []*boundField{&r.visitor, &r.item, &r.kind, &r.time, &r.visit}
	r.context = make([]boundField, len(r.contextKeys))
	for i := range r.context {
		targets = append(targets, &r.context[i])
	}
	for i, f := range m.fields() {
		var err error
		if *targets[i], err = f.bind(t, file, f.name); err != nil {
			return nil, err
		}
	}
	for f := &r.item; f != nil; f = f.or {
		if f.Match != "" {
			f.links = newLinks(items)
		}
	}
	r.event.Context = make([][]byte, len(r.context))
	var err error
	r.collector, err = dataset.NewCollector(items, r.contextKeys)
	return r, err
}

// use takes one row.
func (r *eventReader) use(row *Row) (*fieldError, error) {
	e := &r.event
	e.Visitor, e.Item = r.visitor.text(row), r.item.text(row)
	if len(e.Visitor) == 0 {
		return &fieldError{"visitor", "the row has no visitor"}, nil
	}
	if len(e.Item) == 0 {
		return &fieldError{"item", "the row has no item"}, nil
	}
	kind := r.kind.text(row)
	known := false
	if e.Kind, known = kinds[string(kind)]; !known {
		return &fieldError{"kind", fmt.Sprintf("%q is none of view, add, buy, like, dismiss: translate it under events.kind.values of a mapping", clip(kind))}, nil
	}
	at, err := r.clock.read(r.time.text(row))
	if err != nil {
		return &fieldError{"time", err.Error()}, nil
	}
	if at.Before(r.since) {
		count(&r.report.Dropped, "older than wanted, or without a time", 1)
		return nil, nil
	}
	e.At = 0
	if !at.IsZero() {
		e.At = at.Unix()
	}
	e.Visit = r.visit.text(row)
	for i := range r.context {
		f := &r.context[i]
		if f.FromTime != "" {
			e.Context[i] = []byte(moment(f.FromTime, at))
		} else if e.Context[i] = f.text(row); len(e.Context[i]) > maxValue {
			return tooLong(r.contextKeys[i], e.Context[i], maxValue), nil
		}
	}
	if r.report.Kept == r.limits.Events {
		return nil, fmt.Errorf("there are more than %d events: give the newer ones", r.limits.Events)
	}
	found, err := r.collector.Add(e)
	switch {
	case err != nil:
		return nil, err
	case found:
		r.report.Kept++
	default:
		count(&r.report.Dropped, "item is not among the items", 1)
	}
	return nil, nil
}

// checkContextKeys refuses keys that would make ambiguous tokens.
func checkContextKeys(keys []string) error {
	for _, key := range keys {
		if strings.ContainsAny(key, "= \x00") || len(key) > maxValue {
			return fmt.Errorf("events.context: key %q must be short and without = and spaces", clip([]byte(key)))
		}
	}
	return nil
}
