package read

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
)

// boundField is a field of a mapping at work on a table.
type boundField struct {
	*Field
	column int         // -1 where the field is a constant, not given, or not there
	or     *boundField // nil for none
	links  links       // of the items, where the field has their addresses
}

// bind finds the field's column.
func (f *Field) bind(t *Table, file, name string) (boundField, error) {
	b := boundField{Field: f, column: -1}
	var err error
	if f.Column != "" {
		if b.column, err = t.mustColumn(file, f.Column); err != nil {
			return boundField{}, fmt.Errorf("%s: %w", name, err)
		}
	}
	if f.Or != nil {
		or, err := f.Or.bind(t, file, name)
		if err != nil {
			return boundField{}, err
		}
		b.or = &or
	}
	return b, nil
}

// mustColumn returns a column's index, or an error that says which there are.
func (t *Table) mustColumn(file, name string) (int, error) {
	if at := t.Column(name); at >= 0 {
		return at, nil
	}
	if t.lenient {
		return -1, nil
	}
	return -1, fmt.Errorf("%s has no column %q: it has %s", file, name, strings.Join(t.named(), ", "))
}

// named returns the columns that the file has, whatever a mapping picks.
func (t *Table) named() []string {
	if t.headings != nil {
		return t.headings
	}
	return t.columns
}

// text returns the field's value in a row: trimmed, without control characters,
// translated. It allocates only where it changes something.
func (f *boundField) text(row *Row) []byte {
	value := f.own(row)
	if len(value) == 0 && f.or != nil {
		return f.or.text(row)
	}
	return value
}

// own returns the value without what stands in where it is empty.
func (f *boundField) own(row *Row) []byte {
	if f.column < 0 {
		return []byte(f.Value)
	}
	value := tidy(row.Values[f.column])
	if f.Markup != "" {
		value = withoutMarkup(value)
	}
	for i := range f.Cut {
		value = f.Cut[i].of(value)
	}
	if f.Values != nil {
		if is, ok := f.Values[string(value)]; ok {
			value = []byte(is)
		} else if f.Otherwise != "" {
			value = []byte(f.Otherwise)
		}
	}
	switch f.Case {
	case "upper":
		value = bytes.ToUpper(value)
	case "lower":
		value = bytes.ToLower(value)
	}
	if f.Prefix != "" && len(value) > 0 {
		value = append([]byte(f.Prefix), value...)
	}
	if f.links != nil {
		value = f.links.item(value)
	}
	return value
}

// tidy trims a value and makes every run of spaces and control characters one space.
func tidy(value []byte) []byte {
	value = bytes.TrimSpace(value)
	clean := true
	for i, b := range value {
		if b < ' ' || b == 0x7f || b == ' ' && value[i-1] == ' ' {
			clean = false
			break
		}
	}
	if clean {
		return value
	}
	return bytes.Join(bytes.FieldsFunc(value, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), []byte(" "))
}

// tooLong says that a value is longer than a field may be.
func tooLong(field string, value []byte, most int) *fieldError {
	if len(value) <= most {
		return nil
	}
	return &fieldError{field, fmt.Sprintf("%d bytes are more than %d", len(value), most)}
}
