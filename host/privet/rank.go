package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"privet/engine"
	"privet/engine/format"
	"privet/engine/purpose"
	"privet/host/catalog"
	"privet/host/catalog/read"
	"privet/host/headless"
	"privet/wasm"
)

type rank struct {
	Catalog string    `required:"" placeholder:"DIR" help:"Directory that privet build wrote."`
	History string    `placeholder:"FILE" help:"What the visitor did: item, and kind and time where known; CSV or JSON lines."`
	Top     uint16    `default:"10" help:"How many items."`
	Context []string  `placeholder:"KEY=VALUE" help:"Context of the request, such as daypart=evening; may be repeated."`
	Grant   []string  `default:"context,session,history,interests,region" help:"Purposes that the visitor allows."`
	Now     time.Time `help:"Time of the request; otherwise a minute after the last event, or the present."`
	Why     bool      `help:"Say what each score is made of."`
	JSON    bool      `help:"Print one JSON object a line."`
}

// Help is shown by privet rank --help.
func (*rank) Help() string {
	return `Ranks with the engine.wasm that pages load. The shop's items are ranked for a
visitor who did what the history says; without one, for a visitor of whom nothing
is known. An event without a time counts as just now.

    privet rank --catalog build/shop --history history.csv --why`
}

// A rankedItem is one line of the answer.
type rankedItem struct {
	Position int      `json:"position"`
	Item     string   `json:"item"`
	Title    string   `json:"title,omitempty"`
	Score    int32    `json:"score"`
	Why      []reason `json:"why,omitempty"`
}

// A reason is one contribution. Those of an item sum to its score.
type reason struct {
	Purpose string `json:"purpose"` // "popularity" for what everybody likes
	Key     string `json:"key,omitempty"`
	Amount  int32  `json:"amount"`
}

func (r *rank) Run() error {
	items, err := r.rank()
	if err != nil {
		return err
	}
	if r.JSON {
		return printJSON(os.Stdout, items)
	}
	return printRanking(os.Stdout, items)
}

func (r *rank) rank() ([]rankedItem, error) {
	dir, err := catalog.Open(r.Catalog)
	if err != nil {
		return nil, err
	}
	module, err := headless.Compile(wasm.Engine, nil)
	if err != nil {
		return nil, err
	}
	defer module.Close()
	e, err := headless.New(module.Open)
	if err != nil {
		return nil, err
	}
	if _, err := e.Load(dir.Catalog); err != nil {
		return nil, fmt.Errorf("%s: %w", r.Catalog, err)
	}
	now, err := r.remember(e)
	if err != nil {
		return nil, err
	}
	request := format.RankRequest{Now: now.UnixMilli(), Top: r.Top, Context: r.Context}
	ranking, err := e.Rank(request)
	if err != nil {
		return nil, err
	}
	return r.answer(e, dir, request, ranking)
}

// remember tells the engine what the visitor allows and did, and returns the
// time of the request.
func (r *rank) remember(e *headless.Engine) (time.Time, error) {
	var granted purpose.Set
	for _, name := range r.Grant {
		p, ok := purpose.Parse(name)
		if !ok {
			return time.Time{}, fmt.Errorf("--grant %s: there is no such purpose", name)
		}
		granted |= purpose.Of(p)
	}
	if err := e.SetConsent(format.Consent{Version: format.ConsentVersion, Granted: uint16(granted)}); err != nil {
		return time.Time{}, err
	}
	if r.History == "" {
		return r.now(nil), nil
	}
	limits := read.DefaultLimits
	limits.Events = engine.MaxEvents
	events, err := read.History(r.History, limits)
	if err != nil {
		return time.Time{}, err
	}
	now := r.now(events)
	for i := range events {
		events[i].Purposes = uint16(purpose.All)
		if events[i].At == 0 {
			events[i].At = now.UnixMilli()
		}
	}
	reply, err := e.Observe(events)
	for _, refusal := range reply.Refused {
		// Not an error: what is not granted is not kept, which one may want to see.
		fmt.Fprintf(os.Stderr, "event %d is not used: %s\n", refusal.ID, format.Status(refusal.Status))
	}
	return now, err
}

func (r *rank) now(events []format.Event) time.Time {
	now := r.Now
	for _, e := range events {
		if last := time.UnixMilli(e.At).Add(time.Minute); r.Now.IsZero() && e.At > 0 && last.After(now) {
			now = last
		}
	}
	if now.IsZero() {
		now = time.Now()
	}
	return now
}

// answer names the ranked items, and says why where that is wanted.
func (r *rank) answer(e *headless.Engine, dir *catalog.Directory, request format.RankRequest, ranking format.Ranking) ([]rankedItem, error) {
	texts, err := dir.Items()
	if err != nil {
		return nil, err
	}
	var items []rankedItem
	for i, x := range ranking.Items {
		item := rankedItem{Position: i + 1, Item: texts[x.Item].ID, Title: texts[x.Item].Title, Score: x.Score}
		if r.Why {
			// One item a call: any number of items may be asked for.
			explanation, err := e.Explain(format.ExplainRequest{Request: request, Items: []uint32{x.Item}})
			if err != nil {
				return nil, err
			}
			for _, c := range explanation.Items[0].Contributions {
				why := reason{Purpose: "popularity", Key: c.Key, Amount: c.Amount}
				if c.Source != format.SourcePopularity {
					why.Purpose = purpose.Purpose(c.Purpose).String()
				}
				item.Why = append(item.Why, why)
			}
		}
		items = append(items, item)
	}
	return items, nil
}

func printJSON(w io.Writer, items []rankedItem) error {
	out := json.NewEncoder(w)
	for _, item := range items {
		if err := out.Encode(item); err != nil {
			return err
		}
	}
	return nil
}

func printRanking(w io.Writer, items []rankedItem) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, item := range items {
		fmt.Fprintf(table, "%d\t%s\t%s\t%d\n", item.Position, item.Item, item.Title, item.Score)
		for _, why := range item.Why {
			fmt.Fprintf(table, "\t\t  %s\t%+d\n", strings.TrimSpace(why.Purpose+" "+why.Key), why.Amount)
		}
	}
	return table.Flush()
}
