package read

import (
	"bytes"
	"fmt"
	"io"
)

// jsonList are the objects of one list that is the whole file, or of several lists
// after each other. It holds one element at a time.
type jsonList struct {
	*scanner
	open bool // within a list
}

func (l *jsonList) record() ([]byte, int, error) {
	for {
		b, err := l.token()
		switch {
		case err == io.EOF && l.open:
			return nil, 0, l.cut()
		case err != nil:
			return nil, 0, err
		case !l.open && b == '[':
			l.open = true
		case !l.open:
			return nil, 0, fmt.Errorf("%s:%d: %q follows the end of the list: is it one JSON file?", l.file, l.line, b)
		case b == ']':
			l.open = false
		case b == ',':
		default:
			return l.element(b)
		}
	}
}

// token returns the next byte that is no space.
func (l *jsonList) token() (byte, error) {
	for {
		b, err := l.next()
		if err != nil || bytes.IndexByte([]byte(" \t\r\n"), b) < 0 {
			return b, err
		}
	}
}

// element reads on from an element's first byte to its end.
func (l *jsonList) element(b byte) ([]byte, int, error) {
	line := l.line
	l.begin()
	depth, quoted, escaped := 0, false, false
	for {
		l.keep(b)
		switch {
		case escaped:
			escaped = false
		case quoted && b == '\\':
			escaped = true
		case b == '"':
			quoted = !quoted
		case quoted:
		case b == '{' || b == '[':
			depth++
		case b == '}' || b == ']':
			depth--
		}
		if depth == 0 && !quoted {
			break
		}
		var err error
		if b, err = l.next(); err == io.EOF {
			return nil, 0, l.cut()
		} else if err != nil {
			return nil, 0, err
		}
	}
	record, err := l.whole(line)
	return record, line, err
}

// cut is the error of a list that ends before it is closed.
func (l *jsonList) cut() error {
	return fmt.Errorf("%s:%d: the file ends inside a list: is it whole?", l.file, l.line)
}
