package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"privet/host/catalog"
	"privet/host/catalog/read"
)

type trend struct {
	Dir          string `arg:"" help:"Directory that privet build wrote."`
	Events       string `required:"" placeholder:"FILE" help:"What visitors did lately, as for privet build; with --mapping also order lines."`
	Items        string `placeholder:"FILE" help:"The file of items, as for privet build: needed where events do not call items by the catalog's ids, but by variants or, as access logs do, by addresses."`
	ItemsFormat  string `placeholder:"NAME" help:"What the file of items is, where it does not show; see privet build --help."`
	EventsFormat string `placeholder:"NAME" help:"What the file of events is, where it does not show; see privet build --help."`
	Mapping      string `placeholder:"FILE.yaml" help:"How your columns become events, as for privet build."`
	Since        moment `placeholder:"TIME" help:"Leave out events before this time, such as 2025-11-01 or 2025-11-01T08:00:00Z."`
	MaxErrors    int    `default:"1000" help:"Damaged rows that are set aside and reported before refreshing fails."`
	floors
}

// Help is shown by privet trend --help.
func (*trend) Help() string {
	return `Brings a built directory up to date with what is wanted these days, in seconds and
without training: only trend.HASH.bin and manifest.json change, so that a page
which has the catalog fetches one small file. The trend before stays for pages that
are loading it; whoever serves the directory must read it anew.

    privet trend --events last-two-months.csv.gz build/shop

Give all events of the last weeks or months, not only the new ones: more than usual
shows only against the usual. Items that the built catalog does not know are counted and left
out; they need a build. No visitor shows: an item counts only where --min-visitors
visitors of these events came for it, and is hot only where --min-support did lately.`
}

func (c *trend) Run() error {
	return atTerminal(c.run)
}

func (c *trend) run(ctx context.Context, out io.Writer, progress read.Progress) error {
	if err := c.check(); err != nil {
		return err
	}
	report, err := catalog.Refresh(ctx, catalog.RefreshOptions{
		Dir: c.Dir, Events: c.Events, Items: c.Items, ItemsFormat: c.ItemsFormat, EventsFormat: c.EventsFormat, Mapping: c.Mapping, Since: c.Since.Time,
		MinVisitors: c.MinVisitors, MinSupport: c.MinSupport, MaxErrors: c.MaxErrors, Progress: progress,
	})
	if report.Read != nil {
		printReading(out, "events", report.Read)
	}
	printForgotten(out, report.Forgotten, c.MinVisitors)
	if err != nil {
		return err
	}
	printRefreshed(out, &report)
	return nil
}

// printRefreshed says what was found and written.
func printRefreshed(out io.Writer, r *catalog.RefreshReport) {
	fmt.Fprintf(out, "%s to %s: ", r.From.Format(time.DateTime), r.At.Format(time.DateTime))
	if r.HalfLife == 0 {
		fmt.Fprintln(out, "too little time to tell what is hot")
	} else {
		fmt.Fprintf(out, "%d items are hot, a visitor counts half after %s\n", r.Hot, days(r.HalfLife))
	}
	if r.HalfLife < r.Chosen {
		fmt.Fprintf(out, "the build found that %s would foretell better: give the events of %s\n", days(r.Chosen), days(r.Enough))
	}
	fmt.Fprintf(out, "popularity is %.0f %% these events', otherwise the catalog's\n", 100*r.Renewed)
	if r.Same {
		fmt.Fprintln(out, "nothing is new: the directory had this trend, and stays as it is")
		return
	}
	fmt.Fprintf(out, "a page that has the catalog fetches %d bytes in brotli; catalog and trend are %d\n", r.Fetched, r.Whole)
}
