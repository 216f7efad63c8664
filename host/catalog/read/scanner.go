package read

import (
	"bufio"
	"fmt"
	"io"
)

// A scanner reads a text byte by byte, within limits: formats whose records are
// not lines are cut into records with it.
type scanner struct {
	recoder
	file   string
	in     *bufio.Reader
	limits Limits
	line   int    // of the next byte, from 1
	bytes  int64  // read so far
	record []byte // what keep gathered
	tooBig bool   // the record is longer than it may be, and no longer gathered
}

func newScanner(file string, in *bufio.Reader, limits Limits, strict bool) *scanner {
	return &scanner{recoder: recoder{strict: strict}, file: file, in: in, limits: limits, line: 1}
}

// next returns the next byte, or io.EOF.
func (s *scanner) next() (byte, error) {
	b, err := s.in.ReadByte()
	if err != nil {
		return 0, cannotReadOn(s.file, s.line, err)
	}
	if b == '\n' {
		s.line++
	}
	if s.bytes++; s.bytes > s.limits.Bytes {
		return 0, tooManyBytes(s.file, s.line, s.limits)
	}
	return b, nil
}

// begin starts a record.
func (s *scanner) begin() { s.record, s.tooBig = s.record[:0], false }

// keep adds a byte to the record, but no more than is needed to know that it is too long.
func (s *scanner) keep(b byte) {
	if len(s.record) > s.limits.Record {
		s.tooBig = true
		return
	}
	s.record = append(s.record, b)
}

// whole returns the record that began on a line, as UTF-8.
func (s *scanner) whole(line int) ([]byte, error) {
	if s.tooBig || len(s.record) > s.limits.Record {
		return nil, s.damaged(line, "", "the record is longer than %d bytes", s.limits.Record)
	}
	record, err := s.utf8(s.record)
	if err != nil {
		return nil, s.damaged(line, "", "%v", err)
	}
	return record, nil
}

// damaged returns the error that sets a row aside.
func (s *scanner) damaged(line int, field, format string, args ...any) *RowError {
	return &RowError{File: s.file, Line: line, Field: field, Detail: fmt.Sprintf(format, args...)}
}

// cannotReadOn says how far a file could be read. The end is no error.
func cannotReadOn(file string, line int, err error) error {
	if err == io.EOF {
		return err
	}
	return fmt.Errorf("%s:%d: cannot read on (%w): is the file whole?", file, line, err)
}

func tooManyBytes(file string, line int, limits Limits) error {
	return fmt.Errorf("%s:%d: the file holds more than %d bytes: split it, or read less of it", file, line, limits.Bytes)
}
