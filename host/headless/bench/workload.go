package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"

	"privet/engine/format"
	"privet/engine/purpose"
)

// A workload is a synthetic catalog and a visitor: what every host measures.
type workload struct {
	name    string // of the catalog, in rows and files
	catalog []byte
	consent format.Consent
	events  []format.Event
	cases   []request
	rival   *rival // nil where only Privet can rank it
}

// A request is one that is timed.
type request struct {
	name string
	rank format.RankRequest
}

const (
	rank       = 64
	neighbours = 10 // taste entries an item; half as many that follow it
	tokens     = 50
	now        = int64(1_728_043_200_000)
)

// done are the purposes of what a visitor did.
const done = purpose.Stored &^ (1 << purpose.Interests)

// newWorkload makes a catalog of that many items, with every part of the model,
// and a visitor of 40 events of whom 10 are of this visit.
func newWorkload(items int) (*workload, error) {
	r := rand.New(rand.NewPCG(1, uint64(items)))
	ids, keys := names("item-%06d", items), names("category=%d", tokens)
	c := &format.Catalog{Params: format.DefaultParams(), Rank: rank, Bias: make([]byte, items)}
	for i := range c.Bias {
		c.Bias[i] = byte(255 * (items - i) / items)
	}
	var err error
	if c.Items, err = format.NewKeys(ids); err != nil {
		return nil, err
	}
	if c.Tokens, err = format.NewKeys(keys); err != nil {
		return nil, err
	}
	c.Out, c.TokenIn = signed(r, items*rank), signed(r, tokens*rank)
	c.Gain = make([]byte, items+tokens)
	for i := range c.Gain {
		c.Gain[i] = byte(r.UintN(256))
	}
	list := func(rows, entries int) format.Sparse {
		s := format.Sparse{Start: []uint32{0}, Scale: 4096}
		for row := range rows {
			var targets []uint32
			for range entries {
				if j := r.Uint32N(uint32(items)); int(j) != row {
					targets = append(targets, j)
				}
			}
			slices.Sort(targets)
			s.Target = append(s.Target, slices.Compact(targets)...)
			s.Start = append(s.Start, uint32(len(s.Target)))
		}
		s.Weight = signed(r, len(s.Target))
		return s
	}
	c.Taste, c.Next = list(items+tokens, neighbours), list(items, neighbours/2)

	w := &workload{name: fmt.Sprintf("%d items", items), consent: format.Consent{Version: format.ConsentVersion, Granted: uint16(purpose.All &^ (1 << purpose.Prediction))}}
	for i := range 40 {
		at := now - int64(40-i)*24*3600*1000
		if i >= 30 {
			at = now - int64(40-i)*60*1000
		}
		w.events = append(w.events, format.Event{ID: uint32(i + 1), At: at, Kind: format.Kind(1 + i%3), Purposes: uint16(done), Key: ids[r.IntN(items)]})
	}
	ask := format.RankRequest{Now: now, Top: 20, Context: keys[:3]}
	w.cases = append(w.cases, request{fmt.Sprintf("rank %d items", items), ask})
	ask.Scope = format.ScopeGiven
	for range 50 {
		ask.Candidates = append(ask.Candidates, r.Uint32N(uint32(items)))
	}
	w.cases = append(w.cases, request{fmt.Sprintf("rank 50 of %d items", items), ask})
	w.catalog, err = format.Encode(c)
	return w, err
}

// names returns n different keys.
func names(pattern string, n int) []string {
	list := make([]string, n)
	for i := range list {
		list[i] = fmt.Sprintf(pattern, i)
	}
	return list
}

// signed returns n int8.
func signed(r *rand.Rand, n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(int8(max(-127, min(127, r.NormFloat64()*40))))
	}
	return b
}

// labelled returns the items that have a label.
func labelled(c *format.Catalog, label uint32) (items []uint32) {
	for i := range c.Items.Len() {
		if slices.Contains(c.Labels.Row(i), label) {
			items = append(items, uint32(i))
		}
	}
	return items
}

// newArranged makes a workload in which everything that makes a list of scores
// is at work: rules, variety, learning and exploration, for a visitor of 2,000
// events of whom half are impressions.
func newArranged(items int) (*workload, error) {
	w, err := newWorkload(items)
	if err != nil {
		return nil, err
	}
	c, err := format.Decode(w.catalog)
	if err != nil {
		return nil, err
	}
	r := rand.New(rand.NewPCG(2, uint64(items)))
	c.Labels.Start = []uint32{0}
	for range items {
		labels := []uint32{r.Uint32N(10), 10 + r.Uint32N(20), 30 + r.Uint32N(20)} // a category, a supplier, a tag
		c.Labels.Target = append(c.Labels.Target, labels...)
		c.Labels.Start = append(c.Labels.Start, uint32(len(c.Labels.Target)))
	}
	c.Params.Variety = format.VarietyLimits{Usual: 30, Most: 100}
	const week = 7 * 24 * 3600
	c.Rules = format.Rules{Rules: []format.Rule{
		{Name: "sold out", Action: format.ActionHide, Items: []uint32{3, 30, 300}},
		{Name: "pinned", Action: format.ActionPin, Value: 1, Items: []uint32{7}, Slots: []string{"home"}},
		{Name: "boosted", Action: format.ActionBoost, Value: 64, Items: labelled(c, 2)},
		{Name: "buried", Action: format.ActionBoost, Value: -64, Items: labelled(c, 31)},
		{Name: "suppliers", Action: format.ActionLimit, Value: 3, Labels: numbers(10, 30)},
		{Name: "makers", Action: format.ActionFloor, Value: 100, Items: labelled(c, 40)},
		{Name: "bought", Action: format.ActionMet, Value: format.HideMet, Kinds: 1 << format.Buy, Count: 1, Span: 4 * week},
		{Name: "tired", Action: format.ActionShown, Value: -128, Count: 3, Span: week},
	}}
	w.name = fmt.Sprintf("%d items, arranged", items)
	w.consent.Granted = uint16(purpose.All)
	w.events = nil
	for i := range 2000 {
		e := format.Event{ID: uint32(i + 1), At: now - int64(2000-i)*3600*1000, Kind: format.Kind(1 + i/2%3), Purposes: uint16(done),
			Key: c.Items.At(r.IntN(items))}
		if i%2 == 0 {
			e.Kind, e.Purposes = format.Show, uint16(purpose.Of(purpose.Prediction))
			e.Position, e.Propensity, e.Parts = uint16(1+r.UintN(20)), 1<<16-1, r.Uint32N(1<<30)
		}
		w.events = append(w.events, e)
	}
	ask := w.cases[0].rank
	ask.Slot, ask.Seed = "home", 1
	w.cases = []request{{"rank " + w.name, ask}}
	w.catalog, err = format.Encode(c)
	return w, err
}

// numbers returns from, from + 1 … to − 1.
func numbers(from, to uint32) (list []uint32) {
	for n := from; n < to; n++ {
		list = append(list, n)
	}
	return list
}

// write puts catalogs and workloads.json into dir, for hosts that are not Go.
// Requests stand there by field, so that a host times its own codec.
func write(dir string, workloads []*workload) error {
	var all []map[string]any
	for _, w := range workloads {
		file := fmt.Sprintf("catalog-%d.bin", len(all))
		if err := os.WriteFile(filepath.Join(dir, file), w.catalog, 0o644); err != nil {
			return err
		}
		var events, cases []map[string]any
		for _, e := range w.events {
			events = append(events, map[string]any{"id": e.ID, "at": e.At, "kind": e.Kind, "purposes": e.Purposes, "key": e.Key,
				"position": e.Position, "propensity": e.Propensity, "parts": e.Parts})
		}
		for _, c := range w.cases {
			q := c.rank
			cases = append(cases, map[string]any{"name": c.name, "request": map[string]any{
				"now": q.Now, "top": q.Top, "scope": q.Scope, "candidates": append([]uint32{}, q.Candidates...), "exclude": []uint32{}, "context": append([]string{}, q.Context...),
				"strategy": q.Strategy, "anchors": []uint32{}, "slot": q.Slot, "variety": q.Variety, "seed": q.Seed,
			}})
		}
		entry := map[string]any{"name": w.name, "catalog": file, "granted": w.consent.Granted, "events": events, "cases": cases}
		if w.rival != nil {
			vectors := fmt.Sprintf("vectors-%d.bin", len(all))
			if err := os.WriteFile(filepath.Join(dir, vectors), w.rival.vectors, 0o644); err != nil {
				return err
			}
			entry["items"], entry["vectors"], entry["visitor"] = w.rival.items, vectors, w.rival.visitor
		}
		all = append(all, entry)
	}
	data, err := json.Marshal(all)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "workloads.json"), data, 0o644)
}
