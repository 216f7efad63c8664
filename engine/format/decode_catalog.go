package format

import "encoding/binary"

// Decode reads a catalog. The result refers to b, which must not change any
// more. Every error is a *Error of status BadCatalog or NewerVersion.
func Decode(b []byte) (*Catalog, error) {
	d := decoder{b: b}
	sections := d.table("PVTC", CatalogVersion)
	c := &Catalog{}
	d.params(sections[tagParams], &c.Params)
	d.keys(sections[tagItems], &c.Items, MaxItems)
	d.keys(sections[tagTokens], &c.Tokens, MaxTokens)
	if d.err != nil {
		return nil, d.err
	}
	items, tokens := c.Items.Len(), c.Tokens.Len()
	if items == 0 {
		return nil, d.fail(tagItems, 0, "there are no items")
	}
	out := sections[tagOut]
	c.Rank = out.length / items
	if c.Rank*items != out.length || c.Rank > MaxRank || c.Rank%RankStep != 0 {
		return nil, d.fail(tagOut, out.offset, "its length is not items × a rank of 0, 16, 32 … 128")
	}
	c.Bias = d.bytes(sections[tagBias], tagBias, items)
	c.Out = d.bytes(out, tagOut, items*c.Rank)
	if sections[tagIn].length > 0 {
		c.In = d.bytes(sections[tagIn], tagIn, items*c.Rank)
	}
	gain := 0
	if c.Rank > 0 {
		gain = items + tokens
	}
	c.Gain = d.bytes(sections[tagGain], tagGain, gain)
	c.TokenIn = d.bytes(sections[tagTokenIn], tagTokenIn, tokens*c.Rank)
	d.sparse(sections[tagTaste], tagTaste, &c.Taste, items, items+tokens)
	d.sparse(sections[tagNext], tagNext, &c.Next, items, items)
	d.sparse(sections[tagTogether], tagTogether, &c.Together, items, items)
	d.labels(sections[tagLabels], &c.Labels, items, tokens)
	d.rules(sections[tagRules], &c.Rules, items, tokens)
	if d.err != nil {
		return nil, d.err
	}
	return c, nil
}

// A section is where a payload lies in the file.
type section struct{ offset, length int }

// A decoder keeps the first error and does nothing after it.
type decoder struct {
	b   []byte
	err error
}

func (d *decoder) fail(tag, offset int, detail string) error {
	if d.err == nil {
		d.err = &Error{Status: BadCatalog, Record: "catalog", Field: sectionNames[tag], Offset: uint32(offset), Detail: detail}
	}
	return d.err
}

func (d *decoder) newer(offset int) {
	d.fail(0, offset, "it is of another version; update Privet or build it again")
	d.err.(*Error).Status = NewerVersion
}

const headerSize = 8

// table reads a file's header and where its sections are.
func (d *decoder) table(magic string, version uint16) (sections [tagEnd]section) {
	if len(d.b) < headerSize || string(d.b[:4]) != magic {
		d.fail(0, 0, "it does not start with PVTC")
		return
	}
	if binary.LittleEndian.Uint16(d.b[4:]) != version {
		d.newer(4)
		return
	}
	count := int(binary.LittleEndian.Uint16(d.b[6:]))
	offset := headerSize + 8*count
	if offset > len(d.b) {
		d.fail(0, 6, "the file ends inside it")
		return
	}
	last := 0
	for i := range count {
		at := headerSize + 8*i
		tag := int(binary.LittleEndian.Uint32(d.b[at:]))
		length := uint64(binary.LittleEndian.Uint32(d.b[at+4:]))
		if tag >= tagEnd || tag < 0 {
			d.newer(at) // a section that is unknown
			return
		}
		if tag <= last {
			d.fail(0, at, "sections must rise")
			return
		}
		if length == 0 {
			d.fail(tag, at+4, "it is empty; leave it out")
			return
		}
		if length > uint64(len(d.b)-offset) {
			d.fail(tag, at+4, "the file ends inside it")
			return
		}
		sections[tag] = section{offset, int(length)}
		offset += int(length)
		last = tag
	}
	if offset != len(d.b) {
		d.fail(0, offset, "bytes follow its end")
	}
	return
}

// bytes returns a section that must have exactly want bytes.
func (d *decoder) bytes(s section, tag, want int) []byte {
	if s.length != want {
		d.fail(tag, s.offset, "its length does not fit the catalog")
		return nil
	}
	return d.b[s.offset : s.offset+s.length : s.offset+s.length]
}

// keys reads: count u32; count × length uvarint; all bytes.
func (d *decoder) keys(s section, k *Keys, limit int) {
	if d.err != nil || s.length == 0 {
		return
	}
	tag := tagTokens
	if limit == MaxItems {
		tag = tagItems
	}
	r := reader{b: d.b[:s.offset+s.length], at: s.offset}
	count := r.u32()
	if r.bad || count == 0 || count > uint32(limit) || int(count) > s.length {
		d.fail(tag, s.offset, "its count is 0 or too large")
		return
	}
	start := make([]uint32, 1, count+1)
	end := uint32(0)
	for range count {
		length := r.uvarint()
		r.bad = r.bad || length > MaxKey // so that no sum overflows
		end += length
		start = append(start, end)
	}
	if r.bad || int(end) != len(r.b)-r.at {
		d.fail(tag, r.at, "its parts do not sum to the whole")
		return
	}
	k.start, k.text = start, string(r.b[r.at:])
	if i, detail := k.index(); detail != "" {
		d.fail(tag, r.at+int(start[i]), detail)
	}
}

// sparse reads: scale i32; total u32; rows × count uvarint; total × target
// uvarint, each row's first as it is and the others as gap − 1; total × weight int8.
func (d *decoder) sparse(s section, tag int, m *Sparse, items, rows int) {
	if d.err != nil || s.length == 0 {
		return
	}
	r := reader{b: d.b[:s.offset+s.length], at: s.offset}
	scale, total := int32(r.u32()), r.u32()
	if r.bad || scale < 0 || scale > MaxScale {
		d.fail(tag, s.offset, "a value is outside its range")
		return
	}
	// An entry takes at least a byte of target and one of weight, a row one of count.
	if total == 0 || total > MaxEntries || rows+2*int(total) > s.length {
		d.fail(tag, s.offset+4, "its count is 0 or too large")
		return
	}
	m.Scale = scale
	m.Start, m.Target = d.rows(&r, tag, rows, items, total)
	for row := range m.Rows() {
		for _, target := range m.Target[m.Start[row]:m.Start[row+1]] {
			if int(target) == row {
				d.fail(tag, r.at, "a target is the row's own item")
				return
			}
		}
	}
	if len(r.b)-r.at != int(total) {
		d.fail(tag, r.at, "its parts do not sum to the whole")
		return
	}
	m.Weight = r.b[r.at:]
}

// labels reads: total u32; rows and targets as in sparse.
func (d *decoder) labels(s section, l *Lists, items, tokens int) {
	if d.err != nil || s.length == 0 {
		return
	}
	r := reader{b: d.b[:s.offset+s.length], at: s.offset}
	total := r.u32()
	if r.bad || total == 0 || total > MaxLabels*MaxItems || items+int(total) > s.length {
		d.fail(tagLabels, s.offset, "its count is 0 or too large")
		return
	}
	l.Start, l.Target = d.rows(&r, tagLabels, items, tokens, total)
	for row := range len(l.Start) - 1 {
		if l.Start[row+1]-l.Start[row] > MaxLabels {
			d.fail(tagLabels, s.offset, "its count is 0 or too large")
			return
		}
	}
	if r.at != len(r.b) {
		d.fail(tagLabels, r.at, "bytes follow its end")
	}
}

// rows reads: rows × count uvarint, which sum to total; total × target uvarint,
// below limit, each row's first as it is and the others as gap − 1.
func (d *decoder) rows(r *reader, tag, rows, limit int, total uint32) (start, targets []uint32) {
	start = make([]uint32, 1, rows+1)
	end := uint32(0)
	for range rows {
		if end += r.uvarint(); r.bad || end > total {
			break
		}
		start = append(start, end)
	}
	if r.bad || end != total {
		d.fail(tag, r.at, "its parts do not sum to the whole")
		return nil, nil
	}
	targets = make([]uint32, total)
	for row := range rows {
		next := uint32(0)
		for i := start[row]; i < start[row+1]; i++ {
			gap := r.uvarint()
			target := next + gap
			if r.bad || gap >= uint32(limit) || target >= uint32(limit) {
				d.fail(tag, r.at, "a target is beyond the last item or token")
				return nil, nil
			}
			targets[i] = target
			next = target + 1
		}
	}
	return start, targets
}

// rules reads a message of Rules.
func (d *decoder) rules(s section, m *Rules, items, tokens int) {
	if d.err != nil || s.length == 0 {
		return
	}
	// Its own error says which rule and field; offsets are within the section.
	if err := m.UnmarshalBinary(d.b[s.offset : s.offset+s.length]); err != nil {
		wrong := err.(*Error)
		wrong.Status = BadCatalog
		wrong.Offset += uint32(s.offset)
		d.err = wrong
		return
	}
	if wrong := m.check(items, tokens); wrong != nil {
		wrong.Offset = uint32(s.offset)
		d.err = wrong
	}
}

// params reads the fields of Params in order.
func (d *decoder) params(s section, p *Params) {
	if d.err != nil {
		return
	}
	r := reader{b: d.b[:s.offset+s.length], at: s.offset}
	p.fields(func(v *int64, least, most int64) {
		*v = r.i64()
		if r.bad {
			d.fail(tagParams, s.offset, "the file ends inside it")
		} else if *v < least || *v > most {
			d.fail(tagParams, r.at-8, "a value is outside its range")
		}
	})
	if d.err == nil && r.at != len(r.b) {
		d.fail(tagParams, r.at, "bytes follow its end")
	}
	if d.err == nil && p.totalAmount() > TotalWeight {
		d.fail(tagParams, s.offset, "the purposes' amounts sum to more than 32768")
	}
}

// A reader reads numbers and remembers whether it ran over the end.
type reader struct {
	b   []byte
	at  int
	bad bool
}

func (r *reader) u32() uint32 {
	if len(r.b)-r.at < 4 {
		r.bad = true
		return 0
	}
	v := binary.LittleEndian.Uint32(r.b[r.at:])
	r.at += 4
	return v
}

func (r *reader) i64() int64 {
	if len(r.b)-r.at < 8 {
		r.bad = true
		return 0
	}
	v := binary.LittleEndian.Uint64(r.b[r.at:])
	r.at += 8
	return int64(v)
}

// uvarint reads an unsigned LEB128 number below 2^28, in at most four bytes and
// in its shortest form, so that equal catalogs have equal bytes.
func (r *reader) uvarint() uint32 {
	if r.at < len(r.b) && r.b[r.at] < 0x80 {
		r.at++
		return uint32(r.b[r.at-1])
	}
	v := uint32(0)
	for i := range 4 {
		if r.at >= len(r.b) {
			break
		}
		c := r.b[r.at]
		r.at++
		v |= uint32(c&0x7f) << (7 * i)
		if c < 0x80 {
			r.bad = r.bad || c == 0
			return v
		}
	}
	r.bad = true
	return 0
}
