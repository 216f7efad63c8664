package format

// A messageWriter appends values to a message. It is passed by pointer because
// handing a slice in and out of every call was a tenth of the module.
type messageWriter struct{ b []byte }

func (w *messageWriter) uint8(v uint8)   { w.b = append(w.b, v) }
func (w *messageWriter) uint16(v uint16) { w.b = append(w.b, byte(v), byte(v>>8)) }
func (w *messageWriter) uint32(v uint32) {
	w.b = append(w.b, byte(v), byte(v>>8), byte(v>>16), byte(v>>24))
}
func (w *messageWriter) uint64(v uint64) {
	w.uint32(uint32(v))
	w.uint32(uint32(v >> 32))
}

func (w *messageWriter) uint32s(list []uint32) {
	w.uint32(uint32(len(list)))
	for _, v := range list {
		w.uint32(v)
	}
}

// string cuts what a u16 cannot count: the message stays readable, and a decoder
// refuses the string, because no limit reaches that far.
func (w *messageWriter) string(s string) {
	if len(s) > 0xffff {
		s = s[:0xffff]
	}
	w.uint16(uint16(len(s)))
	w.b = append(w.b, s...)
}

func (w *messageWriter) strings(list []string) {
	w.uint32(uint32(len(list)))
	for _, s := range list {
		w.string(s)
	}
}
