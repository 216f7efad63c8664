package scenario

import (
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"privet/engine"
	"privet/engine/format"
	"privet/engine/purpose"
	"privet/host/catalog/manifest"
	"privet/host/catalog/read"
	"privet/host/catalog/settings"
)

// A Failure is one expectation that does not hold.
type Failure struct {
	Line int    // of the expectation; of the scenario where it is about none
	Want string // as the file says it
	Got  string
	For  string // the visitor, where a scenario is for several
	step int
}

// A story is a scenario for one visitor.
type story struct {
	scenario *Scenario
	file     string // where the visitor's history file is looked for beside
	label    string // "" for the scenario's own visitor
	visitor  Visitor
	now      int64 // 0 where neither the scenario nor the persona says
}

// An ending is what came of a story.
type ending struct {
	failures []Failure
	notes    []string
	lists    [][]uint32 // by step
	last     *moment
}

// started is when scenarios take place that say nothing else, of a catalog that
// has no trend: always the same, so that nothing changes by itself.
var started = time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC).UnixMilli()

// play runs a story on a stage, from a visitor of whom nothing is known. What is
// wrong with the files is told by wrong.
func (st *story) play(s *Stage, wrong problem) (*ending, error) {
	v := st.visitor
	granted := purpose.Of(purpose.Context)
	if v.Grant != nil {
		granted = v.Grant.set
	}
	events, now, err := st.past(s)
	if err != nil {
		return nil, err
	}
	s.Shop.checkAttributes(v.Interests, wrong)
	s.Shop.checkAttributes(v.Mutes, wrong)
	visit := &visit{stage: s, granted: granted, now: now, mutes: func(e *format.Event) bool {
		item, ok := s.Shop.byID[e.Key]
		return muted(v.Mutes, e, s.Shop.attributesOf(item, ok))
	}}
	if err := s.begin(granted); err != nil {
		return nil, err
	}
	for i := range v.History {
		s.Shop.item(v.History[i].Item, wrong)
	}
	if err := visit.observe(events); err != nil {
		return nil, err
	}
	end := &ending{}
	ask := st.scenario.Given.Ask
	for i := range st.scenario.Steps {
		step := &st.scenario.Steps[i]
		if err := visit.advance(step, end.last, wrong); err != nil {
			return nil, fmt.Errorf("line %d: %w", step.Line, err)
		}
		ask = step.Ask.over(ask)
		visit.ask(st.armed(ask, s.Shop, wrong), &v, wrong)
		m, err := visit.moment()
		if err != nil {
			return nil, err
		}
		m.note = func(format string, args ...any) { end.notes = append(end.notes, fmt.Sprintf(format, args...)) }
		end.last = m
		if err := st.check(m, step, i, end, wrong); err != nil {
			return nil, err
		}
	}
	return end, nil
}

// check holds a step's expectations against its list.
func (st *story) check(m *moment, step *Step, number int, end *ending, wrong problem) error {
	list := make([]uint32, len(m.list))
	for i := range m.list {
		list[i] = m.list[i].Item
	}
	end.lists = append(end.lists, list)
	for _, x := range step.Expect {
		if x.overAll() {
			continue
		}
		if x.top > len(m.list) && x.top > int(m.request.Top) {
			wrong(x.Line, "top %d is more than the list has: it asks for %d places; see list", x.top, m.request.Top)
			continue
		}
		got, err := checks[x.head](m, x, wrong)
		if err != nil {
			return fmt.Errorf("line %d: %w", x.Line, err)
		}
		if got != "" {
			end.failures = append(end.failures, Failure{Line: x.Line, Want: x.Text, Got: got, For: st.label, step: number})
		}
	}
	return nil
}

// past returns what the visitor did before, and the time of the first list.
func (st *story) past(s *Stage) (events []format.Event, now int64, err error) {
	v := &st.visitor
	if v.From.Is != "" {
		limits := read.DefaultLimits
		limits.Events = engine.MaxEvents
		if events, err = read.History(filepath.Join(filepath.Dir(st.file), v.From.Is), limits); err != nil {
			return nil, 0, &settings.Error{File: st.file, Line: v.From.Line, Detail: "history: " + err.Error()}
		}
	}
	now = st.now
	for i := range events {
		if last := events[i].At + 60_000; st.now == 0 && events[i].At > 0 {
			now = max(now, last)
		}
	}
	if now == 0 {
		now = s.trendAt
	}
	if now == 0 {
		now = started
	}
	for i := range events {
		events[i].Purposes = uint16(purpose.All)
		if events[i].At == 0 {
			events[i].At = now
		}
	}
	for _, a := range v.History {
		events = append(events, newEvent(uint32(len(events)+1), a.Kind, a.Item.Is, max(0, now-a.Ago)))
	}
	for _, t := range v.Interests {
		events = append(events, newEvent(uint32(len(events)+1), format.Declare, t.Is, now))
	}
	return events, now, nil
}

// advance does what happens in a step before its list. last is the list before.
func (v *visit) advance(step *Step, last *moment, wrong problem) error {
	v.now += step.Later
	if step.Grant != nil {
		v.granted |= step.Grant.set
	}
	if step.Withdraw != nil {
		v.granted &^= step.Withdraw.set
	}
	if step.Grant != nil || step.Withdraw != nil {
		if err := v.stage.allow(v.granted); err != nil {
			return err
		}
	}
	if step.Forget != nil {
		if err := v.forget(step.Forget); err != nil {
			return err
		}
	}
	var events []format.Event
	add := func(e format.Event) {
		e.ID = uint32(len(v.log) + len(events) + 1)
		events = append(events, e)
	}
	for _, a := range step.Do {
		switch {
		case a.See == 0:
			if _, ok := v.stage.Shop.item(a.Item, wrong); ok {
				add(newEvent(0, a.Kind, a.Item.Is, v.now))
			}
		case last == nil:
			wrong(a.line, "see: there is no list yet that could be seen")
		default:
			for i, r := range last.top(a.See) {
				e := newEvent(0, format.Show, v.stage.Shop.Items[r.Item].ID, v.now)
				e.Position, e.Propensity, e.Parts = uint16(i+1), r.Propensity, r.Parts
				add(e)
			}
		}
	}
	return v.observe(events)
}

func (v *visit) forget(f *forgetting) error {
	e := v.stage.engine
	if f.all {
		v.granted = 0
		_, err := e.Forget(format.ForgetRequest{Scope: format.ForgetAll})
		return err
	}
	for p := range purpose.Purpose(purpose.Count) {
		if f.purpose.Has(p) {
			if _, err := e.Forget(format.ForgetRequest{Scope: format.ForgetPurpose, Purpose: uint8(p)}); err != nil {
				return err
			}
		}
	}
	for _, n := range f.events {
		if _, err := e.Forget(format.ForgetRequest{Scope: format.ForgetEvent, Event: uint32(n)}); err != nil {
			return fmt.Errorf("forget %d: %w", n, err)
		}
	}
	return nil
}

// armed returns the list that is asked for in the arms of the scenario's browser.
// As in a page, how mixed it is is the visitor's to say.
func (st *story) armed(a Ask, shop *Shop, wrong problem) *Ask {
	for _, drawn := range st.scenario.Given.Arms {
		arm := shop.arm(drawn, wrong)
		if arm == nil {
			continue
		}
		if strategy := slices.Index(manifest.Strategies[:], arm.Strategy[a.Slot]); strategy >= 0 {
			a.Strategy, a.strategyLine = format.Strategy(strategy), drawn.arm.Line
		}
		if arm.Variety != nil && a.Variety == 0 {
			a.Variety = 1 + *arm.Variety
		}
	}
	return &a
}

// ask makes the request of a step.
func (v *visit) ask(a *Ask, visitor *Visitor, wrong problem) {
	shop := v.stage.Shop
	r := format.RankRequest{
		Now: v.now, Top: uint16(a.Top), Slot: a.Slot, Strategy: a.Strategy, Variety: uint8(a.Variety), Seed: a.Seed,
		Context: slices.Clone(visitor.Context), Anchors: shop.ids(a.About, wrong), Exclude: shop.ids(a.Without, wrong),
	}
	if a.Top == 0 {
		r.Top = defaultTop
	}
	if visitor.Region != "" {
		r.Context = append(r.Context, "region="+visitor.Region)
	}
	needsAnchor := a.Strategy == format.StrategySimilar || a.Strategy == format.StrategyTogether
	switch {
	case needsAnchor && len(a.About) == 0:
		wrong(a.strategyLine, "strategy %s needs about: the item that the list is about", manifest.Strategies[a.Strategy])
	case !needsAnchor && len(a.About) > 0:
		wrong(a.About[0].Line, "about means something with the strategies similar and together alone")
		r.Anchors = nil
	}
	if a.Within != nil {
		r.Scope, r.Candidates = format.ScopeGiven, shop.find(a.Within, wrong)
	}
	v.request = r
}
