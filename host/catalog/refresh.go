package catalog

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"time"

	"privet/engine/format"
	"privet/host/catalog/dataset"
	"privet/host/catalog/manifest"
	"privet/host/catalog/read"
	"privet/host/catalog/train"
	"privet/host/catalog/trend"
)

// RefreshOptions say what to make a built directory's trend of.
type RefreshOptions struct {
	Dir    string // what Build wrote
	Events string // file of events
	Items  string // file of items, where events call them by aliases or addresses; "" where they have the catalog's ids
	// Formats of the files (read.Formats); "" for what they look like.
	ItemsFormat, EventsFormat string
	Mapping                   string        // YAML file that names the columns; "" for a format that is known
	Since                     time.Time     // events before are left out; zero for none
	MinVisitors               int           // of these events, whom an item must have to count: see dataset.Collector
	MinSupport                int           // visitors who must have met an item lately for it to be hot; 0 is train.DefaultMinSupport
	MaxErrors                 int           // damaged rows that are set aside before refreshing fails
	Progress                  read.Progress // nil for none
}

// A RefreshReport says what was read, found and written.
type RefreshReport struct {
	Read      *read.FileReport
	Forgotten dataset.Forgotten // what fewer visitors did than should show
	From, At  time.Time         // what the events cover
	HalfLife  time.Duration     // until a visitor counts half in what is wanted now; 0 where the events cover too little for any
	Chosen    time.Duration     // the same as the build chose it; longer where the events do not cover it
	Enough    time.Duration     // what events should cover for that
	Renewed   float64           // part of the popularity that is the events', not the catalog's
	Hot       int               // items that are wanted more than usual
	Same      bool              // nothing was written: the directory has this very trend
	Written   Written
	Fetched   int // bytes of the new trend that a page fetches
	Whole     int // bytes of catalog and trend that it would fetch after another build
}

// Refresh makes the trend of a built directory anew, from recent events. Catalog
// and texts stay as they are. After an error so does the whole directory.
func Refresh(ctx context.Context, o RefreshOptions) (report RefreshReport, err error) {
	progress := o.Progress
	if progress == nil {
		progress = func(string, int64, int64) {}
	}
	dir, err := Open(o.Dir)
	if err != nil {
		return report, err
	}
	c, err := format.Decode(dir.Catalog)
	if err != nil {
		return report, fmt.Errorf("%s: %s: %w", o.Dir, dir.Manifest.Catalog.File, err)
	}
	events, err := o.events(ctx, dir, c, &report, progress)
	if err != nil {
		return report, err
	}
	floor := cmp.Or(o.MinSupport, train.DefaultMinSupport)
	from, at := trend.Span(events, floor)
	if at == 0 {
		return report, fmt.Errorf("%s: the events of fewer than %d visitors have times: give more of them, and the column that has the times", o.Events, floor)
	}
	g := generation{manifest: *dir.Manifest}
	model := &g.manifest.Model
	if model.HotHalfLife == 0 {
		model.HotHalfLife = trend.HalfLife(events, c.Items.Len(), floor)
	}
	halfLife := trend.Covered(model.HotHalfLife, at-from)
	t := format.Trend{Base: c.Items.Digest(), At: at, Hot: trend.Hot(events, c.Items.Len(), floor, halfLife)}
	report.Renewed = renewed(at-from, model.TrendHalfLife)
	t.Bias = blend(c.Bias, train.Popularity(events, c.Items.Len(), floor, model.TrendHalfLife), report.Renewed)
	report.From, report.At, report.Hot = time.Unix(from, 0).UTC(), time.Unix(at, 0).UTC(), rising(t.Hot)
	report.HalfLife, report.Chosen, report.Enough = seconds(halfLife), seconds(model.HotHalfLife), seconds(trend.Enough(model.HotHalfLife))
	g.addTrend(t)
	if report.Same = dir.Manifest.Trend != nil && *g.manifest.Trend == *dir.Manifest.Trend; !report.Same {
		if report.Written, err = g.write(ctx, o.Dir, trendFiles, progress); err != nil {
			return report, err
		}
		report.Fetched = fetched(o.Dir, g.manifest.Trend)
	}
	report.Whole = fetched(o.Dir, &g.manifest.Catalog) + fetched(o.Dir, g.manifest.Trend)
	return report, nil
}

func (g *generation) addTrend(t format.Trend) {
	file := g.add("trend", "bin", t.Append(nil))
	g.manifest.Trend = &file
}

// events reads the events; their items are the catalog's. What happened to an item
// of a shard is left out: the trend is the head's.
func (o *RefreshOptions) events(ctx context.Context, dir *Directory, c *format.Catalog, report *RefreshReport, progress read.Progress) ([]dataset.Event, error) {
	var mapping *read.Mapping
	if o.Mapping != "" {
		var err error
		if mapping, err = read.LoadMapping(o.Mapping); err != nil {
			return nil, err
		}
	}
	items := make([]dataset.Item, c.Items.Len())
	for i := range items {
		items[i].ID = c.Items.At(i)
	}
	if err := dir.eachShard(func(_ *manifest.Shard, s *format.Shard) {
		for i := range s.Items.Len() {
			items = append(items, dataset.Item{ID: s.Items.At(i)})
		}
	}); err != nil {
		return nil, err
	}
	if err := o.learnNames(ctx, items, mapping, progress); err != nil {
		return nil, err
	}
	data, reading, err := read.Events(read.Options{
		Context: ctx, Events: o.Events, EventsFormat: o.EventsFormat, Mapping: mapping, MaxErrors: o.MaxErrors, MinVisitors: o.MinVisitors, Since: o.Since, Progress: progress,
	}, items)
	report.Read = reading
	if err != nil {
		return nil, err
	}
	report.Forgotten = data.Forgotten
	// A data set has its own order of items.
	events := data.Events[:0]
	for _, e := range data.Events {
		if at, ok := c.Items.Find(data.Items[e.Item].ID); ok {
			e.Item = int32(at)
			events = append(events, e)
		}
	}
	return events, nil
}

// learnNames learns from the file of items what else events may call the catalog's items.
func (o *RefreshOptions) learnNames(ctx context.Context, items []dataset.Item, mapping *read.Mapping, progress read.Progress) error {
	if o.Items == "" {
		return nil
	}
	named, _, err := read.Items(read.Options{
		Context: ctx, Items: o.Items, ItemsFormat: o.ItemsFormat, Mapping: mapping, MaxErrors: o.MaxErrors, Progress: progress,
	})
	if err != nil {
		return err
	}
	known := make(map[string]*dataset.Item, len(items))
	for i := range items {
		known[items[i].ID] = &items[i]
	}
	for i := range named {
		if it := known[named[i].ID]; it != nil {
			it.URL, it.Aliases = named[i].URL, named[i].Aliases
		}
	}
	return nil
}

// renewed returns which part of all that popularity remembers is as young as the
// span, where visitors come at a steady rate.
func renewed(span, halfLife int64) float64 {
	if halfLife == 0 {
		return 0
	}
	return 1 - math.Exp2(-float64(span)/float64(halfLife))
}

// blend mixes popularities, which are logarithms, by the share of the new one.
func blend(old, new []byte, share float64) []byte {
	out := make([]byte, len(old))
	for i := range out {
		out[i] = byte(math.Round((1-share)*float64(old[i]) + share*float64(new[i])))
	}
	return out
}

func seconds(n int64) time.Duration { return time.Duration(n) * time.Second }

// rising counts the items that are hot at all.
func rising(hot []byte) (n int) {
	for _, h := range hot {
		if h > 0 {
			n++
		}
	}
	return n
}

// fetched returns how many bytes of a file a page fetches.
func fetched(dir string, f *manifest.File) int {
	if info, err := os.Stat(filepath.Join(dir, f.File+".br")); err == nil {
		return int(info.Size())
	}
	return f.Bytes
}
