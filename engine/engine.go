// Package engine ranks a site's items for one visitor.
//
// Everything a visitor does or is becomes tokens, and every token acts on items
// linearly: a score is a sum that can be taken apart, and forgetting an event
// leaves the state that would have been without it. The package is pure: no
// clock, no randomness, no I/O, and no floating point, so that the same bytes in
// give the same bytes out on every host and from every compiler.
package engine

import (
	"privet/engine/format"
	"privet/engine/purpose"
)

// An Engine holds one catalog and what one visitor allowed and did. It is not
// safe for concurrent use. Its zero value allows nothing and has no catalog.
type Engine struct {
	catalog *format.Catalog
	hot     []byte // format.Trend.Hot; nil without a trend
	quiet   []bool // by item: sensitive, says nothing of a visitor; nil where none is
	granted purpose.Set
	log     log
	scratch scratch
}

// New returns an engine that allows nothing and has no catalog.
func New() *Engine { return &Engine{} }

// Load takes a catalog's bytes, which must not change any more. On an error the
// catalog loaded before stays in use.
func (e *Engine) Load(b []byte) (format.CatalogInfo, error) {
	c, err := format.Decode(b)
	if err != nil {
		return format.CatalogInfo{}, err
	}
	e.catalog, e.hot, e.quiet = c, nil, sensitive(c)
	e.log.resolve(c, e.quiet)
	e.scratch = newScratch(c)
	return format.CatalogInfo{
		Items:      uint32(c.Items.Len()),
		Rank:       uint16(c.Rank),
		Neighbours: uint32(len(c.Taste.Target)),
		Sequence:   uint32(len(c.Next.Target)),
		Tokens:     uint32(c.Tokens.Len()),
		Variety:    c.Params.Variety,
	}, nil
}

// Trend brings the loaded catalog's popularity up to date by a trend file's
// bytes, which must not change any more. On an error nothing changes.
func (e *Engine) Trend(b []byte) (format.TrendInfo, error) {
	if e.catalog == nil {
		return format.TrendInfo{}, noCatalog("trend")
	}
	t, err := format.DecodeTrend(b, e.catalog)
	if err != nil {
		return format.TrendInfo{}, err
	}
	e.catalog.Bias, e.hot = t.Bias, t.Hot
	return format.TrendInfo{At: t.At}, nil
}

// SetConsent replaces what the visitor allows, and drops every event that
// nothing allows any more. A record that this version cannot read allows nothing.
func (e *Engine) SetConsent(c format.Consent) error {
	e.granted = 0
	var err error
	status, field := format.OK, "version"
	if c.Version != format.ConsentVersion {
		status = format.NewerVersion
	} else if purpose.Set(c.Granted)&^purpose.All != 0 {
		status, field = format.BadValue, "granted"
	} else {
		e.granted = purpose.Set(c.Granted)
	}
	if status != format.OK {
		err = &format.Error{Status: status, Record: "Consent", Field: field, Detail: "this version cannot read it: ask again"}
	}
	e.log.keep(e.granted)
	return err
}

// Observe adds events to the log. An event that cannot be used is set aside and
// named in the reply; the others are used. What happened to a sensitive item is
// dropped at once.
func (e *Engine) Observe(events []format.Event) format.Observed {
	var reply format.Observed
	for i := range events {
		event := &events[i]
		row := rowOf(e.catalog, event)
		if e.quiet != nil && event.Kind != format.Declare && row >= 0 && e.quiet[row] {
			reply.Dropped = append(reply.Dropped, event.ID)
			continue
		}
		status := e.log.add(e.catalog, event, e.granted, row)
		if status != format.OK {
			reply.Refused = append(reply.Refused, format.Refusal{ID: event.ID, Status: uint16(status)})
			continue
		}
		reply.Accepted++
	}
	reply.Dropped = append(reply.Dropped, e.log.trim()...)
	return reply
}

// Rank returns the list of a request, first place first. Without rules, variety
// and learning that is by score, and equal scores are in item order.
func (e *Engine) Rank(r *format.RankRequest) (format.Ranking, error) {
	if err := e.check(r, "RankRequest"); err != nil {
		return format.Ranking{}, err
	}
	f := e.fold(r, noReason)
	places := e.arrange(&f, r).places
	reply := format.Ranking{Items: make([]format.Ranked, len(places))}
	for i := range places {
		p, x := &places[i], &reply.Items[i]
		x.Item, x.Score, x.Propensity, x.Parts = p.item, p.score, p.propensity, p.parts
	}
	return reply, nil
}

// Explain takes apart the scores that Rank computes under the same request.
func (e *Engine) Explain(r *format.ExplainRequest) (format.Explanation, error) {
	if err := e.check(&r.Request, "RankRequest"); err != nil {
		return format.Explanation{}, err
	}
	if err := e.checkItems(r.Items, "ExplainRequest", "items"); err != nil {
		return format.Explanation{}, err
	}
	if r.Counterfactual > format.MaxCounterfactual {
		return format.Explanation{}, badValue("ExplainRequest", "counterfactual", 0, "it must be 0 to 16")
	}
	f := e.fold(&r.Request, noReason)
	a := e.arrange(&f, &r.Request)
	reply := format.Explanation{Items: make([]format.Explained, len(r.Items))}
	for i, item := range r.Items {
		reply.Items[i].Item = item
		a.explain(&reply.Items[i])
	}
	for i := range reply.Items { // last, because it ranks anew in the same memory
		e.counterfactuals(&r.Request, &reply.Items[i], int(r.Counterfactual))
	}
	return reply, nil
}

// Forget removes events, and says which.
func (e *Engine) Forget(r format.ForgetRequest) (format.Forgotten, error) {
	reply := format.Forgotten{Before: uint32(len(e.log.entries))}
	switch {
	case r.Scope == format.ForgetEvent:
		if !e.log.remove(r.Event) {
			return format.Forgotten{}, &format.Error{Status: format.UnknownEvent, Record: "ForgetRequest", Field: "event",
				Detail: "no such event is held"}
		}
		reply.Deleted = []uint32{r.Event}
	case r.Scope == format.ForgetPurpose && r.Purpose < purpose.Count:
		reply.Deleted = e.log.keep(purpose.All &^ purpose.Of(purpose.Purpose(r.Purpose)))
	case r.Scope == format.ForgetAll:
		reply.Deleted = e.log.keep(0)
		e.granted = 0
	default:
		return format.Forgotten{}, &format.Error{Status: format.BadValue, Record: "ForgetRequest", Field: "scope",
			Detail: "it is unknown"}
	}
	reply.After = uint32(len(e.log.entries))
	return reply, nil
}

// Export returns all that the engine holds about the visitor.
func (e *Engine) Export() format.Profile {
	p := format.Profile{Version: format.ProfileVersion, Granted: uint16(e.granted)}
	for i := range e.log.entries {
		p.Events = append(p.Events, e.log.entries[i].Event)
	}
	return p
}

// Items returns the ids of a range of items; a range past the end is cut.
func (e *Engine) Items(r format.ItemsRequest) (format.Items, error) {
	if e.catalog == nil {
		return format.Items{}, noCatalog("ItemsRequest")
	}
	var reply format.Items
	n := uint32(e.catalog.Items.Len())
	from := min(r.From, n)
	for i := range min(r.Count, n-from) {
		reply.IDs = append(reply.IDs, e.catalog.Items.At(int(from+i)))
	}
	return reply, nil
}

// check refuses a request that cannot be ranked, before anything is computed.
func (e *Engine) check(r *format.RankRequest, record string) error {
	if e.catalog == nil {
		return noCatalog(record)
	}
	field, detail := "", ""
	switch {
	case r.Now < 0:
		field, detail = "now", "it must be milliseconds since 1970"
	case r.Top == 0 || r.Top > format.MaxTop:
		field, detail = "top", "it must be 1 to 10000"
	case r.Scope > format.ScopeGiven:
		field, detail = "scope", "it is unknown"
	case r.Scope == format.ScopeAll && len(r.Candidates) > 0:
		field, detail = "candidates", "candidates need scope 1"
	case r.Strategy >= format.StrategyCount:
		field, detail = "strategy", "it is unknown"
	case len(r.Anchors) > 0 && r.Strategy != format.StrategySimilar && r.Strategy != format.StrategyTogether:
		field, detail = "anchors", "anchors need strategy similar or together"
	case r.Variety > 101:
		field, detail = "variety", "it must be 0 to 101"
	}
	if field != "" {
		return badValue(record, field, 0, detail)
	}
	if err := e.checkItems(r.Candidates, record, "candidates"); err != nil {
		return err
	}
	if err := e.checkItems(r.Anchors, record, "anchors"); err != nil {
		return err
	}
	return e.checkItems(r.Exclude, record, "exclude")
}

func (e *Engine) checkItems(items []uint32, record, field string) error {
	for i, item := range items {
		if item >= uint32(e.catalog.Items.Len()) {
			return badValue(record, field, i, "the catalog has no such item")
		}
	}
	return nil
}

func noCatalog(record string) error {
	return &format.Error{Status: format.NoCatalog, Record: record, Detail: "load a catalog first"}
}

func badValue(record, field string, index int, detail string) error {
	return &format.Error{Status: format.BadValue, Record: record, Field: field, Index: uint32(index), Detail: detail}
}
