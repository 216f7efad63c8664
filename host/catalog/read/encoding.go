package read

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"regexp"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// peeked is how much of a file may tell what it is.
const peeked = 64 << 10

// decoded returns a stream as UTF-8 with one newline after each line, as far as
// the mapping, a byte order mark or an XML declaration say what it is written in.
// Where none does, recoder decides record by record.
func decoded(name string, in *bufio.Reader, encodingName string) (*bufio.Reader, error) {
	head, _ := in.Peek(1 << 10)
	var from encoding.Encoding
	var err error
	switch {
	case bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff")):
		from = unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM)
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		in.Discard(3)
	case encodingName != "":
		from, err = encodingOf(encodingName)
	case declaration.Match(head):
		from, err = encodingOf(string(declaration.FindSubmatch(head)[1]))
	case bytes.IndexByte(head[:min(len(head), 64)], 0) >= 0:
		err = fmt.Errorf("it has zero bytes and no byte order mark: if it is UTF-16, give encoding: utf-16le in a mapping")
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	text := io.Reader(in)
	if from != nil {
		text = transform.NewReader(text, from.NewDecoder())
	}
	return bufio.NewReaderSize(&newlines{in: text}, peeked), nil
}

var declaration = regexp.MustCompile(`^\s*<\?xml[^>]*\sencoding\s*=\s*["']([A-Za-z0-9._:-]+)["']`)

// encodingOf returns an encoding by a name that web pages use for it; nil is UTF-8.
func encodingOf(name string) (encoding.Encoding, error) {
	from, err := htmlindex.Get(name)
	if err != nil {
		return nil, fmt.Errorf("there is no encoding %q: windows-1252, iso-8859-2, utf-16le and shift_jis are some", name)
	}
	if canonical, _ := htmlindex.Name(from); canonical == "utf-8" {
		return nil, nil
	}
	return from, nil
}

// isUTF8 tells whether a mapping says that files are UTF-8.
func isUTF8(name string) (bool, error) {
	if name == "" {
		return false, nil
	}
	from, err := encodingOf(name)
	return from == nil, err
}

// newlines makes a carriage return that no newline follows a newline: files that
// went through several programs have both.
type newlines struct {
	in   io.Reader
	held bool // a carriage return ended the last read
}

func (n *newlines) Read(p []byte) (int, error) {
	if len(p) < 2 {
		return 0, io.ErrShortBuffer
	}
	start := 0
	if n.held {
		p[0], start, n.held = '\r', 1, false
	}
	read, err := n.in.Read(p[start:])
	text := p[:start+read]
	if end := len(text) - 1; end >= 0 && text[end] == '\r' && err == nil {
		n.held, text = true, text[:end]
	}
	for at := bytes.IndexByte(text, '\r'); at >= 0; {
		if at+1 == len(text) || text[at+1] != '\n' {
			text[at] = '\n'
		}
		next := bytes.IndexByte(text[at+1:], '\r')
		if next < 0 {
			break
		}
		at += 1 + next
	}
	return len(text), err
}

// recoder reads records that are not UTF-8 as Windows-1252, of which ISO 8859-1 is
// a part, and counts them.
type recoder struct {
	strict bool // the mapping says that the file is UTF-8
	count  int
	record []byte
}

var errNotUTF8 = fmt.Errorf("not UTF-8, as encoding says it is")

func (r *recoder) utf8(record []byte) ([]byte, error) {
	if utf8.Valid(record) {
		return record, nil
	}
	if r.strict {
		return nil, errNotUTF8
	}
	r.count++
	r.record = r.record[:0]
	for _, b := range record {
		r.record = utf8.AppendRune(r.record, charmap.Windows1252.DecodeByte(b))
	}
	return r.record, nil
}

func (r *recoder) recoded() int { return r.count }
