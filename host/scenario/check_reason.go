package scenario

import (
	"fmt"

	"privet/host/headless"
)

// reasoned returns the items whose reasons an expectation is about.
func (m *moment) reasoned(x *Expectation, wrong problem) (items []uint32) {
	if x.why != nil {
		return m.stage.Shop.find(x.why, wrong)
	}
	for _, r := range m.list {
		items = append(items, r.Item)
	}
	return items
}

// causes returns the first reason of an item that is of a cause.
func (m *moment) causes(c *cause, item uint32) (*headless.Reason, error) {
	if err := m.understand([]uint32{item}); err != nil {
		return nil, err
	}
	for _, r := range reasonsOf(m.explained[item]) {
		if c.matches(&r) {
			return &r, nil
		}
	}
	return nil, nil
}

// checkBecause wants the reason of an item, or of the best placed of a condition.
func (m *moment) checkBecause(x *Expectation, wrong problem) (string, error) {
	m.checkCause(&x.reason, wrong)
	items := m.reasoned(x, wrong)
	if len(items) == 0 {
		return "", nil
	}
	best, _, err := m.best(items)
	if err != nil {
		return "", err
	}
	if found, err := m.causes(&x.reason, best); err != nil || found != nil {
		return "", err
	}
	return m.tell(best)
}

// checkNotBecause wants the reason nowhere: in no item of the list, or of those named.
func (m *moment) checkNotBecause(x *Expectation, wrong problem) (string, error) {
	m.checkCause(&x.reason, wrong)
	items := m.reasoned(x, wrong)
	if err := m.understand(items); err != nil {
		return "", err
	}
	for _, item := range items {
		found, err := m.causes(&x.reason, item)
		if err != nil {
			return "", err
		}
		if found != nil {
			return fmt.Sprintf("%s has %s", m.stage.Shop.Name(item), written(found)), nil
		}
	}
	return "", nil
}

func (m *moment) checkCause(c *cause, wrong problem) {
	if c.item.Is != "" {
		m.stage.Shop.item(c.item, wrong)
	}
}

// checkRule wants of every item that a rule hides it, moves it, or leaves it alone.
func (m *moment) checkRule(x *Expectation, wrong problem) (string, error) {
	m.stage.Shop.checkRule(x.rule, wrong)
	for _, p := range x.picks {
		items := m.stage.Shop.find(p, wrong)
		if err := m.understand(items); err != nil {
			return "", err
		}
		for _, item := range items {
			named, hidden := false, m.explained[item].Position == 0
			for _, r := range reasonsOf(m.explained[item]) {
				named = named || r.Source == "rule" && r.Key == x.rule.Is
			}
			holds := map[string]bool{"hides": named && hidden, "moves": named && !hidden, "leaves": !named}
			if !holds[x.head] {
				return m.tell(item)
			}
		}
	}
	return "", nil
}
