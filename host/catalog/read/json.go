package read

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
)

// jsonRows reads JSON objects, one a line or as the elements of one list. The keys of
// the first object are the columns, unless a mapping picks others. Of a record with
// lists in it, each element can be a row.
type jsonRows struct {
	records
	keys    []string // of the first record
	first   []byte   // the first record, while it was not read as a row
	line    int      // of the current record
	each    []column // the lists of which each element is a row, outermost first
	columns []column
	lenient bool      // an object where a value is expected is empty
	pending [][]*node // rows of the current record to come: a node for each level
}

// records are where JSON objects come from.
type records interface {
	// record returns the next one, which lives until the next call, and its line.
	record() ([]byte, int, error)
	damaged(line int, field, format string, args ...any) *RowError
	recoded() int
}

// A column is a path within an element of a list, or within the record.
type column struct {
	name  string
	level int // 0 for the record, otherwise 1 + the index in jsonRows.each
	path  path
}

func newJSON(file string, from records, limits Limits) (*Table, error) {
	text, line, err := from.record()
	if err == io.EOF {
		return nil, fmt.Errorf("%s: it has no JSON object", file)
	}
	if err != nil {
		return nil, err
	}
	j := &jsonRows{records: from, first: bytes.Clone(text), line: line}
	if j.keys, err = keysInOrder(j.first); err != nil {
		return nil, fmt.Errorf("%s:%d: the first record is no JSON object (%w): its keys must name the columns", file, line, err)
	}
	if len(j.keys) > limits.Columns {
		return nil, fmt.Errorf("%s:%d: the first object has %d keys, more than %d", file, line, len(j.keys), limits.Columns)
	}
	for _, key := range j.keys {
		j.columns = append(j.columns, column{key, 0, path{{key: key}}})
	}
	return &Table{rows: j, columns: j.keys}, nil
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

// pick takes keys of the first record, and paths that begin with one of them.
func (j *jsonRows) pick(wanted, each []string, lenient bool) []string {
	j.each, j.columns, j.lenient = nil, nil, lenient
	for _, name := range each {
		list, _ := j.find(name)
		j.each = append(j.each, list)
	}
	var names []string
	for _, name := range wanted {
		if c, ok := j.find(name); ok || lenient {
			j.columns = append(j.columns, c)
			names = append(names, name)
		}
	}
	return names
}

// find says where a column is, and whether the first record has the key that it begins with.
func (j *jsonRows) find(name string) (column, bool) {
	if slices.Contains(j.keys, name) {
		return column{name, 0, path{{key: name}}}, true // also a key with a dot
	}
	whole := parsePath(name)
	c := column{name, 0, whole}
	for i := range j.each {
		if list := parsePath(j.each[i].name); len(list) < len(whole) && slices.Equal(whole[:len(list)], list) {
			c.level, c.path = i+1, whole[len(list):]
		}
	}
	return c, slices.Contains(j.keys, whole[0].key)
}

func (j *jsonRows) next(row *Row) error {
	for len(j.pending) == 0 {
		if err := j.read(); err != nil {
			return err
		}
	}
	levels := j.pending[0]
	j.pending = j.pending[1:]
	row.Line = j.line
	row.Values = row.Values[:0]
	for i := range j.columns {
		c := &j.columns[i]
		value, err := c.path.of(levels[c.level], j.lenient)
		if err != nil {
			return j.damaged(j.line, c.name, "%v", err)
		}
		row.Values = append(row.Values, value)
	}
	return nil
}

// read makes the rows of the next record.
func (j *jsonRows) read() error {
	text := j.first
	if j.first = nil; text == nil {
		var err error
		if text, j.line, err = j.record(); err != nil {
			return err
		}
	}
	root, err := newNode(text)
	if err != nil {
		return j.damaged(j.line, "", "not a JSON object: %v", err)
	}
	j.expand([]*node{root})
	return nil
}

// expand adds the rows of all lists within the elements so far. A list that is empty
// or not there gives one row without it.
func (j *jsonRows) expand(levels []*node) {
	if len(levels) > len(j.each) {
		j.pending = append(j.pending, slices.Clone(levels))
		return
	}
	list := &j.each[len(levels)-1]
	elements := list.path.nodes(levels[list.level], nil)
	if len(elements) == 0 {
		elements = []*node{nil}
	}
	for _, element := range elements {
		j.expand(append(levels, element))
	}
}

// jsonLines are objects one a line. A damaged one costs no other.
type jsonLines struct{ *lines }

func (l jsonLines) record() ([]byte, int, error) {
	for {
		text, line, err := l.lines.next()
		if err != nil || len(bytes.TrimSpace(text)) > 0 {
			return text, line, err
		}
	}
}

// flat returns a JSON value as the text that a CSV would have: numbers and words
// as they stand, null as nothing, a list with | between its elements.
func flat(value json.RawMessage) ([]byte, error) {
	if len(value) == 0 || string(value) == "null" {
		return nil, nil
	}
	switch value[0] {
	case '"':
		return unquoted(value), nil
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
		return nil, errObject
	}
	return value, nil
}

var errObject = errors.New("an object where a plain value is expected: name one of its parts in a mapping, as a.b")
