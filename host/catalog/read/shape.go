package read

import (
	"fmt"
	"slices"
)

// A picker makes rows of what has no fixed columns: it looks for those that a mapping names.
type picker interface {
	// pick returns the columns, of those wanted, that rows will have. Each element of
	// the lists named each is a row.
	// A lenient one takes what is not there for empty.
	pick(wanted, each []string, lenient bool) []string
}

// shape prepares a table for the part of a mapping that is of items or of events.
func (t *Table) shape(file string, m *Mapping, items bool) error {
	each, carry := m.Items.Each, m.Items.Carry
	if !items {
		each, carry = m.Events.Each, m.Events.Carry
	}
	t.lenient = m.Missing == "empty"
	if p, ok := t.rows.(picker); ok {
		t.headings, t.columns = t.columns, p.pick(m.columns(items), each, t.lenient)
	} else if len(each) > 0 {
		return fmt.Errorf("%s: each: only JSON has lists in a record, and this is %s", file, t.kind)
	}
	if carry == nil {
		return nil
	}
	return t.carry(file, carry)
}

// maps tells whether the mapping says what items, or events, are made of.
func (m *Mapping) maps(items bool) bool {
	if m == nil {
		return false
	}
	if items {
		return m.Items.ID.given()
	}
	return m.Events != nil
}

// columns returns all columns that the part of a mapping names.
func (m *Mapping) columns(items bool) []string {
	var columns []string
	add := func(column string) {
		if column != "" && !slices.Contains(columns, column) {
			columns = append(columns, column)
		}
	}
	rules, fields, carry := slices.Concat(m.Clean, m.Items.Clean), m.Items.fields(), m.Items.Carry
	if items {
		fields = append(fields, m.Items.others()...)
		for _, column := range m.Items.Extra {
			add(column)
		}
	} else {
		rules, fields, carry = slices.Concat(m.Clean, m.Events.Clean), m.Events.fields(), m.Events.Carry
	}
	for _, f := range fields {
		for of := f.Field; of != nil; of = of.Or {
			add(of.Column)
		}
	}
	for i := range rules {
		add(rules[i].Column)
	}
	if carry != nil {
		add(carry.Key)
		for _, column := range carry.Columns {
			add(column)
		}
	}
	return columns
}
