package read

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// check finds what YAML lets through: parts that are missing, that exclude each
// other, or that stand where they mean nothing.
func (m *Mapping) check() error {
	rules := slices.Concat(m.Clean, m.Items.Clean)
	fields := m.Items.fields()
	if !m.Items.ID.given() {
		return fmt.Errorf("items.id: say which column holds the item's id")
	}
	if m.Events != nil {
		rules = append(rules, m.Events.Clean...)
		fields = append(fields, m.Events.fields()...)
		for _, f := range fields {
			if slices.Contains([]string{"events.visitor", "events.item", "events.kind"}, f.name) && !f.given() {
				return fmt.Errorf("%s: say which column holds it, or give a value", f.name)
			}
		}
	}
	for _, f := range fields {
		if err := f.check(); err != nil {
			return fmt.Errorf("%s: %w", f.name, err)
		}
	}
	for _, column := range m.Items.Extra {
		if slices.Contains(ItemKeys, column) && !slices.Contains(unseenKeys, column) {
			return fmt.Errorf("items.extra: %q is the name of a field of every item: rename the column", column)
		}
	}
	for i := range rules {
		if err := rules[i].check(); err != nil {
			return fmt.Errorf("clean: rule %q: %w", rules[i].Name, err)
		}
	}
	return nil
}

// A named field is one with the path that errors call it by.
type namedField struct {
	name string
	*Field
}

func (m *ItemMapping) fields() []namedField {
	return []namedField{
		{"items.id", &m.ID}, {"items.title", &m.Title}, {"items.category", &m.Category}, {"items.url", &m.URL},
		{"items.image", &m.Image}, {"items.price", &m.Price}, {"items.supplier", &m.Supplier}, {"items.stock", &m.Stock},
		{"items.available_from", &m.From}, {"items.available_until", &m.Until}, {"items.tags", &m.Tags},
	}
}

func (m *EventMapping) fields() []namedField {
	fields := []namedField{
		{"events.visitor", &m.Visitor}, {"events.item", &m.Item}, {"events.kind", &m.Kind},
		{"events.time", &m.Time}, {"events.visit", &m.Visit},
	}
	for _, key := range m.Context.keys() {
		f := m.Context[key]
		fields = append(fields, namedField{"events.context." + key, &f})
	}
	return fields
}

// keys returns the context keys in order.
func (c ContextField) keys() []string { return slices.Sorted(maps.Keys(c)) }

// oneOf are the words that a setting allows; "" is always among them.
func oneOf(setting, value string, allowed ...string) error {
	if value == "" || slices.Contains(allowed, value) {
		return nil
	}
	return fmt.Errorf("%s: %q is none of %q", setting, value, allowed)
}

func (f namedField) check() error {
	for _, source := range []struct {
		setting string
		given   bool
		fields  []string // where it means something; nil is everywhere
	}{
		{"words", len(f.Words) > 0, []string{"items.category", "items.tags"}},
		{"choose", f.Choose != "", []string{"items.title", "items.price", "items.category", "items.url", "items.image", "items.supplier", "items.stock", "items.available_from", "items.available_until"}},
		{"layout", f.Layout != "", []string{"events.time", "items.available_from", "items.available_until"}},
	} {
		if source.given && source.fields != nil && !slices.Contains(source.fields, f.name) {
			return fmt.Errorf("%s means something only in %q", source.setting, source.fields)
		}
	}
	if f.FromTime != "" && !strings.HasPrefix(f.name, "events.context.") {
		return fmt.Errorf("from-time means something only in events.context")
	}
	if f.Value != "" && f.Column != "" {
		return fmt.Errorf("give column or value, not both")
	}
	if f.Choose == "median" && f.name != "items.price" {
		return fmt.Errorf("only a price has a median: choose first, last or most-frequent")
	}
	for _, w := range f.Words {
		if w.Is == "" || len(w.Words) == 0 {
			return fmt.Errorf("words: give both is and words")
		}
	}
	if err := oneOf("case", f.Case, "upper", "lower", "title"); err != nil {
		return err
	}
	if err := oneOf("from-time", f.FromTime, "daypart", "weekday", "season"); err != nil {
		return err
	}
	return oneOf("choose", f.Choose, "first", "last", "most-frequent", "median")
}

func (r *Rule) check() error {
	conditions := 0
	for _, given := range []bool{r.Matches != "", r.Lacks != "", r.Empty, r.AtMost != nil, r.AtLeast != nil} {
		if given {
			conditions++
		}
	}
	switch {
	case r.Name == "":
		return fmt.Errorf("name the rule: its rows are counted under its name")
	case r.Column == "":
		return fmt.Errorf("say which column it looks at")
	case conditions != 1:
		return fmt.Errorf("give one of matches, lacks, empty, at-most and at-least, not %d", conditions)
	}
	_, err := regexp.Compile(r.Matches + r.Lacks)
	return err
}
