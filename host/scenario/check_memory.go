package scenario

import (
	"fmt"
	"slices"

	"privet/engine/format"
	"privet/host/headless"
)

func (m *moment) checkKept(x *Expectation, _ problem) (string, error) {
	profile, err := m.stage.engine.Export()
	if err != nil || len(profile.Events) == x.kept {
		return "", err
	}
	return fmt.Sprintf("%s kept", number(len(profile.Events), "event")), nil
}

// aside runs something with another visitor on the stage, and brings this one back.
func (m *moment) aside(held []format.Event, run func() (string, error)) (string, error) {
	text, err := run()
	if err != nil {
		return "", err
	}
	return text, m.replay(held)
}

// checkNobody wants the list that somebody gets who allows the same and did nothing.
func (m *moment) checkNobody(*Expectation, problem) (string, error) {
	held, err := m.stage.engine.Export()
	if err != nil {
		return "", err
	}
	return m.aside(held.Events, func() (string, error) {
		if err := m.replay(nil); err != nil {
			return "", err
		}
		nobody, err := m.visit.list()
		if err != nil {
			return "", err
		}
		return m.difference("nobody has", nobody, m.list), nil
	})
}

// checkForgetting wants, of each event, that forgetting it leaves the list that
// there would be if it had never happened.
func (m *moment) checkForgetting(x *Expectation, wrong problem) (string, error) {
	held, err := m.stage.engine.Export()
	if err != nil {
		return "", err
	}
	wanted := x.events
	if wanted == nil {
		for _, e := range held.Events {
			wanted = append(wanted, int(e.ID))
		}
	}
	for _, n := range wanted {
		at := slices.IndexFunc(held.Events, func(e format.Event) bool { return int(e.ID) == n })
		if at < 0 {
			return fmt.Sprintf("of number %d nothing is kept to be forgotten", n), nil
		}
		text, err := m.aside(held.Events, func() (string, error) { return m.forgetOne(held.Events, at) })
		if err != nil || text != "" {
			return text, err
		}
	}
	return "", nil
}

func (m *moment) forgetOne(held []format.Event, at int) (string, error) {
	e := m.stage.engine
	if _, err := e.Forget(format.ForgetRequest{Scope: format.ForgetEvent, Event: held[at].ID}); err != nil {
		return "", err
	}
	forgotten, err := m.visit.list()
	if err != nil {
		return "", err
	}
	if err := m.replay(slices.Delete(slices.Clone(held), at, at+1)); err != nil {
		return "", err
	}
	never, err := m.visit.list()
	if err != nil {
		return "", err
	}
	return m.difference(fmt.Sprintf("without number %d there would be", held[at].ID), never, forgotten), nil
}

// difference says where two lists differ first, or "".
func (m *moment) difference(what string, a, b []format.Ranked) string {
	if slices.Equal(a, b) {
		return ""
	}
	for i := range max(len(a), len(b)) {
		if i >= len(a) || i >= len(b) || a[i] != b[i] {
			return fmt.Sprintf("in the %s place %s %s, not %s", headless.Place(i+1), what, m.entry(a, i), m.entry(b, i))
		}
	}
	return ""
}

func (m *moment) entry(list []format.Ranked, i int) string {
	if i >= len(list) {
		return "nothing"
	}
	return fmt.Sprintf("%s (score %d)", m.stage.Shop.Name(list[i].Item), list[i].Score)
}
