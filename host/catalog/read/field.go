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
	column int // -1 where the field is a constant or not given
}

// bind finds the field's column.
func (f *Field) bind(t *Table, file, name string) (boundField, error) {
	if f.Column == "" {
		return boundField{f, -1}, nil
	}
	column, err := t.mustColumn(file, f.Column)
	if err != nil {
		return boundField{}, fmt.Errorf("%s: %w", name, err)
	}
	return boundField{f, column}, nil
}

// mustColumn returns a column's index, or an error that says which there are.
func (t *Table) mustColumn(file, name string) (int, error) {
	if at := t.Column(name); at >= 0 {
		return at, nil
	}
	return -1, fmt.Errorf("%s has no column %q: it has %s", file, name, strings.Join(t.columns, ", "))
}

// text returns the field's value in a row: trimmed, without control characters,
// translated. It allocates only where it changes something.
func (f *boundField) text(row *Row) []byte {
	if f.column < 0 {
		return []byte(f.Value)
	}
	value := tidy(row.Values[f.column])
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
