package inspect

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"privet/engine/purpose"
)

// profile is what a visitor downloads from the privacy centre, as web/src/privet.d.ts
// declares it under Export.
type profile struct {
	Format  string  `json:"format"`
	Version int     `json:"version"`
	Consent consent `json:"consent"`
	Events  []struct {
		ID       int64    `json:"id"`
		At       int64    `json:"at"` // milliseconds since the Unix epoch
		Kind     string   `json:"kind"`
		Purposes []string `json:"purposes"`
		Key      string   `json:"key"`
		// Of a show, what the ranking said; propensity is from 0 to 1.
		Position   int     `json:"position"`
		Propensity float64 `json:"propensity"`
		Parts      int64   `json:"parts"`
	} `json:"events"`
	Receipts    []any             `json:"receipts"`
	Experiments map[string]trial  `json:"experiments"`
	Damaged     []json.RawMessage `json:"damaged"`
}

// trial is what the browser was in of an experiment.
type trial struct {
	Arm   string         `json:"arm"`
	Since int64          `json:"since"` // milliseconds since the Unix epoch; 0 where nothing was kept
	Acts  map[string]int `json:"acts"`  // by kind of event
	Taken int            `json:"taken"` // shows that led to something
}

type consent struct {
	Granted []string `json:"granted"`
	Chosen  *struct {
		At    int64 `json:"at"` // milliseconds since the Unix epoch
		Until int64 `json:"until"`
	} `json:"chosen"` // nil where this is the default
	Ask         string `json:"ask"` // why the visitor should be asked; "" where there is no reason
	Signal      string `json:"signal"`
	Preferences struct {
		Variety *int     `json:"variety"` // percent; nil where the visitor prefers none
		Muted   []string `json:"muted"`   // attributes
		Paused  bool     `json:"paused"`
		Visit   bool     `json:"visit"` // for this visit alone
		Usual   bool     `json:"usual"` // no part in experiments
	} `json:"preferences"`
}

const (
	profileFormat  = "privet-profile"
	profileVersion = 2
)

var kinds = []string{"view", "add", "buy", "like", "dismiss", "declare", "show"}

// describeProfile says what an export holds about its visitor, and verifies its receipts.
func describeProfile(out io.Writer, content []byte, o Options) error {
	var p profile
	if err := json.Unmarshal(content, &p); err != nil {
		return fmt.Errorf("not a visitor's export: %w", err)
	}
	if p.Format != profileFormat || p.Version != profileVersion {
		return fmt.Errorf("not a visitor's export: format %q version %d where %q version %d is read", p.Format, p.Version, profileFormat, profileVersion)
	}
	d := json.NewDecoder(bytes.NewReader(content))
	d.DisallowUnknownFields() // what this does not know, it must not pass over in silence
	if err := d.Decode(&profile{}); err != nil {
		return fmt.Errorf("byte %d: %w", d.InputOffset(), err)
	}
	if err := p.check(); err != nil {
		return err
	}
	fmt.Fprintf(out, "a visitor's export: %d events", len(p.Events))
	if n := len(p.Events); n > 0 {
		fmt.Fprintf(out, " from %s to %s", day(p.Events[0].At), day(p.Events[n-1].At))
	}
	if len(p.Damaged) > 0 {
		fmt.Fprintf(out, ", %d unreadable", len(p.Damaged))
	}
	fmt.Fprintln(out)
	p.Consent.describe(out, o.Now)
	t := table(out)
	row(t, "\nevents", "kept for")
	counts := map[string]int{}
	for _, e := range p.Events {
		counts[e.Kind+"\t"+names(e.Purposes)]++
	}
	for _, kind := range slices.Sorted(maps.Keys(counts)) {
		row(t, fmt.Sprintf("%d %s", counts[kind], kind))
	}
	t.Flush()
	fmt.Fprintln(out)
	for _, name := range slices.Sorted(maps.Keys(p.Experiments)) {
		p.Experiments[name].describe(out, name)
	}
	return describeReceipts(out, p.Receipts, o.Now)
}

func (t trial) describe(out io.Writer, name string) {
	fmt.Fprintf(out, "experiment %q: %q", name, t.Arm)
	if t.Since != 0 {
		fmt.Fprintf(out, " since %s", utc(time.UnixMilli(t.Since)))
	}
	for _, kind := range slices.Sorted(maps.Keys(t.Acts)) {
		fmt.Fprintf(out, ", %d %s", t.Acts[kind], kind)
	}
	fmt.Fprintf(out, "; %d shown taken\n", t.Taken)
}

func (c *consent) describe(out io.Writer, now time.Time) {
	fmt.Fprintf(out, "allows %s", names(c.Granted))
	if c.Chosen != nil {
		fmt.Fprintf(out, " by choice of %s; holds %s", utc(time.UnixMilli(c.Chosen.At)), holdsUntil(time.UnixMilli(c.Chosen.Until), now))
	} else {
		fmt.Fprint(out, " by default")
	}
	if c.Signal != "" {
		fmt.Fprintf(out, "; the browser says no by %q", c.Signal)
	}
	fmt.Fprintln(out)
	if v := c.Preferences.Variety; v != nil {
		fmt.Fprintf(out, "prefers %d %% variety\n", *v)
	}
	if muted := c.Preferences.Muted; len(muted) > 0 {
		fmt.Fprintf(out, "muted: %q\n", muted)
	}
	if c.Preferences.Visit {
		fmt.Fprintln(out, "for this visit alone")
	}
	if c.Preferences.Usual {
		fmt.Fprintln(out, "takes no part in experiments")
	}
	if c.Ask != "" {
		fmt.Fprintf(out, "is to be asked: %q\n", c.Ask)
	}
	if c.Preferences.Paused {
		fmt.Fprintln(out, "paused: nothing counts and nothing is kept")
	}
}

// check finds values that no Privet writes.
func (p *profile) check() error {
	known := func(field string, purposes []string) error {
		for _, name := range purposes {
			if _, ok := purpose.Parse(name); !ok {
				return fmt.Errorf("%s: %q is no purpose", field, name)
			}
		}
		return nil
	}
	if err := known("consent.granted", p.Consent.Granted); err != nil {
		return err
	}
	for i, e := range p.Events {
		if err := known(fmt.Sprintf("events[%d].purposes", i), e.Purposes); err != nil {
			return err
		}
		if !slices.Contains(kinds, e.Kind) {
			return fmt.Errorf("events[%d].kind: %q is none of %s", i, e.Kind, strings.Join(kinds, ", "))
		}
	}
	return nil
}

func names(purposes []string) string {
	if len(purposes) == 0 {
		return "nothing"
	}
	return strings.Join(purposes, ", ")
}

func day(ms int64) string { return time.UnixMilli(ms).UTC().Format(time.DateOnly) }
