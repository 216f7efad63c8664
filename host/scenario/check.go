package scenario

import (
	"fmt"
	"strings"

	"privet/engine/format"
)

// checks say of each kind of expectation what there is instead, or "" where it holds.
var checks = map[string]func(m *moment, x *Expectation, wrong problem) (string, error){
	"first":          (*moment).checkFirst,
	"before":         (*moment).checkBefore,
	"has":            (*moment).checkHas,
	"lacks":          (*moment).checkLacks,
	"never":          (*moment).checkNever,
	"of":             (*moment).checkOf,
	"per":            (*moment).checkPer,
	"distinct":       (*moment).checkDistinct,
	"because":        (*moment).checkBecause,
	"not because":    (*moment).checkNotBecause,
	"hides":          (*moment).checkRule,
	"moves":          (*moment).checkRule,
	"leaves":         (*moment).checkRule,
	"kept":           (*moment).checkKept,
	"same as":        (*moment).checkNobody,
	"forgetting":     (*moment).checkForgetting,
	"rank within":    (*moment).checkSpeed,
	"catalog within": (*moment).checkSize,
}

func (m *moment) checkFirst(x *Expectation, wrong problem) (string, error) {
	wanted := m.stage.Shop.find(x.picks[0], wrong)
	if len(wanted) == 0 {
		return "", nil // told by wrong
	}
	if len(m.list) == 0 {
		return "the list is empty", nil
	}
	best, place, err := m.best(wanted)
	if err != nil || place == 1 {
		return "", err
	}
	return m.tellBoth(m.list[0].Item, best)
}

func (m *moment) tellBoth(a, b uint32) (string, error) {
	first, err := m.tell(a)
	if err != nil {
		return "", err
	}
	second, err := m.tell(b)
	return first + "; " + second, err
}

func (m *moment) checkBefore(x *Expectation, wrong problem) (string, error) {
	var before uint32
	for i, p := range x.picks {
		items := m.stage.Shop.find(p, wrong)
		if len(items) == 0 {
			return "", nil
		}
		item, place, err := m.best(items)
		if err != nil {
			return "", err
		}
		if place == 0 {
			return fmt.Sprintf("%s is nowhere", p), nil
		}
		if i > 0 {
			if above, err := m.place(before); err != nil || above >= place {
				text, failed := m.tellBoth(item, before)
				if err == nil {
					err = failed
				}
				return text, err
			}
		}
		before = item
	}
	return "", nil
}

func (m *moment) checkHas(x *Expectation, wrong problem) (string, error) {
	return m.eachPick(x, wrong, func(place int) bool { return place > 0 && place <= x.top })
}

func (m *moment) checkLacks(x *Expectation, wrong problem) (string, error) {
	return m.eachPick(x, wrong, func(place int) bool { return place == 0 || place > x.top })
}

func (m *moment) checkNever(x *Expectation, wrong problem) (string, error) {
	return m.eachPick(x, wrong, func(place int) bool { return place == 0 })
}

// eachPick tells of the first pick whose best item is at a place, 0 where it has none, that is not as it should be.
func (m *moment) eachPick(x *Expectation, wrong problem, fits func(place int) bool) (string, error) {
	for _, p := range x.picks {
		items := m.stage.Shop.find(p, wrong)
		if len(items) == 0 {
			continue
		}
		best, place, err := m.best(items)
		if err != nil {
			return "", err
		}
		if !fits(place) {
			return m.tell(best)
		}
	}
	return "", nil
}

// beyond says how a count is out of bounds, or "".
func (x *Expectation) beyond(n float64) bool {
	return x.least.given && n < x.least.x || x.most.given && n > x.most.x
}

// shortList says that a list is shorter than what is said of it.
func (m *moment) shortList(x *Expectation) string {
	if len(m.list) < x.top {
		return fmt.Sprintf("; the list has %d of %d places", len(m.list), x.top)
	}
	return ""
}

func (m *moment) checkOf(x *Expectation, wrong problem) (string, error) {
	wanted := map[uint32]bool{}
	for _, item := range m.stage.Shop.find(x.picks[0], wrong) {
		wanted[item] = true
	}
	var found []string
	for _, r := range m.top(x.top) {
		if wanted[r.Item] {
			found = append(found, m.stage.Shop.Items[r.Item].ID)
		}
	}
	if len(wanted) == 0 || !x.beyond(float64(len(found))) {
		return "", nil
	}
	return fmt.Sprintf("found %d: %s%s", len(found), listed(found), m.shortList(x)), nil
}

// groups counts the values of an attribute in places; items without it are in no group.
func (m *moment) groups(places []format.Ranked, key string) (names []string, counts map[string]int) {
	counts = map[string]int{}
	for _, r := range places {
		if name := groupOf(m.stage.Shop.attributes[r.Item], key); name != "" {
			if counts[name]++; counts[name] == 1 {
				names = append(names, name)
			}
		}
	}
	return names, counts
}

func (m *moment) checkPer(x *Expectation, wrong problem) (string, error) {
	m.stage.Shop.checkKey(x.Line, x.per, wrong)
	names, counts := m.groups(m.top(x.top), x.per)
	for _, name := range names {
		if x.beyond(float64(counts[name])) {
			return fmt.Sprintf("found %d of %s %s%s", counts[name], x.per, name, m.shortList(x)), nil
		}
	}
	return "", nil
}

func (m *moment) checkDistinct(x *Expectation, wrong problem) (string, error) {
	m.stage.Shop.checkKey(x.Line, x.per, wrong)
	names, _ := m.groups(m.top(x.top), x.per)
	if !x.beyond(float64(len(names))) {
		return "", nil
	}
	return fmt.Sprintf("found %d: %s%s", len(names), listed(names), m.shortList(x)), nil
}

// listed joins what was found.
func listed(found []string) string {
	if len(found) == 0 {
		return "none"
	}
	return strings.Join(found, ", ")
}
