package read

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
)

// csvRows reads comma-separated values as RFC 4180 has them, also those that are
// separated by semicolons or tabs. encoding/csv would
// do but for three things: it takes the rest of a file for one field when a
// quote is not closed, it has no limits, and it copies each row.
type csvRows struct {
	*lines
	comma  []byte // a comma, or what the header has instead
	width  int    // columns
	record []byte // a record of several lines, and unescaped fields
	fields [][]byte
}

func newCSV(l *lines) (*Table, error) {
	c := &csvRows{lines: l, comma: []byte{','}}
	header, line, err := l.next()
	if err == nil {
		// Spreadsheets of half of Europe write semicolons.
		for _, other := range []string{";", "\t"} {
			if bytes.Count(header, []byte(other)) > bytes.Count(header, c.comma) {
				c.comma = []byte(other)
			}
		}
		l.giveBack(append(bytes.Clone(header), '\n'), line)
		line, err = c.read()
	}
	if err != nil {
		return nil, fmt.Errorf("the header cannot be read: %w", err)
	}
	if len(c.fields) > l.limits.Columns {
		return nil, fmt.Errorf("%s:%d: the header has %d columns, more than %d", l.file, line, len(c.fields), l.limits.Columns)
	}
	c.width = len(c.fields)
	columns := make([]string, c.width)
	for i, name := range c.fields {
		columns[i] = strings.TrimSpace(string(name))
		for _, before := range columns[:i] {
			if before == columns[i] {
				return nil, fmt.Errorf("%s:%d: the header names column %q twice: rename one", l.file, line, before)
			}
		}
	}
	return &Table{rows: c, columns: columns}, nil
}

func (c *csvRows) next(row *Row) error {
	line, err := c.read()
	if err != nil {
		return err
	}
	if len(c.fields) != c.width {
		return c.damaged(line, "", "the row has %d fields, the header has %d", len(c.fields), c.width)
	}
	row.Line = line
	row.Values = append(row.Values[:0], c.fields...)
	return nil
}

// read splits the next record into c.fields and returns the line it begins on.
// Empty lines are no records.
func (c *csvRows) read() (int, error) {
	for {
		text, line, err := c.lines.next()
		if err != nil {
			return line, err
		}
		if len(text) == 0 {
			continue
		}
		c.fields = c.fields[:0]
		if bytes.IndexByte(text, '"') < 0 {
			for more := true; more; {
				var field []byte
				field, text, more = bytes.Cut(text, c.comma)
				c.fields = append(c.fields, field)
			}
			return line, nil
		}
		return line, c.readQuoted(text, line)
	}
}

var (
	errOpen  = errors.New("a quote is opened and not closed")
	errStray = errors.New(`a quote stands inside a field: enclose the field in quotes and write it ""`)
)

// readQuoted splits a record that has quotes and may go on over several lines.
// If it turns out to be damaged, only its first line is lost.
func (c *csvRows) readQuoted(first []byte, line int) error {
	c.record = append(c.record[:0], first...)
	err := c.split()
	for quotes := bytes.Count(first, []byte{'"'}); errors.Is(err, errOpen) && len(c.record) <= c.limits.Record; {
		text, _, readErr := c.lines.next()
		if readErr == io.EOF {
			break
		}
		c.record = append(c.record, '\n')
		if tooLong := (*RowError)(nil); errors.As(readErr, &tooLong) {
			break // an empty line keeps its place, so that later lines keep their numbers
		}
		if readErr != nil {
			return readErr
		}
		c.record = append(c.record, text...)
		if quotes += bytes.Count(text, []byte{'"'}); quotes%2 == 0 {
			if err = c.split(); errors.Is(err, errOpen) {
				break
			}
		}
	}
	if err == nil {
		return nil
	}
	if at := bytes.IndexByte(c.record, '\n'); at >= 0 {
		c.giveBack(append(c.record[at+1:], '\n'), line+1)
	}
	return c.damaged(line, "", "%v", err)
}

// split cuts c.record into c.fields.
func (c *csvRows) split() error {
	c.fields = c.fields[:0]
	for text := c.record; ; {
		if len(text) == 0 || text[0] != '"' {
			field, rest, more := bytes.Cut(text, c.comma)
			if bytes.IndexByte(field, '"') >= 0 {
				return errStray
			}
			c.fields = append(c.fields, field)
			if !more {
				return nil
			}
			text = rest
			continue
		}
		end := closing(text[1:]) + 1
		if end == 0 {
			return errOpen
		}
		field, rest := text[1:end], text[end+1:]
		if bytes.IndexByte(field, '"') >= 0 {
			field = bytes.ReplaceAll(field, []byte(`""`), []byte(`"`))
		}
		c.fields = append(c.fields, field)
		if len(rest) == 0 {
			return nil
		}
		if rest[0] != c.comma[0] {
			return errStray
		}
		text = rest[1:]
	}
}

// closing returns where the quote that closes a field is, or -1. Doubled
// quotes are part of the field.
func closing(text []byte) int {
	for at := 0; at < len(text); at++ {
		if text[at] != '"' {
			continue
		}
		if at+1 == len(text) || text[at+1] != '"' {
			return at
		}
		at++
	}
	return -1
}
