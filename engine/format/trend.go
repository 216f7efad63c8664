package format

import "encoding/binary"

// A trend file brings a catalog's popularity up to date without its model being
// trained again, all little-endian:
//
//	magic    [4]byte  "PVTT"
//	version  u16      TrendVersion
//	zero     u16
//	items    u32      N
//	base     u32      Keys.Digest of the catalog's items
//	at       i64      seconds since the Unix epoch
//	bias     N × u8   takes the place of Catalog.Bias
//	hot      N × u8

// TrendVersion is the version of trend files that this package reads and writes.
const TrendVersion = 1

const trendHeader = 24

// A Trend is what is wanted these days, for the items of one catalog.
type Trend struct {
	Base uint32 // Keys.Digest of the catalog's items
	At   int64  // seconds since the Unix epoch: the newest event that it counts
	Bias []byte // N, popularity prior: 0 least to 255 most
	Hot  []byte // N, how much more wanted than usual: 0 not at all to 255 most
}

// Append appends the file's bytes to b.
func (t *Trend) Append(b []byte) []byte {
	b = append(b, "PVTT"...)
	b = binary.LittleEndian.AppendUint16(b, TrendVersion)
	b = binary.LittleEndian.AppendUint16(b, 0)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(t.Bias)))
	b = binary.LittleEndian.AppendUint32(b, t.Base)
	b = binary.LittleEndian.AppendUint64(b, uint64(t.At))
	return append(append(b, t.Bias...), t.Hot...)
}

// DecodeTrend reads a trend of the catalog's items. The result refers to b,
// which must not change any more. Every error is a *Error.
func DecodeTrend(b []byte, c *Catalog) (*Trend, error) {
	wrong := func(field string, offset uint32, detail string) (*Trend, error) {
		return nil, &Error{Status: BadCatalog, Record: "trend", Field: field, Offset: offset, Detail: detail}
	}
	if len(b) < trendHeader || string(b[:4]) != "PVTT" {
		return wrong("header", 0, "this is not a trend: it does not start with PVTT, or is cut short")
	}
	if binary.LittleEndian.Uint16(b[4:]) != TrendVersion || binary.LittleEndian.Uint16(b[6:]) != 0 {
		return nil, &Error{Status: NewerVersion, Record: "trend", Field: "header", Offset: 4,
			Detail: "the trend is of another version than 1; update Privet or make the trend again"}
	}
	n := c.Items.Len()
	t := &Trend{Base: binary.LittleEndian.Uint32(b[12:]), At: int64(binary.LittleEndian.Uint64(b[16:]))}
	switch {
	case binary.LittleEndian.Uint32(b[8:]) != uint32(n) || t.Base != c.Items.Digest():
		return wrong("base", 8, "the trend is of another catalog's items; make it again from this catalog")
	case t.At < 0:
		return wrong("at", 16, "it must be seconds since 1970")
	case len(b) != trendHeader+2*n:
		return wrong("bias", trendHeader, "its length does not fit the number of items")
	}
	t.Bias, t.Hot = b[trendHeader:trendHeader+n:trendHeader+n], b[trendHeader+n:]
	return t, nil
}
