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

// A Table is a file of rows: CSV with a header, JSON, XML, Parquet and what else
// a kind stands for, plain or gzipped. What it is shows in its first bytes; names
// do not matter.
type Table struct {
	rows
	kind     kind
	columns  []string
	headings []string // what the file has, where columns are what a mapping picked
	lenient  bool     // a column that is not there is empty
	close    func() error
}

// rows is what the kinds of tables do differently.
type rows interface {
	// next reads a row into the table's columns. Damage to one row is a
	// *RowError, after which next goes on with the following row.
	next(*Row) error
	// recoded is how many rows were not UTF-8.
	recoded() int
}

// A Row is one row of a Table. Its values live until the next row is read.
type Row struct {
	File   string   // which of several files it is in; "" where there is one
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

// A kind is how bytes become rows.
type kind string

const (
	kindCSV     kind = "CSV"
	kindJSON    kind = "JSON"
	kindXML     kind = "XML"
	kindHTML    kind = "HTML"
	kindParquet kind = "Parquet"
	kindLog     kind = "an access log"
)

// how says what of a file is known before it is read.
type how struct {
	kind     kind   // "" to see it from the file
	encoding string // "" to see it from the file
}

// Open opens a table and reads its columns: a CSV's header, or the keys of the
// first JSON object. The bytes read so far, of size, are told to progress,
// which may be nil.
func Open(name string, limits Limits, progress func(done, size int64)) (*Table, error) {
	return open(name, limits, progress, how{})
}

func open(name string, limits Limits, progress func(done, size int64), known how) (*Table, error) {
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		return newPages(name, limits, progress)
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	t, err := openFile(f, limits, progress, known)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	t.close = f.Close
	return t, nil
}

func openFile(f *os.File, limits Limits, progress func(done, size int64), known how) (*Table, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if info.Mode().IsRegular() {
		magic := make([]byte, len(parquetMagic))
		if _, err := f.ReadAt(magic, 0); known.kind == kindParquet || err == nil && isParquet(magic) {
			return newParquet(f.Name(), f, info.Size(), limits, progress)
		}
	}
	in := io.Reader(f)
	if progress != nil {
		in = &counted{in: f, size: info.Size(), tell: progress}
	}
	return newTable(f.Name(), in, limits, known)
}

// newTable reads a table from a stream. The name is for errors.
func newTable(name string, in io.Reader, limits Limits, known how) (*Table, error) {
	plain := bufio.NewReaderSize(in, peeked)
	if magic, _ := plain.Peek(2); bytes.Equal(magic, []byte{0x1f, 0x8b}) {
		z, err := gzip.NewReader(plain)
		if err != nil {
			return nil, fmt.Errorf("%s: not a whole gzip file (%w): compress it again", name, err)
		}
		plain = bufio.NewReaderSize(z, peeked)
	}
	if head, _ := plain.Peek(len(parquetMagic)); known.kind == kindParquet || isParquet(head) {
		return nil, fmt.Errorf("%s: a Parquet file is read from its end, which a pipe does not have: save it as a file", name)
	}
	if head, _ := plain.Peek(1 << 10); known.kind == kindHTML || known.kind == "" && isPage(head) {
		return newPage(name, plain, limits)
	}
	text, err := decoded(name, plain, known.encoding)
	if err != nil {
		return nil, err
	}
	head, err := text.Peek(peeked)
	if len(head) == 0 {
		if err != io.EOF {
			return nil, cannotReadOn(name, 1, err)
		}
		return nil, fmt.Errorf("%s: the file is empty: the first line must name the columns, or be a JSON object", name)
	}
	kind := known.kind
	if kind == "" {
		kind = kindOf(head)
	}
	strict, err := isUTF8(known.encoding)
	if err != nil {
		return nil, err
	}
	lines := &lines{file: name, in: text, limits: limits, recoder: recoder{strict: strict}}
	var t *Table
	switch kind {
	case kindJSON:
		var from records = jsonLines{lines}
		if bytes.HasPrefix(bytes.TrimLeft(head, spacesAround), []byte("[")) {
			from = &jsonList{scanner: newScanner(name, text, limits, strict)}
		}
		t, err = newJSON(name, from, limits)
	case kindXML:
		t, err = newFeed(name, newScanner(name, text, limits, strict))
	case kindLog:
		t, err = newLog(lines)
	default:
		t, err = newCSV(lines)
	}
	if err != nil {
		return nil, err
	}
	t.kind = kind
	return t, nil
}

// spacesAround may stand before the first record of what is no CSV.
const spacesAround = " \t\n\r"

// kindOf tells a file's kind from its first bytes.
func kindOf(head []byte) kind {
	text := bytes.TrimLeft(head, spacesAround)
	switch {
	case bytes.HasPrefix(text, []byte("{")), bytes.HasPrefix(text, []byte("[")):
		return kindJSON
	case bytes.HasPrefix(text, []byte("<")):
		return kindXML
	case isLog(text):
		return kindLog
	}
	return kindCSV
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
