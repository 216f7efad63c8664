package read

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
)

// lines reads the lines of a file, within limits, as UTF-8.
type lines struct {
	recoder
	file   string
	in     *bufio.Reader
	limits Limits
	line   int    // of the line read last, from 1
	bytes  int64  // read so far
	again  []byte // lines given back, which come next
	long   []byte // holds a line that does not fit into in's buffer
}

// next returns a line without its ending, and its number. The line lives until
// the next call. A line that is too long is skipped with a *RowError.
func (l *lines) next() ([]byte, int, error) {
	l.line++
	if len(l.again) > 0 {
		line, rest, _ := bytes.Cut(l.again, []byte("\n"))
		l.again = rest
		return line, l.line, nil
	}
	line, err := l.in.ReadSlice('\n')
	if errors.Is(err, bufio.ErrBufferFull) {
		line, err = l.nextLong(line)
	}
	l.bytes += int64(len(line))
	switch {
	case l.bytes > l.limits.Bytes:
		return nil, l.line, tooManyBytes(l.file, l.line, l.limits)
	case err == io.EOF && len(line) == 0:
		return nil, l.line, io.EOF
	case err != nil && err != io.EOF:
		return nil, l.line, cannotReadOn(l.file, l.line, err)
	case len(line) > l.limits.Record:
		return nil, l.line, l.damaged(l.line, "", "the line is longer than %d bytes", l.limits.Record)
	}
	line = bytes.TrimSuffix(bytes.TrimSuffix(line, []byte("\n")), []byte("\r"))
	line, err = l.utf8(line)
	if err != nil {
		return nil, l.line, l.damaged(l.line, "", "%v", err)
	}
	return line, l.line, nil
}

// nextLong completes a line that begins with part, keeping no more than is
// needed to know that it is too long.
func (l *lines) nextLong(part []byte) ([]byte, error) {
	l.long = append(l.long[:0], part...)
	for {
		part, err := l.in.ReadSlice('\n')
		if len(l.long) <= l.limits.Record {
			l.long = append(l.long, part...)
		} else {
			l.bytes += int64(len(part))
		}
		if !errors.Is(err, bufio.ErrBufferFull) || l.bytes > l.limits.Bytes {
			return l.long, err
		}
	}
}

// giveBack makes text, which ends with a newline, the next lines again; the
// first of them is number line.
func (l *lines) giveBack(text []byte, line int) {
	l.again = append(bytes.Clone(text), l.again...)
	l.line = line - 1
}

// damaged returns the error that sets a row aside.
func (l *lines) damaged(line int, field, format string, args ...any) *RowError {
	return &RowError{File: l.file, Line: line, Field: field, Detail: fmt.Sprintf(format, args...)}
}
