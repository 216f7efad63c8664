package read

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// maxPage bounds a page's bytes.
const maxPage = 16 << 20

// canonicalColumn is the address that a page gives itself, where nothing else says it.
const canonicalColumn = "page.canonical"

// pageRows reads what saved pages say of themselves: each product or article is a row,
// and paths into its JSON-LD are the columns. Pages of a directory are read by name.
type pageRows struct {
	dir     string // "" where there is one page
	names   []string
	content []byte // of the one page
	limits  Limits
	bytes   int64
	tell    func(done, total int64) // of pages; may be nil
	columns []string
	paths   []path
	page    int // page
	pending []pageRow
}

// A pageRow is a row, or what is wrong with one.
type pageRow struct {
	file string
	thing
	canonical string
	damage    *RowError
}

// newPages reads the pages of a directory and of those below it.
func newPages(dir string, limits Limits, tell func(done, total int64)) (*Table, error) {
	r := &pageRows{dir: dir, limits: limits, tell: tell}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if end := strings.ToLower(filepath.Ext(name)); end == ".html" || end == ".htm" {
			r.names = append(r.names, name)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(r.names) == 0 {
		return nil, fmt.Errorf("%s: the directory has no page whose name ends in .html or .htm", dir)
	}
	return &Table{rows: r, kind: kindHTML, close: func() error { return nil }}, nil
}

// isPage tells a page by its first bytes.
func isPage(head []byte) bool {
	text := bytes.ToLower(bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), spacesAround))
	return bytes.HasPrefix(text, []byte("<!doctype html")) || bytes.HasPrefix(text, []byte("<html"))
}

// newPage reads one page.
func newPage(name string, in io.Reader, limits Limits) (*Table, error) {
	content, err := io.ReadAll(io.LimitReader(in, maxPage+1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return &Table{rows: &pageRows{names: []string{name}, content: content, limits: limits}, kind: kindHTML}, nil
}

// pick takes any path: what a page lacks is empty.
func (r *pageRows) pick(wanted, _ []string, _ bool) []string {
	r.columns, r.paths = wanted, nil
	for _, name := range wanted {
		r.paths = append(r.paths, parsePath(name))
	}
	return wanted
}

func (r *pageRows) recoded() int { return 0 }

func (r *pageRows) next(row *Row) error {
	for len(r.pending) == 0 {
		if r.page == len(r.names) {
			return io.EOF
		}
		if err := r.read(r.names[r.page]); err != nil {
			return err
		}
		if r.page++; r.tell != nil {
			r.tell(int64(r.page), int64(len(r.names)))
		}
	}
	p := r.pending[0]
	r.pending = r.pending[1:]
	if p.damage != nil {
		return p.damage
	}
	row.File, row.Line = p.file, p.line
	row.Values = row.Values[:0]
	for i, path := range r.paths {
		if r.columns[i] == canonicalColumn {
			row.Values = append(row.Values, []byte(p.canonical))
			continue
		}
		value, err := path.of(p.node, true)
		if err != nil {
			return &RowError{File: p.file, Line: p.line, Field: r.columns[i], Detail: err.Error()}
		}
		row.Values = append(row.Values, value)
	}
	return nil
}

// read finds the rows of a page.
func (r *pageRows) read(name string) error {
	content := r.content
	if r.dir != "" {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		content, err = io.ReadAll(io.LimitReader(f, maxPage+1))
		f.Close()
		if err != nil {
			return err
		}
	}
	damaged := func(line int, detail string) {
		r.pending = append(r.pending, pageRow{damage: &RowError{File: name, Line: line, Detail: detail}})
	}
	if r.bytes += int64(len(content)); r.bytes > r.limits.Bytes {
		return fmt.Errorf("%s: the pages so far hold more than %d bytes: read fewer of them", name, r.limits.Bytes)
	}
	if len(content) > maxPage {
		damaged(1, fmt.Sprintf("the page is longer than %d bytes", maxPage))
		return nil
	}
	p, err := readPage(content)
	if err != nil {
		damaged(1, err.Error())
		return nil
	}
	for _, fault := range p.damaged {
		damaged(fault.line, fault.detail)
	}
	for _, t := range p.things {
		r.pending = append(r.pending, pageRow{file: name, thing: t, canonical: p.canonical})
	}
	return nil
}
