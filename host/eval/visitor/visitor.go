// Package visitor drives the engine as a page would, for one simulated visitor
// after another: what quality is measured through.
package visitor

import (
	"fmt"

	"privet/engine"
	"privet/engine/format"
	"privet/engine/purpose"
)

// A Visitor is an engine and one simulated visitor. It is not safe for
// concurrent use; take one for each goroutine.
type Visitor struct {
	engine *engine.Engine
	ids    []string
	next   uint32 // event id
	grants purpose.Set
}

// New returns a visitor of the site that the catalog describes.
func New(catalog []byte) (*Visitor, error) {
	e := engine.New()
	info, err := e.Load(catalog)
	if err != nil {
		return nil, err
	}
	items, err := e.Items(format.ItemsRequest{Count: info.Items})
	if err != nil {
		return nil, err
	}
	return &Visitor{engine: e, ids: items.IDs}, nil
}

// Begin makes a new visitor, who grants these purposes.
func (v *Visitor) Begin(grants purpose.Set) error {
	if _, err := v.engine.Forget(format.ForgetRequest{Scope: format.ForgetAll}); err != nil {
		return err
	}
	v.next, v.grants = 0, grants
	return v.engine.SetConsent(format.Consent{Version: format.ConsentVersion, Granted: uint16(grants)})
}

// Meet records that the visitor did something with an item, at a time in
// seconds. Events must come in order of time.
func (v *Visitor) Meet(item int32, kind format.Kind, at int64) error {
	v.next++
	return v.observe([]format.Event{{
		ID: v.next, At: at * 1000, Kind: kind, Purposes: uint16(v.grants), Key: v.ids[item],
	}})
}

func (v *Visitor) observe(events []format.Event) error {
	if reply := v.engine.Observe(events); len(reply.Refused) > 0 {
		x := reply.Refused[0]
		return fmt.Errorf("the engine refused event %d of a simulated visitor: %s", x.ID, format.Status(x.Status))
	}
	return nil
}

// Rank returns the best items for the visitor at a time in seconds.
func (v *Visitor) Rank(top int, now int64, exclude []uint32, context []string) ([]uint32, error) {
	return v.rank(format.RankRequest{Now: now * 1000, Top: uint16(top), Exclude: exclude, Context: context})
}

// RankAmong returns the best of some items.
func (v *Visitor) RankAmong(candidates []uint32, top int, now int64) ([]uint32, error) {
	return v.rank(format.RankRequest{Now: now * 1000, Top: uint16(top), Scope: format.ScopeGiven, Candidates: candidates})
}

func (v *Visitor) rank(request format.RankRequest) ([]uint32, error) {
	reply, err := v.engine.Rank(&request)
	if err != nil {
		return nil, err
	}
	ranking := make([]uint32, len(reply.Items))
	for i, r := range reply.Items {
		ranking[i] = r.Item
	}
	return ranking, nil
}
