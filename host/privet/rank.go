package main

import (
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"time"

	"privet/engine"
	"privet/engine/format"
	"privet/engine/purpose"
	"privet/host/catalog"
	"privet/host/catalog/manifest"
	"privet/host/catalog/read"
	"privet/host/headless"
	"privet/wasm"
)

type rank struct {
	Catalog  string   `required:"" placeholder:"DIR" help:"Directory that privet build wrote."`
	History  string   `placeholder:"FILE" help:"What the visitor did: item, and kind and time where known; CSV or JSON lines."`
	Top      uint16   `default:"10" help:"How many items."`
	Strategy string   `default:"for-you" enum:"for-you,similar,together,trending,recent,continue" help:"What the list is for: ${enum}."`
	Anchor   []string `sep:"none" placeholder:"ID" help:"Item that a list of similar items, or of items bought together, is about; may be repeated."`
	Within   []string `sep:"none" placeholder:"KEY=VALUE" help:"Rank only items of this category=, supplier= or tag; may be repeated, and then all must hold."`
	Shard    []string `sep:"none" placeholder:"CATEGORY" help:"Of a catalog that was split: rank the items of this category's shard as well, as a page about it does; may be repeated."`
	Slot     string   `placeholder:"NAME" help:"Name of the place on the page, for the owner's rules."`
	Variety  *uint8   `placeholder:"PERCENT" help:"How much variety the visitor wants, 0 to 100; otherwise what the owner chose."`
	Seed     uint32   `placeholder:"N" help:"Of exploration, which needs the purpose prediction; 0 explores nothing."`
	Context  []string `placeholder:"KEY=VALUE" help:"Context of the request, such as daypart=evening; may be repeated."`
	Grant    []string `default:"context,session,history,interests,region,prediction" help:"Purposes that the visitor allows."`
	Now      moment   `placeholder:"TIME" help:"Time of the request; otherwise a minute after the last event, or the present."`
	Why      bool     `help:"Say what each score is made of, and where the item would be without each reason."`
	Item     []string `sep:"none" placeholder:"ID" help:"Say that of this item too, wherever it is; may be repeated."`
	JSON     bool     `help:"Print one JSON object a line."`
}

// Help is shown by privet rank --help.
func (*rank) Help() string {
	return `Ranks with the engine.wasm that pages load, and with the trend of the directory. The
shop's items are ranked for a visitor who did what the history says; without one, for a
visitor of whom nothing is known. An event without a time counts as just now.

    privet rank --catalog build/shop --history history.csv --why
    privet rank --catalog build/shop --strategy together --anchor LAN-004
    privet rank --catalog build/shop --within category=Lanterns --context daypart=evening
    privet rank --catalog build/shop --history history.csv --item LAN-004

The last one says why an item is not in the list. A history may hold what was shown:
lines that --json prints, with "kind":"show".`
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
	if err := r.join(dir); err != nil {
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
	if dir.Trend != nil {
		if _, err := e.Trend(dir.Trend); err != nil {
			return nil, fmt.Errorf("%s: %s: %w", r.Catalog, dir.Manifest.Trend.File, err)
		}
	}
	items, err := dir.Items()
	if err != nil {
		return nil, err
	}
	shelf := shelf(items)
	request, err := r.request(shelf)
	if err != nil {
		return nil, err
	}
	asked, err := shelf.find("--item", r.Item)
	if err != nil {
		return nil, err
	}
	now, err := r.remember(e)
	if err != nil {
		return nil, err
	}
	request.Now = now.UnixMilli()
	ranking, err := e.Rank(request)
	if err != nil {
		return nil, err
	}
	return r.answer(e, shelf, request, ranking, asked)
}

// join takes the wanted shards into the catalog.
func (r *rank) join(dir *catalog.Directory) error {
	for _, category := range r.Shard {
		if dir.Index == nil || dir.Index.Find(category) == nil {
			return fmt.Errorf("--shard %s: %s has no such shard: see privet inspect %s", category, r.Catalog, r.Catalog)
		}
	}
	return dir.Join(r.Shard...)
}

// request is what the options ask for, but for the time.
func (r *rank) request(s shelf) (request format.RankRequest, err error) {
	request = format.RankRequest{Top: r.Top, Context: r.Context, Slot: r.Slot, Seed: r.Seed}
	strategy := slices.Index(manifest.Strategies[:], r.Strategy)
	if strategy < 0 {
		return request, fmt.Errorf("--strategy %s: there is no such strategy", r.Strategy)
	}
	request.Strategy = format.Strategy(strategy)
	needsAnchor := request.Strategy == format.StrategySimilar || request.Strategy == format.StrategyTogether
	switch {
	case needsAnchor && len(r.Anchor) == 0:
		return request, fmt.Errorf("--strategy %s needs --anchor ID: the item that the list is about", r.Strategy)
	case !needsAnchor && len(r.Anchor) > 0:
		return request, fmt.Errorf("--anchor %s needs --strategy similar or together", r.Anchor[0])
	}
	if request.Anchors, err = s.find("--anchor", r.Anchor); err != nil {
		return request, err
	}
	if r.Variety != nil {
		if *r.Variety > 100 {
			return request, fmt.Errorf("--variety %d: it must be from 0 to 100", *r.Variety)
		}
		request.Variety = 1 + *r.Variety
	}
	if len(r.Within) > 0 {
		request.Scope = format.ScopeGiven
		request.Candidates, err = s.within(r.Within)
	}
	return request, err
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
		events[i].Purposes = uint16(purpose.All) // the engine keeps those that suit its kind
		if events[i].At == 0 {
			events[i].At = now.UnixMilli()
		}
	}
	reply, err := e.Observe(events)
	tellUnused(os.Stderr, &reply)
	return now, err
}

// tellUnused says how many events the engine set aside. That is no error: what is
// not granted is not kept, which one may want to see.
func tellUnused(out io.Writer, reply *format.Observed) {
	unused := map[uint16][]uint32{} // ids by status
	for _, refusal := range reply.Refused {
		unused[refusal.Status] = append(unused[refusal.Status], refusal.ID)
	}
	for _, status := range slices.Sorted(maps.Keys(unused)) {
		fmt.Fprintf(out, "%d events are not used, the first is number %d: %s\n", len(unused[status]), unused[status][0], format.Status(status))
	}
	if n := len(reply.Dropped); n > 0 {
		fmt.Fprintf(out, "%d events are not kept: their items are sensitive, or the log is full\n", n)
	}
}

func (r *rank) now(events []format.Event) time.Time {
	now := r.Now.Time
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

// answer names the ranked items and those asked for, and says why where that is
// wanted.
func (r *rank) answer(e *headless.Engine, s shelf, request format.RankRequest, ranking format.Ranking, asked []uint32) (items []rankedItem, err error) {
	for i, x := range ranking.Items {
		item := newRankedItem(s, i+1, x)
		if r.Why || slices.Contains(asked, x.Item) {
			if _, err := explain(e, request, x.Item, &item); err != nil {
				return nil, err
			}
		}
		asked = slices.DeleteFunc(asked, func(other uint32) bool { return other == x.Item })
		items = append(items, item)
	}
	for _, index := range asked {
		item := newRankedItem(s, 0, format.Ranked{Item: index})
		x, err := explain(e, request, index, &item)
		if err != nil {
			return nil, err
		}
		item.Position, item.Score = int(x.Position), x.Score
		items = append(items, item)
	}
	return items, nil
}

// explain enters what an item's score is made of. One item a call: any number of
// items may be asked for.
func explain(e *headless.Engine, request format.RankRequest, index uint32, item *rankedItem) (*format.Explained, error) {
	explanation, err := e.Explain(format.ExplainRequest{Request: request, Items: []uint32{index}, Counterfactual: format.MaxCounterfactual})
	if err != nil {
		return nil, err
	}
	x := &explanation.Items[0]
	for i := range x.Contributions {
		item.Why = append(item.Why, newReason(&x.Contributions[i]))
	}
	return x, nil
}
