package read

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// feedRows reads the items of an RSS feed and the entries of an Atom feed. Each is cut
// out of the text by its tags and then parsed by itself: so a feed of any size is read
// item by item, and one that is no XML costs no other.
type feedRows struct {
	*scanner
	spaces   map[string]string // prefix → namespace, as the root declares them
	root     string            // name of the root's tag, as written
	closed   bool              // the root's end was read
	headings []string          // of the first item that is whole
	columns  []string
	before   []*RowError // the first items, as far as they are damaged
	first    *entry      // the first item, while it was not read as a row
	again    []byte      // a tag that was read and belongs to the next item
	tag      []byte      // the tag read last
	inItem   bool        // what is read belongs to an item
}

func newFeed(file string, s *scanner) (*Table, error) {
	f := &feedRows{scanner: s, spaces: map[string]string{}}
	tag, err := f.nextTag()
	if err != nil {
		return nil, noFeed(file, err)
	}
	if f.root = tagName(tag); !slices.Contains([]string{"rss", "feed", "RDF"}, local(f.root)) {
		return nil, fmt.Errorf("%s: its root is <%s>: of XML, RSS (<rss>) and Atom (<feed>) are read, and products or articles in them", file, clip([]byte(f.root)))
	}
	if err := f.declare(tag); err != nil {
		return nil, noFeed(file, err)
	}
	f.first, err = f.item()
	for damage := (*RowError)(nil); errors.As(err, &damage) && len(f.before) < examples; {
		f.before = append(f.before, damage)
		f.first, err = f.item()
	}
	if err == io.EOF {
		return nil, fmt.Errorf("%s: the feed has no <item> and no <entry>", file)
	} else if err != nil {
		return nil, noFeed(file, err)
	}
	f.headings = f.first.names
	return &Table{rows: f, columns: f.headings}, nil
}

func noFeed(file string, err error) error {
	return fmt.Errorf("%s: the first item cannot be read: %w", file, err)
}

// pick takes elements and attributes that the first item has.
func (f *feedRows) pick(wanted, _ []string, lenient bool) []string {
	f.columns = nil
	for _, name := range wanted {
		if lenient || slices.Contains(f.headings, name) {
			f.columns = append(f.columns, name)
		}
	}
	return f.columns
}

func (f *feedRows) next(row *Row) error {
	if len(f.before) > 0 {
		damage := f.before[0]
		f.before = f.before[1:]
		return damage
	}
	e := f.first
	if f.first = nil; e == nil {
		var err error
		if e, err = f.item(); err != nil {
			return err
		}
	}
	row.Line = e.line
	row.Values = row.Values[:0]
	for _, name := range f.columns {
		row.Values = append(row.Values, e.values[name])
	}
	return nil
}

// item reads the next item or entry.
func (f *feedRows) item() (*entry, error) {
	for {
		tag, err := f.nextTag()
		if err == io.EOF && !f.closed {
			return nil, fmt.Errorf("%s:%d: the file ends before </%s>: is it whole?", f.file, f.line, f.root)
		}
		if err != nil {
			return nil, err
		}
		switch name := tagName(tag); {
		case name == "/"+f.root:
			f.closed = true
		case local(name) == "item" || local(name) == "entry":
			return f.wholeItem(tag, name)
		}
	}
}

// wholeItem reads on from an item's first tag to its last.
func (f *feedRows) wholeItem(tag []byte, name string) (*entry, error) {
	line := f.line - bytes.Count(tag, []byte("\n"))
	f.begin()
	for _, b := range tag {
		f.keep(b)
	}
	f.inItem = true
	defer func() { f.inItem = false }()
	for alone := bytes.HasSuffix(tag, []byte("/>")); !alone; {
		var err error
		if tag, err = f.nextTag(); err == io.EOF {
			return nil, fmt.Errorf("%s:%d: the file ends inside the <%s> of line %d: is it whole?", f.file, f.line, name, line)
		} else if err != nil {
			return nil, err
		}
		is := tagName(tag)
		if is == "/"+name {
			break
		}
		if is == name || is == "/"+f.root {
			f.again = bytes.Clone(tag)
			return nil, f.damaged(line, "", "the <%s> is not closed", name)
		}
	}
	text, err := f.whole(line)
	if err != nil {
		return nil, err
	}
	e := &entry{line: line, values: map[string][]byte{}, google: map[string]bool{}}
	if err := e.read(text, f.spaces); err != nil {
		return nil, f.damaged(line, "", "no XML: %v", err)
	}
	return e, nil
}

// nextTag passes over text, comments and CDATA to the end of the next tag, and returns it.
func (f *feedRows) nextTag() ([]byte, error) {
	if f.again != nil {
		tag := f.again
		f.again = nil
		return tag, nil
	}
	for {
		for {
			b, err := f.take()
			if err != nil {
				return nil, err
			}
			if b == '<' {
				break
			}
		}
		f.tag = append(f.tag[:0], '<')
		quote := byte(0)
		for ended := false; !ended; {
			b, err := f.take()
			if err != nil {
				return nil, err
			}
			if len(f.tag) <= maxTag {
				f.tag = append(f.tag, b)
			}
			switch {
			case bytes.HasPrefix(f.tag, []byte("<!--")):
				ended = bytes.HasSuffix(f.tag, []byte("-->"))
			case bytes.HasPrefix(f.tag, []byte("<![CDATA[")):
				ended = bytes.HasSuffix(f.tag, []byte("]]>"))
			case quote != 0:
				if b == quote {
					quote = 0
				}
			case (b == '"' || b == '\'') && bytes.IndexByte(f.tag, '=') > 0:
				quote = b
			case b == '>':
				ended = true
			}
			if len(f.tag) > maxTag { // only how it ends matters
				f.tag = append(append(f.tag[:0], f.tag[:16]...), f.tag[len(f.tag)-3:]...)
			}
		}
		if f.tag[1] != '!' && f.tag[1] != '?' {
			return f.tag, nil
		}
	}
}

// maxTag bounds what of a tag, a comment or a CDATA section is held.
const maxTag = 16 << 10

// take reads a byte, which an item keeps.
func (f *feedRows) take() (byte, error) {
	b, err := f.scanner.next()
	if err == nil && f.inItem {
		f.keep(b)
	}
	return b, err
}

// declare learns the prefixes of the root's namespaces.
func (f *feedRows) declare(tag []byte) error {
	start := string(bytes.TrimSuffix(bytes.TrimSuffix(tag, []byte(">")), []byte("/")))
	token, err := xml.NewDecoder(strings.NewReader(start + "/>")).RawToken()
	if err != nil {
		return err
	}
	if root, ok := token.(xml.StartElement); ok {
		for _, a := range root.Attr {
			if a.Name.Space == "xmlns" {
				f.spaces[a.Name.Local] = a.Value
			}
		}
	}
	return nil
}

// tagName returns a tag's name as written, with / before that of an end tag.
func tagName(tag []byte) string {
	text := string(tag[1:])
	end := strings.IndexAny(text[min(1, len(text)):], " \t\n\r/>")
	if end < 0 {
		return text
	}
	return text[:end+1]
}

// local returns a name without its prefix.
func local(name string) string { return name[strings.IndexByte(name, ':')+1:] }
