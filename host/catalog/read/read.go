// Package read turns a site's own files, CSV or JSON lines, plain or gzipped,
// into a data set: it maps columns, cleans, and counts whatever it leaves out.
package read

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"privet/host/catalog/dataset"
)

// Options say what to read.
type Options struct {
	Context   context.Context
	Items     string    // file of items
	Events    string    // file of events; "" where there is none, or where the mapping takes both from Items
	Mapping   *Mapping  // nil where the files have Privet's own columns
	MaxErrors int       // damaged rows of one file that are set aside before reading fails
	Limits    Limits    // zero is DefaultLimits
	Progress  Progress  // nil for none
	Since     time.Time // of events, those before are left out; zero for none

	noContext bool // context is not wanted
}

// Progress is told how much of a stage is done, of how much.
type Progress func(stage string, done, total int64)

func (o *Options) useDefaults() {
	if o.Limits == (Limits{}) {
		o.Limits = DefaultLimits
	}
	if o.Progress == nil {
		o.Progress = func(string, int64, int64) {}
	}
}

// Read reads the items, then the events.
func Read(o Options) (*dataset.Dataset, *Report, error) {
	o.useDefaults()
	if o.Events == "" && o.Mapping != nil && o.Mapping.Events != nil {
		o.Events = o.Items // order lines: each row tells of both
	}
	report := &Report{}
	items, err := o.items(&report.Items)
	if err != nil {
		return nil, report, err
	}
	if o.Events == "" {
		c, err := dataset.NewCollector(items, nil)
		if err != nil {
			return nil, report, err
		}
		return c.Dataset(), report, nil
	}
	d, err := o.events(items, &report.Events)
	return d, report, err
}

// Events reads events alone, on items that are known already. Context is left out.
func Events(o Options, items []dataset.Item) (*dataset.Dataset, *FileReport, error) {
	o.useDefaults()
	o.noContext = true
	report := &FileReport{}
	d, err := o.events(items, report)
	return d, report, err
}

// items reads the file of items.
func (o *Options) items(report *FileReport) (_ []dataset.Item, err error) {
	report.File = o.Items
	t, err := Open(o.Items, o.Limits, func(done, size int64) { o.Progress("reading items", done, size) })
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, t.Close()) }()
	var m *ItemMapping
	var rules []Rule
	if o.Mapping != nil {
		m, rules = &o.Mapping.Items, slices.Concat(o.Mapping.Clean, o.Mapping.Items.Clean)
	} else {
		m = ownItems(t)
	}
	bound, counts, err := bindRules(t, o.Items, rules)
	if err != nil {
		return nil, err
	}
	r, err := newItemReader(t, o.Items, m, o.Limits, report)
	if err != nil {
		return nil, err
	}
	err = report.scan(t, o, bound, r.use)
	report.Dropped = append(counts, report.Dropped...)
	if err != nil {
		return nil, err
	}
	items := r.items()
	if report.Kept = len(items); report.Kept == 0 {
		return nil, fmt.Errorf("%s: no item is left of %d rows: %s", o.Items, report.Rows, report.reason())
	}
	return items, nil
}

// events reads the file of events.
func (o *Options) events(items []dataset.Item, report *FileReport) (_ *dataset.Dataset, err error) {
	report.File = o.Events
	t, err := Open(o.Events, o.Limits, func(done, size int64) { o.Progress("reading events", done, size) })
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, t.Close()) }()
	var m *EventMapping
	var rules []Rule
	if o.Mapping != nil {
		rules = o.Mapping.Clean
	}
	if o.Mapping != nil && o.Mapping.Events != nil {
		m, rules = o.Mapping.Events, slices.Concat(rules, o.Mapping.Events.Clean)
	} else {
		m = ownEvents(t)
	}
	if o.noContext {
		plain := *m
		plain.Context = nil
		m = &plain
	}
	if err := checkContextKeys(m.Context.keys()); err != nil {
		return nil, fmt.Errorf("%s: %w", o.Events, err)
	}
	bound, counts, err := bindRules(t, o.Events, rules)
	if err != nil {
		return nil, err
	}
	r, err := newEventReader(t, o.Events, m, items, o.Limits, report)
	if err != nil {
		return nil, err
	}
	r.since = o.Since
	err = report.scan(t, o, bound, r.use)
	report.Dropped = append(counts, report.Dropped...)
	if err != nil {
		return nil, err
	}
	if report.Kept == 0 && report.Rows > 0 {
		return nil, fmt.Errorf("%s: no event is left of %d rows: %s", o.Events, report.Rows, report.reason())
	}
	return r.collector.Dataset(), nil
}

// reason says what took most rows of a file of which nothing is left.
func (r *FileReport) reason() string {
	most := Count{"rows are damaged", r.SetAside}
	for _, c := range r.Dropped {
		if c.Rows > most.Rows {
			most = c
		}
	}
	if most.Rows == 0 {
		return "it has a header and no more"
	}
	if len(r.Examples) > 0 && most.Rows == r.SetAside {
		return fmt.Sprintf("%d are damaged, the first: %v", most.Rows, r.Examples[0])
	}
	return fmt.Sprintf("%d were dropped: %s", most.Rows, most.Name)
}
