// Package read turns files that a site has into a data set: it tells what a file
// is, maps columns, cleans, and counts whatever it leaves out.
//
// A format.go's Format is a reader that makes rows of bytes (csv.go, jsonl.go…) and
// a mapping in formats/, as an operator may write one.
package read

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"privet/host/catalog/dataset"
)

// Options say what to read.
type Options struct {
	Context context.Context
	Items   string   // file of items, or a directory of pages
	Events  string   // file of events; "" where there is none, or where the mapping takes both from Items
	Mapping *Mapping // nil where the files are of known formats
	// Formats of the files; "" for what they look like.
	ItemsFormat, EventsFormat string
	MaxErrors                 int       // damaged rows of one file that are set aside before reading fails
	MinVisitors               int       // whom an item must have for what they did to be used: see dataset.Collector
	Limits                    Limits    // zero is DefaultLimits
	Progress                  Progress  // nil for none
	Since                     time.Time // of events, those before are left out; zero for none

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
		if info, err := os.Stat(o.Items); err == nil && !info.Mode().IsRegular() && !info.IsDir() {
			return nil, &Report{}, fmt.Errorf("%s holds items and events, and a pipe can be read once: save it as a file", o.Items)
		}
	}
	report := &Report{}
	items, err := o.items(report)
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

// Items reads items alone.
func Items(o Options) ([]dataset.Item, *FileReport, error) {
	o.useDefaults()
	report := &Report{}
	items, err := o.items(report)
	return items, &report.Items, err
}

// Events reads events alone, on items that are known already. Context is left out.
func Events(o Options, items []dataset.Item) (*dataset.Dataset, *FileReport, error) {
	o.useDefaults()
	o.noContext = true
	report := &FileReport{}
	d, err := o.events(items, report)
	return d, report, err
}

// A source is a file with the mapping that it is read by.
type source struct {
	*Table
	mapping *Mapping
	format  string
}

// open opens a file and finds the mapping for it: the operator's, or that of the
// format which was named or which the file shows.
func (o *Options) open(file, formatName string, items bool, stage string) (_ *source, err error) {
	var known how
	var format *Format
	if formatName != "" {
		if format, err = formatNamed(formatName, items); err != nil {
			return nil, err
		}
		known.kind = format.reader()
	}
	s := &source{mapping: o.Mapping}
	if !s.mapping.maps(items) {
		s.mapping = nil
	}
	if o.Mapping != nil {
		known.encoding = o.Mapping.Encoding
	}
	if s.Table, err = open(file, o.Limits, func(done, size int64) { o.Progress(stage, done, size) }, known); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.Close())
		}
	}()
	if s.mapping == nil {
		if format == nil {
			if format, err = s.recognise(file, items); err != nil {
				return nil, err
			}
		}
		if s.mapping, err = format.mapping(s.Table); err != nil {
			return nil, err
		}
		s.format = format.Name
	}
	return s, s.shape(file, s.mapping, items)
}

// items reads the file of items.
func (o *Options) items(report *Report) (_ []dataset.Item, err error) {
	r := &report.Items
	r.File = o.Items
	t, err := o.open(o.Items, o.ItemsFormat, true, "reading items")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, t.Close()) }()
	r.Format = t.format
	m := &t.mapping.Items
	bound, counts, err := bindRules(t.Table, o.Items, slices.Concat(t.mapping.Clean, m.Clean))
	if err != nil {
		return nil, err
	}
	reader, err := newItemReader(t.Table, o.Items, m, o.Limits, r)
	if err != nil {
		return nil, err
	}
	reader.currencyCode = t.mapping.Currency
	err = r.scan(t.Table, o, bound, reader.use)
	r.Dropped = append(counts, r.Dropped...)
	if err != nil {
		return nil, err
	}
	report.Currency = reader.currencyCode
	items := reader.items()
	if r.Kept = len(items); r.Kept == 0 {
		return nil, fmt.Errorf("%s: no item is left of %d rows: %s", o.Items, r.Rows, r.reason())
	}
	return items, nil
}

// events reads the file of events.
func (o *Options) events(items []dataset.Item, report *FileReport) (_ *dataset.Dataset, err error) {
	report.File = o.Events
	t, err := o.open(o.Events, o.EventsFormat, false, "reading events")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, t.Close()) }()
	report.Format = t.format
	m := t.mapping.Events
	if o.noContext {
		plain := *m
		plain.Context = nil
		m = &plain
	}
	if err := checkContextKeys(m.Context.keys()); err != nil {
		return nil, fmt.Errorf("%s: %w", o.Events, err)
	}
	bound, counts, err := bindRules(t.Table, o.Events, slices.Concat(t.mapping.Clean, m.Clean))
	if err != nil {
		return nil, err
	}
	r, err := newEventReader(t.Table, o.Events, m, items, o.Limits, report)
	if err != nil {
		return nil, err
	}
	r.since, r.collector.MinVisitors = o.Since, o.MinVisitors
	err = report.scan(t.Table, o, bound, r.use)
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
