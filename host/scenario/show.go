package scenario

import (
	"fmt"

	"privet/host/headless"
)

// A Shown is one place of a list, and all reasons for it.
type Shown struct {
	Item    uint32
	Reasons []headless.Reason
}

// Show returns the first places of the list that a persona gets.
func (s *Stage) Show(p *Persona, places int) ([]Shown, error) {
	scenario := &Scenario{Given: Given{Ask: Ask{Top: places}}, Steps: []Step{{}}}
	st := &story{scenario: scenario, file: p.file, visitor: p.Visitor, now: p.Now}
	end, err := st.play(s, func(int, string, ...any) {}) // what one of two catalogs lacks is no mistake
	if err != nil {
		return nil, err
	}
	items := make([]uint32, len(end.last.list))
	for i, r := range end.last.list {
		items[i] = r.Item
	}
	if err := end.last.understand(items); err != nil {
		return nil, err
	}
	shown := make([]Shown, len(items))
	for i, item := range items {
		shown[i] = Shown{item, reasonsOf(end.last.explained[item])}
	}
	return shown, nil
}

// MakeUp returns a made-up visitor, who allows what a visit and a history need.
func (s *Shop) MakeUp(seed uint64, number int) *Persona {
	return &Persona{Name: fmt.Sprintf("made-up visitor %d", number+1), Visitor: Visitor{Grant: everything(), History: s.generate(seed, number)}}
}

// TrendAt is the time of the newest event that the catalog's trend counts, in
// milliseconds; that of scenarios without a time where there is no trend.
func (s *Stage) TrendAt() int64 {
	if s.trendAt == 0 {
		return started
	}
	return s.trendAt
}
