package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"privet/host/catalog"
	"privet/host/catalog/dataset"
	"privet/host/catalog/lint"
	"privet/host/catalog/manifest"
	"privet/host/catalog/read"
	"privet/host/catalog/train"
)

type build struct {
	Items        string  `required:"" placeholder:"FILE" help:"Items: a file of a format above, plain or gzip, or a directory of saved pages."`
	Events       string  `placeholder:"FILE" help:"What visitors did with them. Leave it out for order lines, where the mapping takes both from --items."`
	Out          string  `required:"" placeholder:"DIR" help:"Directory to write. A build that fails leaves it as it was."`
	ItemsFormat  string  `placeholder:"NAME" help:"What the file of items is, where it does not show; see above."`
	EventsFormat string  `placeholder:"NAME" help:"What the file of events is, where it does not show."`
	Mapping      string  `placeholder:"FILE.yaml" help:"How your columns become items and events; see testdata/mappings."`
	Rules        string  `placeholder:"FILE.yaml" help:"What you want of lists: what to hide, pin, boost, limit; see testdata/rules."`
	Lint         string  `placeholder:"FILE.yaml" help:"How strict to be about personal data and sensitive topics, and what to allow; see testdata/lint."`
	Budget       float64 `default:"48" help:"Bytes an item that the compressed model may have."`
	Head         int     `placeholder:"ITEMS" help:"How many of the most popular items every page loads; the others wait in a shard for each category. All of them up to 50,000 items, otherwise 20,000."`
	MaxErrors    int     `default:"1000" help:"Damaged rows of a file that are set aside and reported before the build fails."`
	Name         string  `help:"The shop's name; otherwise the mapping's."`
	Currency     string  `help:"Currency of the prices, an ISO 4217 code such as GBP; otherwise the mapping's."`
	Seed         uint64  `default:"1" help:"Chooses which visitors are kept back for validation."`
	floors
}

// Help is shown by privet build --help.
func (*build) Help() string {
	return `Items need the column id; title, category, price, supplier, tags (a|b|key=value),
url, image, stock, available_from and available_until are used where they are
there, and further columns go to the page as they are. Events need visitor and
item; kind (view, add, buy, like, dismiss), time and visit are used where they
are there, and further columns are context, such as daypart=evening. Files of other
shapes that are known need nothing said, for they are told by their content:

` + formatHelp() + `
Any other file needs a mapping, which also overrides what is built in.

    privet build --items items.csv --events events.csv.gz --out build/shop
    privet build --items orders.csv --mapping orders.yaml --out build/shop
    privet build --items items.csv --rules rules.yaml --out build/shop

A catalog that no browser should have to load is split: every page loads its most
popular items, and a page that is about a category (data-category) the shard of that
category as well. --head says how many items are in the first part.

Where events have times, a small trend file beside the catalog says what is wanted
these days; privet trend makes it anew without training.

The same input gives the same bytes. Visitor and visit ids are used to count and
are not written. A catalog is public, so it tells nothing that few visitors did:
--min-visitors and --min-support say how few. With 20 visitors as the least, a third
of a gift shop's 3,145 items are forgotten and rankings are 2 % worse; a shop that has a
few hundred visitors in all loses far more, and may prefer --min-visitors 5.

A catalog is public. So the build is refused where a title, an id, a category, a
supplier, a tag, an address, a further column or a context value holds an e-mail
address, a telephone number, a bank account or payment card number, somebody's
session, or the id of a visitor. It warns of columns whose names speak of people,
and of items about health, sex life, religion, politics, trade unions, ethnic
origin, genetic or biometric data that no rule marks as sensitive. --lint changes
each of that, allows what is meant to be there, and adds words.`
}

func (b *build) Run() error {
	return atTerminal(b.run)
}

func (b *build) run(ctx context.Context, out io.Writer, progress read.Progress) error {
	return b.with(ctx, nil, out, progress)
}

// with builds with a builder that may have built before; nil for a single build.
func (b *build) with(ctx context.Context, builder *catalog.Builder, out io.Writer, progress read.Progress) error {
	if err := b.check(); err != nil {
		return err
	}
	begin := time.Now()
	report, err := builder.Build(ctx, catalog.Options{
		Items: b.Items, Events: b.Events, Mapping: b.Mapping, Rules: b.Rules, Lint: b.Lint, Out: b.Out, Name: b.Name, Currency: b.Currency,
		ItemsFormat: b.ItemsFormat, EventsFormat: b.EventsFormat, MaxErrors: b.MaxErrors, MinVisitors: b.MinVisitors, Head: b.Head, Progress: progress,
		Train: train.Options{Budget: b.Budget, MinSupport: b.MinSupport, Seed: b.Seed},
	})
	if report.Read != nil {
		printReading(out, "items", &report.Read.Items)
		printReading(out, "events", &report.Read.Events)
	}
	printForgotten(out, report.Forgotten, b.MinVisitors)
	for _, w := range report.Rules.Warnings {
		fmt.Fprintf(out, "warning: %v\n", w)
	}
	if report.Lint != nil {
		printLint(out, report.Lint)
	}
	if err != nil {
		return err
	}
	printRules(out, &report.Rules)
	printBuilt(out, &report)
	fmt.Fprintf(out, "%s is complete after %.1f s\n", b.Out, time.Since(begin).Seconds())
	return nil
}

// formatHelp lists the formats with a mapping built in.
func formatHelp() string {
	var list strings.Builder
	for _, items := range []bool{true, false} {
		fmt.Fprintln(&list, map[bool]string{true: "    --items", false: "    --events"}[items])
		for _, f := range read.Formats(items) {
			fmt.Fprintf(&list, "      %-19s %s\n", f.Name, f.About)
		}
	}
	return list.String()
}

// readAs says by which built-in format a file was read.
func readAs(r *read.FileReport) string {
	if r.Format == "" || r.Format == "own" {
		return ""
	}
	return ", read as " + r.Format
}

// printReading says what became of a file's rows.
func printReading(out io.Writer, what string, r *read.FileReport) {
	if r.File == "" {
		return
	}
	fmt.Fprintf(out, "%d %s of %d rows in %s%s\n", r.Kept, what, r.Rows, r.File, readAs(r))
	for _, c := range r.Dropped {
		if c.Rows == 0 && r.Format != "" {
			continue // of a mapping of one's own, a rule that drops nothing is worth to know
		}
		fmt.Fprintf(out, "  %9d dropped: %s\n", c.Rows, c.Name)
	}
	for _, c := range r.Warnings {
		fmt.Fprintf(out, "  %9d warned of: %s\n", c.Rows, c.Name)
	}
	if r.SetAside > 0 {
		fmt.Fprintf(out, "  %9d set aside as damaged:\n", r.SetAside)
	}
	for _, e := range r.Examples {
		fmt.Fprintf(out, "            %v\n", e)
	}
	if more := r.SetAside - len(r.Examples); more > 0 {
		fmt.Fprintf(out, "            and %d more\n", more)
	}
}

// printForgotten says what is not learned from because too few visitors did it.
func printForgotten(out io.Writer, f dataset.Forgotten, least int) {
	if f.Events > 0 {
		fmt.Fprintf(out, "%d items have fewer than %d visitors: %d events on them are not used (--min-visitors)\n", f.Items, least, f.Events)
	}
	if f.Contexts > 0 {
		fmt.Fprintf(out, "%d context values have fewer than %d visitors, and are not used (--min-visitors)\n", f.Contexts, least)
	}
}

// printLint says what a catalog should not hold.
func printLint(out io.Writer, r *lint.Report) {
	for i := range r.Found {
		found := &r.Found[i]
		word := "warning"
		if found.Level == lint.Refuse {
			word = "refused"
		}
		fmt.Fprintf(out, "%s: %s: %d\n", word, found.Check.Finds(), found.Count)
		printTally(out, &found.Tally)
	}
	for i := range r.Topics {
		topic := &r.Topics[i]
		fmt.Fprintf(out, "  %s: %d\n", topic.Topic, topic.Count)
		printTally(out, &topic.Tally)
		fmt.Fprintln(out, "    to mark them:")
		for _, rule := range topic.Rules {
			fmt.Fprintf(out, "      %s\n", rule)
		}
	}
}

func printTally(out io.Writer, t *lint.Tally) {
	for _, example := range t.Examples {
		fmt.Fprintf(out, "    %v\n", example)
	}
	if more := t.Count - len(t.Examples); more > 0 && len(t.Examples) > 0 {
		fmt.Fprintf(out, "    and %d more\n", more)
	}
}

// printRules says what became of the owner's rules.
func printRules(out io.Writer, r *catalog.Ruled) {
	if r.File != "" {
		fmt.Fprintf(out, "%s: rules %d, which make %d of the catalog; affinities %d\n", r.File, r.Rules, r.Compiled, r.Affinities)
	}
	if r.Windows > 0 {
		fmt.Fprintf(out, "items that may be shown at some times only: %d\n", r.Windows)
	}
}

// printBuilt says what was learned and written.
func printBuilt(out io.Writer, r *catalog.Report) {
	t := &r.Train
	fmt.Fprintf(out, "model: rank %d, %.1f neighbours and %.1f followers an item, %d tokens, %.1f bytes an item in brotli\n",
		t.Rank, t.Neighbours, t.Sequence, t.Tokens, t.BytesPerItem)
	for _, name := range slices.Sorted(maps.Keys(t.Validation)) {
		fmt.Fprintf(out, "validation: %s %.4f\n", name, t.Validation[name])
	}
	if r.HotHalfLife > 0 {
		fmt.Fprintf(out, "trend: %d items are hot, a visitor counts half after %s\n", r.Hot, days(r.HotHalfLife))
	}
	printShards(out, &r.Shards)
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "bytes\tbrotli\tgzip\t")
	shards := 2 * r.Shards.Shards // they come first, a catalog and texts each
	for _, f := range r.Written.Files[shards:] {
		fmt.Fprintf(table, "%d\t%d\t%d\t  %s\n", f.Plain, f.Brotli, f.Gzip, f.Name)
	}
	table.Flush()
	if w := &r.Written; w.Fetched < w.Whole {
		fmt.Fprintf(out, "a page that has the build before fetches %d of %d bytes\n", w.Fetched, w.Whole)
	}
}

// printShards says how a catalog was split, and what is in no part of it.
func printShards(out io.Writer, s *catalog.Sharded) {
	if s.Shards == 0 {
		return
	}
	fmt.Fprintf(out, "every page loads %d items; %d more are in %d shards, one for each category\n", s.Head, s.Items, s.Shards)
	for _, left := range []struct {
		items int
		why   string
	}{
		{s.Homeless, "items are in no file, for they have no category: give them one, or raise --head"},
		{s.Crowded, fmt.Sprintf("items are in no file, for a shard has %d at most: give them finer categories", catalog.MaxShard)},
		{s.Categories, fmt.Sprintf("categories, those with the fewest items, are in no file, for there are %d shards at most: make them coarser", manifest.MaxShards)},
	} {
		if left.items > 0 {
			fmt.Fprintf(out, "warning: %d %s\n", left.items, left.why)
		}
	}
}
