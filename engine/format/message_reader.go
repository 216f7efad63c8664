package format

// A messageReader takes values off the front of a message. The first thing that is
// wrong stays in err, and every later read returns zero: callers check once.
type messageReader struct {
	data   []byte
	text   string // of data, from the first string on: one allocation for all of them
	off    int
	record string // the message being read
	index  uint32 // which of several
	err    *Error
}

// enter says which message the next fields belong to.
func (r *messageReader) enter(record string, index uint32) { r.record, r.index = record, index }

func (r *messageReader) fail(status Status, field, detail string) {
	if r.err == nil {
		r.err = &Error{Status: status, Record: r.record, Index: r.index, Field: field, Offset: uint32(r.off), Detail: detail}
	}
}

// end returns what went wrong, or that bytes follow the message.
func (r *messageReader) end(message string) error {
	if r.off < len(r.data) {
		r.enter(message, 0)
		r.fail(BadMessage, "end", "bytes follow its end")
	}
	if r.err != nil {
		return r.err
	}
	return nil
}

// take returns the next n bytes, or nil.
func (r *messageReader) take(field string, n int) []byte {
	if r.err != nil {
		return nil
	}
	if n > len(r.data)-r.off {
		r.fail(BadMessage, field, "the message ends here")
		return nil
	}
	r.off += n
	return r.data[r.off-n : r.off]
}

func (r *messageReader) uint8(field string) uint8 {
	if b := r.take(field, 1); b != nil {
		return b[0]
	}
	return 0
}

func (r *messageReader) uint16(field string) uint16 {
	if b := r.take(field, 2); b != nil {
		return uint16(b[0]) | uint16(b[1])<<8
	}
	return 0
}

func (r *messageReader) uint32(field string) uint32 {
	if b := r.take(field, 4); b != nil {
		return uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16 | uint32(b[3])<<24
	}
	return 0
}

func (r *messageReader) uint64(field string) uint64 {
	low := r.uint32(field)
	return uint64(low) | uint64(r.uint32(field))<<32
}

// count reads a list's count and refuses one that max forbids or that the bytes
// left cannot hold, so that a short message never makes room for a long list.
func (r *messageReader) count(field string, max, size int) int {
	start := r.off
	n := r.uint32(field)
	switch {
	case n > uint32(max):
		r.off = start
		r.fail(TooLarge, field, "it is longer than allowed")
		return 0
	case int(n)*size > len(r.data)-r.off:
		r.off = start
		r.fail(BadMessage, field, "the message ends here")
		return 0
	}
	return int(n)
}

func (r *messageReader) uint32s(field string, max int) []uint32 {
	n := r.count(field, max, 4)
	if n == 0 {
		return nil
	}
	v := make([]uint32, n)
	for i := range v {
		v[i] = r.uint32(field)
	}
	return v
}

func (r *messageReader) string(field string, max int) string {
	start := r.off
	n := int(r.uint16(field))
	if n > max {
		r.off = start
		r.fail(TooLarge, field, "it is longer than allowed")
		return ""
	}
	if r.take(field, n) == nil {
		return ""
	}
	if r.text == "" {
		r.text = string(r.data)
	}
	s := r.text[r.off-n : r.off]
	if !validUTF8(s) {
		r.off = start
		r.fail(BadMessage, field, "it is not UTF-8")
		return ""
	}
	return s
}

// strings reads a list of strings; r.index counts them, for errors.
func (r *messageReader) strings(field string, max, maxBytes int) []string {
	n := r.count(field, max, 2)
	if n == 0 {
		return nil
	}
	index := r.index
	v := make([]string, n)
	for i := range v {
		r.index = uint32(i)
		v[i] = r.string(field, maxBytes)
	}
	r.index = index
	return v
}
