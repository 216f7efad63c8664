package format

import "encoding/binary"

// A shard file adds the items of one category to a catalog that was split: its
// head is an ordinary catalog file, which ranks on its own. All little-endian:
//
//	magic    [4]byte  "PVTS"
//	version  u16      ShardVersion
//	sections u16      how many
//	table, payloads   as in a catalog file, with the same tags
//
// Where a catalog has its params a shard says what it belongs to: head u32 items,
// u32 Keys.Digest of them, u32 tokens, u32 rank. It has no tokens of its own.

// ShardVersion is the version of shard files that this package reads and writes.
const ShardVersion = 1

// A Shard is what a catalog has more with it than without: S items. The head has
// H items and T tokens. Item H + i is the shard's item i.
type Shard struct {
	Head   int    // H
	Digest uint32 // Keys.Digest of the head's items
	Tokens int    // T
	Rank   int
	Items  Keys   // S item ids
	Bias   []byte // S, as in a Catalog; so are the others
	Out    []byte // S × Rank
	In     []byte // S × Rank, or nil
	Gain   []byte // S, nil where Rank is 0
	// Rows of the head's items and of tokens have targets in the shard alone.
	Taste    Sparse // H + S + T rows
	Next     Sparse // H + S rows
	Together Sparse // H + S rows
	Labels   Lists  // S rows
	// Rules are the catalog's, one by one, with those of their items that are in
	// the shard. A rule without any never holds.
	Rules Rules
}

// Never is Rule.Until of a rule that stands only for its items in other shards.
const Never = 1

// DecodeShard reads a shard. The result refers to b, which must not change any
// more. Every error is a *Error of status BadCatalog or NewerVersion.
func DecodeShard(b []byte) (*Shard, error) {
	if len(b) < headerSize || string(b[:4]) != "PVTS" {
		return nil, &Error{Status: BadCatalog, Record: "shard", Field: sectionNames[0], Detail: "this is not a shard: it does not start with PVTS"}
	}
	if binary.LittleEndian.Uint16(b[4:]) != ShardVersion {
		return nil, &Error{Status: NewerVersion, Record: "shard", Field: sectionNames[0], Offset: 4,
			Detail: "it is of another version; update Privet or build it again"}
	}
	s, d := &Shard{}, decoder{b: b}
	s.decode(&d)
	if d.err != nil {
		d.err.(*Error).Record = "shard"
		return nil, d.err
	}
	return s, nil
}

func (s *Shard) decode(d *decoder) {
	sections := d.table("PVTS", ShardVersion)
	base := sections[tagParams]
	if d.err == nil && base.length != 16 {
		d.fail(tagParams, base.offset, "its length does not fit the catalog")
	}
	d.keys(sections[tagItems], &s.Items, MaxItems)
	if d.err != nil {
		return
	}
	r := reader{b: d.b, at: base.offset}
	head, digest, tokens, rank := r.u32(), r.u32(), r.u32(), r.u32()
	if head == 0 || head > MaxItems || tokens > MaxTokens || rank > MaxRank || rank%RankStep != 0 {
		d.fail(tagParams, base.offset, "a value is outside its range")
		return
	}
	items := s.Items.Len()
	if items == 0 {
		d.fail(tagItems, 0, "there are no items")
		return
	}
	s.Head, s.Digest, s.Tokens, s.Rank = int(head), digest, int(tokens), int(rank)
	s.Bias = d.bytes(sections[tagBias], tagBias, items)
	s.Out = d.bytes(sections[tagOut], tagOut, items*s.Rank)
	if sections[tagIn].length > 0 {
		s.In = d.bytes(sections[tagIn], tagIn, items*s.Rank)
	}
	s.Gain = d.bytes(sections[tagGain], tagGain, items*min(s.Rank, 1))
	both := s.Head + items
	d.sparse(sections[tagTaste], tagTaste, &s.Taste, both, both+s.Tokens)
	d.sparse(sections[tagNext], tagNext, &s.Next, both, both)
	d.sparse(sections[tagTogether], tagTogether, &s.Together, both, both)
	d.labels(sections[tagLabels], &s.Labels, items, s.Tokens)
	d.rules(sections[tagRules], &s.Rules, both, s.Tokens)
}

// EncodeShard writes a shard, and reads it back to be sure that it is one. Equal
// shards have equal bytes.
func EncodeShard(s *Shard) ([]byte, error) {
	var base []byte
	for _, v := range [...]uint32{uint32(s.Head), s.Digest, uint32(s.Tokens), uint32(s.Rank)} {
		base = binary.LittleEndian.AppendUint32(base, v)
	}
	b := appendFile("PVTS", ShardVersion, [tagEnd][]byte{
		tagParams:   base,
		tagItems:    appendKeys(nil, &s.Items),
		tagBias:     s.Bias,
		tagOut:      s.Out,
		tagIn:       s.In,
		tagGain:     s.Gain,
		tagTaste:    appendSparse(nil, &s.Taste),
		tagNext:     appendSparse(nil, &s.Next),
		tagTogether: appendSparse(nil, &s.Together),
		tagLabels:   appendLists(nil, &s.Labels),
		tagRules:    appendRules(nil, &s.Rules),
	})
	if _, err := DecodeShard(b); err != nil {
		return nil, err
	}
	return b, nil
}
