// Package catalog makes what a site publishes: from its files of items and
// events to a directory with a manifest, a trained catalog and the items' texts.
package catalog

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"privet/engine/format"
	"privet/host/catalog/dataset"
	"privet/host/catalog/lint"
	"privet/host/catalog/manifest"
	"privet/host/catalog/read"
	"privet/host/catalog/train"
	"privet/host/catalog/trend"
)

// Options say what to build.
type Options struct {
	Items     string // file of items, or a directory of pages
	Events    string // file of events; "" where there is none, or where the mapping takes both from Items
	Mapping   string // YAML file that names the columns; "" for formats that are known
	Rules     string // YAML file of what the owner wants; "" for nothing
	Lint      string // YAML file of how strict the linter is; "" for the usual
	Out       string // directory, made where it is missing
	Name      string // the shop's; "" for the mapping's
	Currency  string // ISO 4217; "" for the mapping's
	MaxErrors int    // damaged rows of one file that are set aside before building fails
	// MinVisitors is how many an item must have for anything to be learned of it:
	// see dataset.Collector. 0 or 1 is any.
	MinVisitors int
	Head        int // items that every page loads; 0 for all, or DefaultHead where there are more than MaxWhole
	Train       train.Options
	// Formats of the files (read.Formats); "" for what they look like.
	ItemsFormat, EventsFormat string

	Progress read.Progress // nil for none
}

// A Report says what was read, learned and written.
type Report struct {
	Read      *read.Report
	Forgotten dataset.Forgotten // what fewer visitors did than should show
	Rules     Ruled
	Lint      *lint.Report
	Train     train.Report
	Written   Written
	Shards    Sharded
	// Of the trend; 0 without one:
	HotHalfLife time.Duration // until a visitor counts half in what is wanted now
	Hot         int           // items that are wanted more than usual
}

// Build reads, trains and writes. What was in Out stays as it is until all of
// the new is there, and after an error.
func Build(ctx context.Context, o Options) (Report, error) { return (*Builder)(nil).Build(ctx, o) }

// Build is the function Build, for one build after another.
func (b *Builder) Build(ctx context.Context, o Options) (Report, error) {
	defer frugal()()
	progress := o.Progress
	if progress == nil {
		progress = func(string, int64, int64) {}
	}
	var mapping *read.Mapping
	var report Report
	if o.Head < 0 {
		return report, fmt.Errorf("a head of %d items: give 1 or more, or 0 for as many as do a page good", o.Head)
	}
	if o.Mapping != "" {
		var err error
		if mapping, err = read.LoadMapping(o.Mapping); err != nil {
			return report, err
		}
		o.Name = cmp.Or(o.Name, mapping.Name)
	}
	wanted, err := loadRules(o.Rules)
	if err != nil {
		return report, err
	}
	linter, err := loadLint(o.Lint)
	if err != nil {
		return report, err
	}
	data, reading, err := b.read(read.Options{
		Context: ctx, Items: o.Items, Events: o.Events, Mapping: mapping, MaxErrors: o.MaxErrors, MinVisitors: o.MinVisitors, Progress: progress,
		ItemsFormat: o.ItemsFormat, EventsFormat: o.EventsFormat,
	})
	report.Read = reading
	if err != nil {
		return report, err
	}
	allow(len(data.Events))
	report.Forgotten = data.Forgotten
	o.Currency = cmp.Or(o.Currency, reading.Currency)
	plan := wanted.For(data)
	plan.Train(&o.Train)
	report.Rules = Ruled{File: o.Rules, Rules: len(wanted.Rules), Affinities: len(wanted.Affinities), Windows: plan.Windowed, Warnings: plan.Warnings}
	report.Lint = linter.Check(lint.Input{
		Data: data, Sensitive: o.Train.Sensitive, Items: reading.Items.File, Events: reading.Events.File, Column: mapping.ItemColumn,
	})
	if err := report.Lint.Refused(); err != nil {
		return report, err
	}
	trained, training, err := b.train(ctx, data, o.Train, func(stage string, done, total int) {
		progress(stage, int64(done), int64(total))
	})
	report.Train = training
	if err != nil {
		return report, fmt.Errorf("training: %w", err)
	}
	if err := plan.Apply(trained); err != nil {
		return report, err
	}
	report.Rules.Compiled = len(trained.Rules.Rules)
	g := generation{manifest: manifest.Manifest{
		Version: manifest.Version, Name: o.Name, Currency: o.Currency, Items: headOf(o.Head, len(data.Items)),
		Categories: categories(data.Items), Interests: interests(speakable(data.Items, o.Train.Sensitive), &trained.Tokens),
		Experiments: wanted.Experiments,
		Model: manifest.Model{
			Rank: training.Rank, Neighbours: rounded(training.Neighbours, 1), Sequence: rounded(training.Sequence, 1),
			BytesPerItem: rounded(training.BytesPerItem, 1), Validation: map[string]float64{},
		},
	}}
	for name, value := range training.Validation {
		g.manifest.Model.Validation[name] = rounded(value, 4)
	}
	head := trained
	if g.manifest.Items < len(data.Items) {
		if head, err = g.addShards(trained, data.Items, &report.Shards); err != nil {
			return report, err
		}
	}
	content, err := format.Encode(head)
	if err != nil {
		return report, fmt.Errorf("encoding the catalog: %w", err)
	}
	g.manifest.Catalog = g.add("catalog", "bin", content)
	if err := g.addTexts(data.Items[:g.manifest.Items]); err != nil {
		return report, err
	}
	floor := cmp.Or(o.Train.MinSupport, train.DefaultMinSupport)
	if _, at := trend.Span(data.Events, floor); at > 0 {
		halfLife := trend.HalfLife(data.Events, len(data.Items), floor)
		hot := trend.Hot(data.Events, len(data.Items), floor, halfLife)
		g.manifest.Model.TrendHalfLife, g.manifest.Model.HotHalfLife = training.TrendHalfLife, halfLife
		hot = hot[:g.manifest.Items]
		report.HotHalfLife, report.Hot = seconds(halfLife), rising(hot)
		g.addTrend(format.Trend{Base: head.Items.Digest(), At: at, Bias: head.Bias, Hot: hot})
	}
	report.Written, err = g.write(ctx, o.Out, builtFiles, progress)
	return report, err
}

// rounded keeps so many decimals: more would be noise to whoever reads a manifest.
func rounded(x float64, decimals int) float64 {
	unit := math.Pow10(decimals)
	return math.Round(unit*x) / unit
}

// categories returns the categories' names, most items first.
func categories(items []dataset.Item) []string {
	return mostFirst(items, func(it *dataset.Item, count func(string)) {
		if it.Category != "" {
			count(it.Category)
		}
	}, 1)
}

// interestItems is how many items an attribute must have to be offered as an
// interest, and maxInterests how many are offered.
const (
	interestItems = 5
	maxInterests  = 200
)

// interests returns the attributes that a visitor can declare: those that the
// catalog knows, categories first, then what most items have.
func interests(items []dataset.Item, known *format.Keys) []string {
	all := mostFirst(items, func(it *dataset.Item, count func(string)) {
		for _, token := range it.Attributes() {
			if _, ok := known.Find(token); ok {
				count(token)
			}
		}
	}, interestItems)
	slices.SortStableFunc(all, func(a, b string) int {
		rank := func(token string) int {
			if strings.HasPrefix(token, "category=") {
				return 0
			}
			return 1
		}
		return cmp.Compare(rank(a), rank(b))
	})
	return all[:min(len(all), maxInterests)]
}

// mostFirst counts names over the items and returns those counted least times or
// more, most first, ties by name.
func mostFirst(items []dataset.Item, each func(*dataset.Item, func(string)), least int) []string {
	counts := map[string]int{}
	for i := range items {
		each(&items[i], func(name string) { counts[name]++ })
	}
	names := []string{}
	for name, n := range counts {
		if n >= least {
			names = append(names, name)
		}
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b)) })
	return names[:min(len(names), manifest.MaxNames)]
}
