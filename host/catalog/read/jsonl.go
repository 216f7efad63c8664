package read

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
)

// jsonRows reads one JSON object a line. The keys of the first object are the
// columns; later keys that it lacks are passed over.
type jsonRows struct {
	*lines
	columns []string
	values  map[string]json.RawMessage
}

func newJSONL(l *lines) (*Table, error) {
	text, line, err := l.next()
	if err != nil {
		return nil, err
	}
	j := &jsonRows{lines: l, values: map[string]json.RawMessage{}}
	if j.columns, err = keysInOrder(text); err != nil {
		return nil, fmt.Errorf("%s:%d: the first line begins with { but is no JSON object (%w): its keys must name the columns", l.file, line, err)
	}
	if len(j.columns) > l.limits.Columns {
		return nil, fmt.Errorf("%s:%d: the first object has %d keys, more than %d", l.file, line, len(j.columns), l.limits.Columns)
	}
	l.giveBack(append(bytes.Clone(text), '\n'), line)
	return &Table{rows: j, columns: j.columns}, nil
}

// keysInOrder returns the keys of a JSON object as they stand.
func keysInOrder(object []byte) ([]string, error) {
	if err := json.Unmarshal(object, &map[string]json.RawMessage{}); err != nil {
		return nil, err
	}
	d := json.NewDecoder(bytes.NewReader(object))
	var keys []string
	seen := map[string]bool{}
	d.Token() // {
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return nil, err
		}
		if name := key.(string); !seen[name] {
			seen[name] = true
			keys = append(keys, name)
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return nil, err
		}
	}
	return keys, nil
}

func (j *jsonRows) next(row *Row) error {
	text, line, err := j.lines.next()
	for err == nil && len(bytes.TrimSpace(text)) == 0 {
		text, line, err = j.lines.next()
	}
	if err != nil {
		return err
	}
	clear(j.values)
	if err := json.Unmarshal(text, &j.values); err != nil {
		return j.damaged(line, "", "not a JSON object: %v", err)
	}
	row.Line = line
	row.Values = row.Values[:0]
	for _, name := range j.columns {
		value, err := flat(j.values[name])
		if err != nil {
			return j.damaged(line, name, "%v", err)
		}
		row.Values = append(row.Values, value)
	}
	return nil
}

// flat returns a JSON value as the text that a CSV would have: numbers and words
// as they stand, null as nothing, a list with | between its elements.
func flat(value json.RawMessage) ([]byte, error) {
	if len(value) == 0 || string(value) == "null" {
		return nil, nil
	}
	switch value[0] {
	case '"':
		var s string
		err := json.Unmarshal(value, &s)
		return []byte(s), err
	case '[':
		var list []json.RawMessage
		if err := json.Unmarshal(value, &list); err != nil {
			return nil, err
		}
		var joined []byte
		for i, element := range list {
			if len(element) > 0 && element[0] == '[' {
				return nil, errors.New("a list inside a list: write one list")
			}
			text, err := flat(element)
			if err != nil {
				return nil, err
			}
			if i > 0 {
				joined = append(joined, '|')
			}
			joined = append(joined, text...)
		}
		return joined, nil
	case '{':
		return nil, errors.New("an object where a plain value is expected: write its parts as keys of their own")
	}
	return value, nil
}
