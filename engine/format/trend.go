package format

import "encoding/binary"

// A trend file brings a catalog's popularity up to date without its model being
// trained again, all little-endian:
//
//	magic    [4]byte  "PVTT"
//	version  u32      TrendVersion
//	items    u32      N
//	base     u32      Keys.Digest of the catalog's items
//	at       i64      seconds since the Unix epoch
//	bias     N × u8   takes the place of Catalog.Bias
//	hot      N × u8

// TrendVersion is the version of trend files that this package reads and writes.
const TrendVersion = 1

const (
	trendHeader = 24
	trendMagic  = 'P' | 'V'<<8 | 'T'<<16 | 'T'<<24
)

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
	b = binary.LittleEndian.AppendUint32(b, TrendVersion)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(t.Bias)))
	b = binary.LittleEndian.AppendUint32(b, t.Base)
	b = binary.LittleEndian.AppendUint64(b, uint64(t.At))
	return append(append(b, t.Bias...), t.Hot...)
}

// DecodeTrend reads a trend of the catalog's items. The result refers to b,
// which must not change any more. Every error is a *Error.
func DecodeTrend(b []byte, c *Catalog) (*Trend, error) {
	n := c.Items.Len()
	t, r := &Trend{}, reader{b: b}
	magic, version, items := r.u32(), r.u32(), r.u32()
	t.Base, t.At = r.u32(), r.i64()
	if r.bad || magic != trendMagic || version == TrendVersion && (items != uint32(n) || t.Base != c.Items.Digest() || t.At < 0 || len(b) != trendHeader+2*n) {
		return nil, &Error{Status: BadCatalog, Record: "trend", Field: "header", Detail: "it is not a trend of the loaded catalog; make it again"}
	}
	if version != TrendVersion {
		return nil, &Error{Status: NewerVersion, Record: "trend", Field: "header", Offset: 4, Detail: "it is of another version; update Privet or build it again"}
	}
	t.Bias, t.Hot = b[trendHeader:trendHeader+n:trendHeader+n], b[trendHeader+n:]
	return t, nil
}
