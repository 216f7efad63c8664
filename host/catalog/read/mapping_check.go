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
	fields := append(m.Items.fields(), m.Items.others()...)
	carries, eaches := []*Carry{m.Items.Carry}, [][]string{m.Items.Each}
	if !m.Items.ID.given() && (m.Events == nil || m.Items.says()) {
		return fmt.Errorf("items.id: say which column holds the item's id")
	}
	if err := oneOf("missing", m.Missing, "empty"); err != nil {
		return err
	}
	if _, err := isUTF8(m.Encoding); err != nil {
		return err
	}
	if m.Events != nil {
		rules = append(rules, m.Events.Clean...)
		fields = append(fields, m.Events.fields()...)
		carries, eaches = append(carries, m.Events.Carry), append(eaches, m.Events.Each)
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
	for _, each := range eaches {
		for i := 1; i < len(each); i++ {
			if !strings.HasPrefix(each[i], each[i-1]+".") {
				return fmt.Errorf("each: %s is no list within %s: give lists from the outermost to the innermost", each[i], each[i-1])
			}
		}
	}
	for _, c := range carries {
		if c != nil && (c.Key == "" || len(c.Columns) == 0) {
			return fmt.Errorf("carry: give both key and columns")
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

// says tells whether anything is said of items.
func (m *ItemMapping) says() bool {
	return len(m.Each)+len(m.Clean)+len(m.Extra) > 0 || m.Carry != nil ||
		slices.ContainsFunc(append(m.fields(), m.others()...), func(f namedField) bool { return f.given() })
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

// others are the fields that help to read, and are none of an item's.
func (m *ItemMapping) others() []namedField {
	fields := []namedField{{"items.currency", &m.Currency}, {"items.variant", &m.Variant}}
	for i := range m.Aliases {
		fields = append(fields, namedField{"items.aliases", &m.Aliases[i]})
	}
	return fields
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
		{"notation", f.Notation != "", []string{"items.price"}},
		{"match", f.Match != "", []string{"events.item"}},
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
	if (f.Choose == "lowest" || f.Choose == "highest") && f.name != "items.price" && f.name != "items.stock" {
		return fmt.Errorf("only a price and a stock can be the lowest or highest: choose first, last or most-frequent")
	}
	for i := range f.Cut {
		if f.Cut[i].At == "" {
			return fmt.Errorf("cut: say at what")
		}
		if err := oneOf("keep", f.Cut[i].Keep, "first", "last"); err != nil {
			return err
		}
	}
	if f.Or != nil {
		if f.Or.Choose+f.Or.Layout+f.Or.Notation+f.Or.FromTime != "" || len(f.Or.Words) > 0 {
			return fmt.Errorf("or: choose, layout, notation, from-time and words hold for all columns of a field: give them beside or")
		}
		if !f.Or.given() {
			return fmt.Errorf("or: give a column or a value")
		}
		if err := (namedField{f.name, f.Or}).check(); err != nil {
			return fmt.Errorf("or: %w", err)
		}
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
	if err := oneOf("notation", f.Notation, anyNotation, pointed, commaed); err != nil {
		return err
	}
	if err := oneOf("markup", f.Markup, "remove"); err != nil {
		return err
	}
	if err := oneOf("match", f.Match, "url"); err != nil {
		return err
	}
	return oneOf("choose", f.Choose, "first", "last", "most-frequent", "median", "lowest", "highest")
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
