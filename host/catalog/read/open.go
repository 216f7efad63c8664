package read

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
)

// A Table is a file of rows: CSV with a header, or JSON objects a line, plain
// or gzipped. What it is shows in its first bytes; names do not matter.
type Table struct {
	rows
	columns []string
	close   func() error
}

// rows is what CSV and JSONL do differently.
type rows interface {
	// next reads a row into the table's columns. Damage to one row is a
	// *RowError, after which next goes on with the following row.
	next(*Row) error
	// latin1 is how many rows were not UTF-8.
	latin1() int
}

// A Row is one row of a Table. Its values live until the next row is read.
type Row struct {
	Line   int      // where it begins, from 1
	Values [][]byte // beside Table.Columns; nil where the row has none
}

// A RowError says what is wrong with one row, which is set aside.
type RowError struct {
	File   string
	Line   int
	Field  string // column, "" where it is the whole row
	Detail string
}

func (e *RowError) Error() string {
	if e.Field == "" {
		return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.Detail)
	}
	return fmt.Sprintf("%s:%d: %s: %s", e.File, e.Line, e.Field, e.Detail)
}

// Open opens a table and reads its columns: a CSV's header, or the keys of the
// first JSON object. The bytes read so far, of size, are told to progress,
// which may be nil.
func Open(name string, limits Limits, progress func(done, size int64)) (*Table, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	in := io.Reader(f)
	if progress != nil {
		in = &counted{in: f, size: info.Size(), tell: progress}
	}
	t, err := newTable(name, in, limits)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	t.close = f.Close
	return t, nil
}

// newTable reads a table from a stream. The name is for errors.
func newTable(name string, in io.Reader, limits Limits) (*Table, error) {
	plain := bufio.NewReaderSize(in, 64<<10)
	if magic, _ := plain.Peek(2); bytes.Equal(magic, []byte{0x1f, 0x8b}) {
		z, err := gzip.NewReader(plain)
		if err != nil {
			return nil, fmt.Errorf("%s: not a whole gzip file (%w): compress it again", name, err)
		}
		plain = bufio.NewReaderSize(z, 64<<10)
	}
	if mark, _ := plain.Peek(3); bytes.Equal(mark, []byte("\xef\xbb\xbf")) {
		plain.Discard(3) // a byte order mark says nothing here
	}
	lines := &lines{file: name, in: plain, limits: limits}
	first, _ := plain.Peek(1)
	switch {
	case len(first) == 0:
		if _, _, err := lines.next(); err != io.EOF {
			return nil, err // damaged gzip, say
		}
		return nil, fmt.Errorf("%s: the file is empty: the first line must name the columns, or be a JSON object", name)
	case first[0] == '{':
		return newJSONL(lines)
	default:
		return newCSV(lines)
	}
}

// Columns names the columns in the order of Row.Values.
func (t *Table) Columns() []string { return t.columns }

// Column returns a column's index in Row.Values, or -1.
func (t *Table) Column(name string) int {
	for i, c := range t.columns {
		if c == name {
			return i
		}
	}
	return -1
}

// Next reads the next row, whose Values it reuses. It returns io.EOF at the end,
// and a *RowError for a damaged row, after which reading may go on.
func (t *Table) Next(row *Row) error { return t.next(row) }

// Latin1 returns how many rows so far were not UTF-8 and were read as Latin-1.
func (t *Table) Latin1() int { return t.latin1() }

// Close closes the file.
func (t *Table) Close() error { return t.close() }

// counted tells how far reading is.
type counted struct {
	in         io.Reader
	done, size int64
	tell       func(done, size int64)
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.in.Read(p)
	c.done += int64(n)
	c.tell(c.done, c.size)
	return n, err
}
