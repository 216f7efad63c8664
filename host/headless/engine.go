package headless

import (
	"encoding"
	"errors"
	"fmt"
	"slices"

	"privet/engine/format"
	"privet/wasm/abi"
)

// An Engine is engine.Engine behind a guest, with the same methods. What the
// engine refuses is a *format.Error. A guest that traps is replaced by a new one
// in the state after the last good call; the trapped call returns ErrTrap.
type Engine struct {
	open    func() (Guest, error)
	guest   Guest  // nil after a trap, until the next call
	catalog []byte // what a new guest is told
	trend   []byte // of the catalog; nil for none
	profile format.Profile
}

// New returns an engine that allows nothing and has no catalog. open makes its
// guests: Native, or a Module's Open.
func New(open func() (Guest, error)) (*Engine, error) {
	guest, err := open()
	if err != nil {
		return nil, err
	}
	return &Engine{open: open, guest: guest, profile: format.Profile{Version: format.ProfileVersion}}, nil
}

// Close frees the guest.
func (e *Engine) Close() error {
	if e.guest == nil {
		return nil
	}
	return e.guest.Close()
}

// Load takes a catalog's bytes. On an error the catalog loaded before stays in use.
func (e *Engine) Load(catalog []byte) (info format.CatalogInfo, err error) {
	if err = e.ask(abi.Load, catalog, &info); err == nil {
		e.catalog, e.trend = slices.Clone(catalog), nil
	}
	return info, err
}

// Trend brings the loaded catalog's popularity up to date by a trend file's
// bytes. On an error nothing changes.
func (e *Engine) Trend(trend []byte) (info format.TrendInfo, err error) {
	if err = e.ask(abi.Trend, trend, &info); err == nil {
		e.trend = slices.Clone(trend)
	}
	return info, err
}

// SetConsent replaces what the visitor allows.
func (e *Engine) SetConsent(c format.Consent) error {
	return e.change(abi.Consent, c.AppendTo(nil), nil)
}

// Observe adds events to the log.
func (e *Engine) Observe(events []format.Event) (observed format.Observed, err error) {
	request := format.ObserveRequest{Events: events}
	err = e.change(abi.Observe, request.AppendTo(nil), &observed)
	return observed, err
}

// Rank returns the best items.
func (e *Engine) Rank(r format.RankRequest) (ranking format.Ranking, err error) {
	err = e.ask(abi.Rank, r.AppendTo(nil), &ranking)
	return ranking, err
}

// Explain takes items' scores apart.
func (e *Engine) Explain(r format.ExplainRequest) (explanation format.Explanation, err error) {
	err = e.ask(abi.Explain, r.AppendTo(nil), &explanation)
	return explanation, err
}

// Forget removes events.
func (e *Engine) Forget(r format.ForgetRequest) (forgotten format.Forgotten, err error) {
	err = e.change(abi.Forget, r.AppendTo(nil), &forgotten)
	return forgotten, err
}

// Export returns all that the engine holds about the visitor.
func (e *Engine) Export() (profile format.Profile, err error) {
	err = e.ask(abi.Export, nil, &profile)
	return profile, err
}

// Items returns the ids of a range of items.
func (e *Engine) Items(r format.ItemsRequest) (items format.Items, err error) {
	err = e.ask(abi.Items, r.AppendTo(nil), &items)
	return items, err
}

// change is ask for an operation that may change what the engine holds about
// the visitor, even where it is refused: an unreadable consent allows nothing.
func (e *Engine) change(op abi.Op, request []byte, response encoding.BinaryUnmarshaler) error {
	err := e.ask(op, request, response)
	if e.guest == nil {
		return err // as it was before the call is what the next guest is told
	}
	profile, lost := e.Export()
	if lost != nil {
		return errors.Join(err, lost)
	}
	e.profile = profile
	return err
}

// ask runs one operation and reads its response, which may be nil for none.
func (e *Engine) ask(op abi.Op, request []byte, response encoding.BinaryUnmarshaler) error {
	if e.guest == nil {
		if err := e.restore(); err != nil {
			return err
		}
	}
	reply, err := e.guest.Call(op, request)
	var refused *format.Error
	if err != nil && !errors.As(err, &refused) {
		e.guest.Close()
		e.guest = nil
	}
	if err != nil {
		return err
	}
	if reply.Status != format.OK {
		return failure(reply)
	}
	if response == nil {
		return nil
	}
	if err := response.UnmarshalBinary(reply.Body); err != nil {
		return fmt.Errorf("%w: %w", errReply, err)
	}
	return nil
}

// restore opens a new guest and tells it what the last one knew.
func (e *Engine) restore() error {
	guest, err := e.open()
	if err != nil {
		return err
	}
	consent := format.Consent{Version: format.ConsentVersion, Granted: e.profile.Granted}
	log := format.ObserveRequest{Events: e.profile.Events}
	for _, step := range []struct {
		op      abi.Op
		request []byte
		needed  bool
	}{
		{abi.Load, e.catalog, e.catalog != nil}, {abi.Trend, e.trend, e.trend != nil},
		{abi.Consent, consent.AppendTo(nil), true}, {abi.Observe, log.AppendTo(nil), true},
	} {
		if !step.needed {
			continue
		}
		reply, err := guest.Call(step.op, step.request)
		if err == nil && reply.Status != format.OK {
			err = failure(reply)
		}
		if err != nil {
			return errors.Join(fmt.Errorf("start anew after a trap: %w", err), guest.Close())
		}
	}
	e.guest = guest
	return nil
}
