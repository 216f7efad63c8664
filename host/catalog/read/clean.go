package read

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
)

// A Count is how many rows there were of one kind.
type Count struct {
	Name string
	Rows int
}

// boundRule is a rule at work on a table.
type boundRule struct {
	*Rule
	column  int
	pattern *regexp.Regexp
	count   *Count
}

// bindRules finds the rules' columns. The counts are where dropped rows are counted.
func bindRules(t *Table, file string, rules []Rule) ([]boundRule, []Count, error) {
	bound, counts := make([]boundRule, len(rules)), make([]Count, len(rules))
	for i := range rules {
		r := &rules[i]
		column, err := t.mustColumn(file, r.Column)
		if err != nil {
			return nil, nil, fmt.Errorf("rule %q: %w", r.Name, err)
		}
		counts[i].Name = r.Name
		bound[i] = boundRule{Rule: r, column: column, count: &counts[i]}
		if expression := r.Matches + r.Lacks; expression != "" {
			if bound[i].pattern, err = regexp.Compile(expression); err != nil {
				return nil, nil, fmt.Errorf("rule %q: %w", r.Name, err)
			}
		}
	}
	return bound, counts, nil
}

// dropped tells whether a rule drops the row, and counts it under the first that
// does. A field that should be a number and is none is damage.
func dropped(rules []boundRule, row *Row) (bool, *fieldError) {
	for i := range rules {
		r := &rules[i]
		var value []byte
		if r.column >= 0 {
			value = bytes.TrimSpace(row.Values[r.column])
		}
		drop, err := r.applies(value)
		if err != nil {
			return false, &fieldError{r.Column, err.Error()}
		}
		if drop {
			r.count.Rows++
			return true, nil
		}
	}
	return false, nil
}

func (r *boundRule) applies(value []byte) (bool, error) {
	switch {
	case r.Empty:
		return len(value) == 0, nil
	case r.pattern != nil:
		return r.pattern.Match(value) == (r.Matches != ""), nil
	}
	number, err := strconv.ParseFloat(string(value), 64)
	if err != nil {
		return false, fmt.Errorf("%q is not a number, which rule %q needs", clip(value), r.Name)
	}
	if r.AtMost != nil {
		return number <= *r.AtMost, nil
	}
	return number >= *r.AtLeast, nil
}

// fieldError is a RowError that does not know its row yet.
type fieldError struct{ field, detail string }

// clip shortens a value for an error.
func clip(value []byte) string {
	if len(value) > 40 {
		return string(value[:40]) + "…"
	}
	return string(value)
}
