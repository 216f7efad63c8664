package scenario

import (
	"fmt"
	"slices"

	"privet/engine/format"
	"privet/engine/purpose"
	"privet/host/headless"
)

// A Stage is an engine with a shop's catalog, on which one visitor after another
// plays. It is not safe for concurrent use.
type Stage struct {
	Shop    *Shop
	engine  *headless.Engine
	trendAt int64 // milliseconds; 0 without a trend
}

// NewStage loads a shop into a new engine of the module.
func NewStage(module *headless.Module, shop *Shop) (*Stage, error) {
	e, err := headless.New(module.Open)
	if err != nil {
		return nil, err
	}
	s := &Stage{Shop: shop, engine: e}
	if _, err := e.Load(shop.Catalog); err != nil {
		return nil, fmt.Errorf("%s: %w", shop.Path, err)
	}
	if shop.Trend != nil {
		info, err := e.Trend(shop.Trend)
		if err != nil {
			return nil, fmt.Errorf("%s: the trend: %w", shop.Path, err)
		}
		s.trendAt = info.At * 1000
	}
	return s, nil
}

// Close frees the engine.
func (s *Stage) Close() error { return s.engine.Close() }

// A visit is one visitor on a stage: all that a page would have kept.
type visit struct {
	stage   *Stage
	granted purpose.Set
	mutes   func(*format.Event) bool
	log     []format.Event // what was done so far, in order of ids, granted or not
	now     int64
	request format.RankRequest
}

// begin makes a new visitor of whom nothing is known.
func (s *Stage) begin(granted purpose.Set) error {
	if _, err := s.engine.Forget(format.ForgetRequest{Scope: format.ForgetAll}); err != nil {
		return err
	}
	return s.allow(granted)
}

func (s *Stage) allow(granted purpose.Set) error {
	return s.engine.SetConsent(format.Consent{Version: format.ConsentVersion, Granted: uint16(granted)})
}

// observe tells the engine what was done. What is not granted, or sensitive, it
// does not keep, which is no error: a scenario may want to see that. What is
// damaged is one.
func (v *visit) observe(events []format.Event) error {
	v.log = append(v.log, events...)
	return v.stage.tell(slices.DeleteFunc(slices.Clone(events), func(e format.Event) bool { return v.mutes(&e) }))
}

func (s *Stage) tell(events []format.Event) error {
	for len(events) > 0 {
		part := events[:min(len(events), maxActs)]
		events = events[len(part):]
		reply, err := s.engine.Observe(part)
		if err != nil {
			return err
		}
		for _, r := range reply.Refused {
			if status := format.Status(r.Status); status != format.NotGranted {
				return fmt.Errorf("the engine refused event %d: %s", r.ID, status)
			}
		}
	}
	return nil
}

// replay makes the stage that of a visitor who did something else.
func (v *visit) replay(events []format.Event) error {
	if err := v.stage.begin(v.granted); err != nil {
		return err
	}
	return v.stage.tell(events)
}

// list ranks.
func (v *visit) list() ([]format.Ranked, error) {
	ranking, err := v.stage.engine.Rank(v.request)
	return ranking.Items, err
}

// explain takes items' places apart, as many as are asked for.
func (v *visit) explain(items []uint32) (all []format.Explained, err error) {
	for len(items) > 0 {
		part := items[:min(len(items), maxItems)]
		items = items[len(part):]
		x, err := v.stage.engine.Explain(format.ExplainRequest{Request: v.request, Items: part})
		if err != nil {
			return nil, err
		}
		all = append(all, x.Items...)
	}
	return all, nil
}
