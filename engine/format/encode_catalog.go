package format

import "encoding/binary"

// Encode writes a catalog, and reads it back to be sure that it is one.
// Equal catalogs have equal bytes.
func Encode(c *Catalog) ([]byte, error) {
	b := appendCatalog(c)
	if _, err := Decode(b); err != nil {
		return nil, err
	}
	return b, nil
}

func appendCatalog(c *Catalog) []byte {
	return appendFile("PVTC", CatalogVersion, [tagEnd][]byte{
		tagParams:   appendParams(nil, c.Params),
		tagItems:    appendKeys(nil, &c.Items),
		tagBias:     c.Bias,
		tagOut:      c.Out,
		tagIn:       c.In,
		tagGain:     c.Gain,
		tagTokens:   appendKeys(nil, &c.Tokens),
		tagTokenIn:  c.TokenIn,
		tagTaste:    appendSparse(nil, &c.Taste),
		tagNext:     appendSparse(nil, &c.Next),
		tagTogether: appendSparse(nil, &c.Together),
		tagLabels:   appendLists(nil, &c.Labels),
		tagRules:    appendRules(nil, &c.Rules),
	})
}

// appendFile returns a file of those payloads that are not empty.
func appendFile(magic string, version uint16, payloads [tagEnd][]byte) []byte {
	var table, body []byte
	for tag, payload := range payloads {
		if len(payload) == 0 {
			continue
		}
		table = binary.LittleEndian.AppendUint32(table, uint32(tag))
		table = binary.LittleEndian.AppendUint32(table, uint32(len(payload)))
		body = append(body, payload...)
	}
	b := binary.LittleEndian.AppendUint16([]byte(magic), version)
	b = binary.LittleEndian.AppendUint16(b, uint16(len(table)/8))
	return append(append(b, table...), body...)
}

func appendRules(b []byte, m *Rules) []byte {
	if len(m.Rules) == 0 {
		return b
	}
	return m.AppendTo(b)
}

func appendParams(b []byte, p Params) []byte {
	p.fields(func(v *int64, _, _ int64) { b = binary.LittleEndian.AppendUint64(b, uint64(*v)) })
	return b
}

func appendKeys(b []byte, k *Keys) []byte {
	if k.Len() == 0 {
		return b
	}
	b = binary.LittleEndian.AppendUint32(b, uint32(k.Len()))
	for i := range k.Len() {
		b = binary.AppendUvarint(b, uint64(len(k.At(i))))
	}
	return append(b, k.text...)
}

func appendSparse(b []byte, m *Sparse) []byte {
	if len(m.Target) == 0 {
		return b
	}
	b = binary.LittleEndian.AppendUint32(b, uint32(m.Scale))
	b = binary.LittleEndian.AppendUint32(b, uint32(len(m.Target)))
	return append(appendRows(b, m.Start, m.Target), m.Weight...)
}

func appendLists(b []byte, l *Lists) []byte {
	if len(l.Target) == 0 {
		return b
	}
	b = binary.LittleEndian.AppendUint32(b, uint32(len(l.Target)))
	return appendRows(b, l.Start, l.Target)
}

// appendRows writes the rows' counts, and then each row's first target as it is
// and the others as gap − 1.
func appendRows(b []byte, start, targets []uint32) []byte {
	for row := range len(start) - 1 {
		b = binary.AppendUvarint(b, uint64(start[row+1]-start[row]))
	}
	for row := range len(start) - 1 {
		next := uint32(0)
		for _, target := range targets[start[row]:start[row+1]] {
			b = binary.AppendUvarint(b, uint64(target-next))
			next = target + 1
		}
	}
	return b
}
