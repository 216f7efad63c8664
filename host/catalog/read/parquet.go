package read

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/parquet-go/parquet-go"
)

// parquetMagic is what a Parquet file begins and ends with.
const parquetMagic = "PAR1"

// parquetRows reads the rows of a Parquet file, one row group after the other. Values
// within groups have a dot in their column's name, and those of a list | between them.
// The number of a row stands for its line.
type parquetRows struct {
	file    string
	limits  Limits
	names   []string
	leaves  []leaf
	groups  []parquet.RowGroup // still to be read
	rows    parquet.Rows       // of the current group, or nil
	batch   [64]parquet.Row
	at, n   int // of the batch
	number  int
	total   int64
	tell    func(done, total int64) // of rows
	values  [][]byte
	present []bool // which columns have a value already
}

func newParquet(file string, in io.ReaderAt, size int64, limits Limits, tell func(done, total int64)) (t *Table, err error) {
	defer damagedParquet(file, 0, &err)
	if err := checkFooter(in, size); err != nil {
		return nil, fmt.Errorf("%s: no whole Parquet file: %w", file, err)
	}
	f, err := parquet.OpenFile(in, size, parquet.SkipBloomFilters(true), parquet.SkipPageIndex(true))
	if err != nil {
		return nil, fmt.Errorf("%s: no whole Parquet file: %w", file, err)
	}
	held := int64(0)
	for _, group := range f.Metadata().RowGroups {
		for i := range group.Columns {
			chunk := &group.Columns[i].MetaData
			if begin := chunk.DataPageOffset; begin < 0 || chunk.TotalCompressedSize < 0 || begin > size-chunk.TotalCompressedSize {
				return nil, fmt.Errorf("%s: no whole Parquet file: a column of it lies beyond its end", file)
			}
			if err := checkPages(in, chunk); err != nil {
				return nil, fmt.Errorf("%s: no whole Parquet file: column %s: %w", file, strings.Join(chunk.PathInSchema, "."), err)
			}
			held += max(chunk.TotalUncompressedSize, 0)
		}
	}
	if held > limits.Bytes {
		return nil, fmt.Errorf("%s: the file holds more than %d bytes: split it, or read less of it", file, limits.Bytes)
	}
	paths := f.Schema().Columns()
	if len(paths) > limits.Columns {
		return nil, fmt.Errorf("%s: %d columns are more than %d", file, len(paths), limits.Columns)
	}
	r := &parquetRows{
		file: file, limits: limits, groups: f.RowGroups(), total: f.NumRows(), tell: tell,
		values: make([][]byte, len(paths)), present: make([]bool, len(paths)),
	}
	for _, path := range paths {
		r.names = append(r.names, leafName(path))
		found, _ := f.Schema().Lookup(path...)
		r.leaves = append(r.leaves, leaf{found.Node.Type().LogicalType()})
	}
	return &Table{rows: r, kind: kindParquet, columns: r.names}, nil
}

// checkFooter refuses a file that is cut: the library would make room for all that its
// last bytes announce.
func checkFooter(in io.ReaderAt, size int64) error {
	end := make([]byte, 8)
	if size < int64(len(parquetMagic)+len(end)) {
		return io.ErrUnexpectedEOF
	}
	if _, err := in.ReadAt(end, size-int64(len(end))); err != nil && err != io.EOF {
		return err
	}
	if string(end[4:]) != parquetMagic {
		return fmt.Errorf("it does not end in %s", parquetMagic)
	}
	if int64(binary.LittleEndian.Uint32(end)) > size-int64(len(parquetMagic)+len(end)) {
		return fmt.Errorf("its end announces more than it holds")
	}
	return nil
}

// leafName returns a column's name, without the groups that only make a list.
func leafName(path []string) string {
	name := strings.Join(path, ".")
	for _, list := range []string{".list.element", ".list.item", ".bag.array_element", ".array"} {
		name = strings.TrimSuffix(name, list)
	}
	return name
}

// damagedParquet makes an error of a panic: the library trusts what a file says of itself.
func damagedParquet(file string, row int, err *error) {
	if broken := recover(); broken != nil {
		*err = fmt.Errorf("%s:%d: damaged Parquet (%v): is the file whole?", file, row, broken)
	}
}

func (r *parquetRows) recoded() int { return 0 }

func (r *parquetRows) next(row *Row) (err error) {
	defer damagedParquet(r.file, r.number+1, &err)
	for r.at == r.n {
		if err := r.read(); err != nil {
			return err
		}
	}
	values := r.batch[r.at]
	r.at++
	r.number++
	row.Line = r.number
	size := 0
	clear(r.present)
	for _, v := range values {
		column := v.Column()
		if v.IsNull() || size > r.limits.Record {
			continue
		}
		to := &r.values[column]
		if r.present[column] {
			*to = append(*to, '|')
		} else {
			*to = (*to)[:0]
		}
		r.present[column] = true
		before := len(*to)
		*to = r.leaves[column].append(*to, v)
		size += len(*to) - before
	}
	if size > r.limits.Record {
		return &RowError{File: r.file, Line: r.number, Detail: fmt.Sprintf("the row is longer than %d bytes", r.limits.Record)}
	}
	row.Values = row.Values[:0]
	for i, present := range r.present {
		if !present {
			row.Values = append(row.Values, nil)
			continue
		}
		if !utf8.Valid(r.values[i]) {
			return &RowError{File: r.file, Line: r.number, Field: r.names[i], Detail: "not UTF-8"}
		}
		row.Values = append(row.Values, r.values[i])
	}
	return nil
}

// read fills the batch.
func (r *parquetRows) read() error {
	if r.rows == nil {
		if len(r.groups) == 0 {
			if int64(r.number) != r.total {
				return fmt.Errorf("%s:%d: the file announces %d rows: is it whole?", r.file, r.number, r.total)
			}
			return io.EOF
		}
		r.rows, r.groups = r.groups[0].Rows(), r.groups[1:]
	}
	n, err := r.rows.ReadRows(r.batch[:])
	if r.tell != nil {
		r.tell(int64(r.number), r.total)
	}
	r.at, r.n = 0, n
	if err == io.EOF {
		err = r.rows.Close()
		r.rows = nil
	} else if err == nil && n == 0 {
		err = io.ErrNoProgress
	}
	if err != nil {
		return fmt.Errorf("%s:%d: cannot read on (%w): is the file whole?", r.file, r.number+1, err)
	}
	return nil
}

// isParquet tells it by the first bytes.
func isParquet(head []byte) bool { return bytes.HasPrefix(head, []byte(parquetMagic)) }
