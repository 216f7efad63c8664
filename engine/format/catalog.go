package format

import "privet/engine/purpose"

// A catalog file is a header, a table of sections and their payloads, all
// little-endian, in this order and without gaps:
//
//	magic    [4]byte  "PVTC"
//	version  u16      CatalogVersion
//	sections u16      how many
//	table    sections × { tag u32; length u32 }, tags rising
//	payloads
//
// A section that this version does not know is refused: whoever added it meant
// it to be obeyed. Never change what a written version means; add a version.

// CatalogVersion is the version of catalog files that this package reads and writes.
const CatalogVersion = 2

// Limits of a catalog. Decode refuses more, Encode refuses to write more.
const (
	MaxItems   = 1 << 20 // items
	MaxTokens  = 1 << 16 // attributes and context values
	MaxRank    = 128     // dimensions of the factors, a multiple of RankStep
	RankStep   = 16
	MaxKey     = 256     // bytes of an item id or a token key
	MaxEntries = 1 << 26 // entries of one Sparse
	MaxScale   = 1 << 20 // Sparse.Scale, Params.BiasWeight and Params.Repeat
	MaxLabels  = 16      // labels of one item
	// TotalWeight is what all token weights of one request sum to at most:
	// 1.0 in the engine's fixed point.
	TotalWeight = 1 << 15
)

// A Catalog is what a site publishes for ranking: the same for every visitor.
// N is the number of items, T the number of tokens. Items are in popularity
// order, so that ids get small and ties break sensibly.
type Catalog struct {
	Params  Params
	Items   Keys   // N item ids
	Bias    []byte // N, popularity prior: 0 least to 255 most
	Rank    int    // dimensions of the factors; 0 where there are none
	Out     []byte // N × Rank int8, row by row: what an item is found by
	In      []byte // N × Rank int8, what an item says of its visitor; nil where Out serves as In
	Gain    []byte // N + T, nil where Rank is 0: row r's in-vector counts Gain[r]/256
	Tokens  Keys   // T keys of attributes and context values, "daypart=evening"
	TokenIn []byte // T × Rank int8, nil where Rank is 0
	Taste   Sparse // N + T rows: items that go with an item or token
	Next    Sparse // N rows: items that follow an item within a visit
	// Together has N rows: items bought together with an item. Where it is empty,
	// Next serves.
	Together Sparse
	Labels   Lists // N rows: the tokens that an item has, for rules, variety and learning
	Rules    Rules // of the site's owner
}

// Lists is a short rising list of numbers for each row. An empty Lists has no rows.
type Lists struct {
	Start  []uint32 // rows + 1; row r holds entries Start[r] to Start[r+1]
	Target []uint32
}

// Row returns the list of a row, and nil where there are no rows.
func (l *Lists) Row(r int) []uint32 {
	if len(l.Start) == 0 {
		return nil
	}
	return l.Target[l.Start[r]:l.Start[r+1]]
}

// Sparse is a short list of items for each row. An empty Sparse has no rows.
type Sparse struct {
	Start  []uint32 // rows + 1; row r holds entries Start[r] to Start[r+1]
	Target []uint32 // item indices, rising within a row, never the row itself
	Weight []byte   // int8 beside each target
	Scale  int32    // an entry of weight v at token weight w adds w·Scale·v / 2^16
}

// Rows returns the number of rows.
func (s *Sparse) Rows() int { return max(len(s.Start)-1, 0) }

// Row returns the targets of a row, and nil where there are no rows.
func (s *Sparse) Row(r int) []uint32 {
	if r >= s.Rows() {
		return nil
	}
	return s.Target[s.Start[r]:s.Start[r+1]]
}

// Params say how the parts of a score are weighed. All are fixed point.
type Params struct {
	BiasWeight int32                // what popularity weighs for a visitor without events
	Fade       int32                // events (256 = one) after which it weighs half of that
	Amount     [purpose.Count]int32 // what each purpose weighs; together at most TotalWeight
	Mix        [purpose.Count]Mix   // which parts of the model each purpose uses
	KindWeight [KindCount]int32     // what one event of a kind weighs: 256 = one view
	StepDecay  int32                // session: factor for each step back, 65536 = 1
	HalfLife   int64                // history: seconds until an event weighs half; 0 = never
	VisitGap   int64                // seconds without an event after which a visit is over
	// HistoryStep is the history's further factor for each time back at which
	// anything happened, 65536 = 1: events of one time, an order's say, share a step.
	HistoryStep int32
	// Repeat is what a token that is an item says for that item itself: at token
	// weight w it adds w·Repeat / 2^9. Below 0 where who met an item wants others.
	Repeat  [purpose.Count]int32
	Variety VarietyLimits
	// Explore is how far exploration strays, in standard deviations of what was
	// learned, 256 = 1; 0 = never.
	Explore int32
}

// Mix holds shares from 0 to 256.
type Mix struct{ Factors, Taste, Next int32 }

// DefaultParams returns what a builder starts from: views count one, a
// dismissal counts against, a visit ends after half an hour (the convention of
// web analytics).
func DefaultParams() Params {
	p := Params{
		BiasWeight: 1000,
		Fade:       2 * 256,
		StepDecay:  52429, // 0.8
		HalfLife:   90 * 24 * 3600,
		VisitGap:   30 * 60,
		KindWeight: [KindCount]int32{View: 256, Add: 512, Buy: 768, Like: 768, Dismiss: -512, Declare: 512},
		Amount: [purpose.Count]int32{
			purpose.Context: 4096, purpose.Session: 10240, purpose.History: 12288,
			purpose.Interests: 4096, purpose.Region: 2048,
		},
		HistoryStep: 1 << 16,
		Variety:     VarietyLimits{Usual: 0, Most: 100},
		Explore:     64,
	}
	for i := range p.Mix {
		p.Mix[i] = Mix{Factors: 256, Taste: 256}
	}
	p.Mix[purpose.Session].Next = 256
	return p
}

// The sections of a catalog file, by tag.
const (
	tagParams = 1 + iota
	tagItems
	tagBias
	tagOut
	tagIn
	tagGain
	tagTokens
	tagTokenIn
	tagTaste
	tagNext
	tagTogether
	tagLabels
	tagRules
	tagEnd
)

// sectionNames are the Field of errors, by tag.
var sectionNames = [tagEnd]string{
	"header", "params", "items", "bias", "out", "in", "gain", "tokens", "token-in", "taste", "next",
	"together", "labels", "rules",
}
