package read

// Limits bound what a file may make the reader hold or do.
type Limits struct {
	Bytes   int64 // of a file after decompression
	Record  int   // bytes of one row
	Columns int   // of one file
	Items   int   // distinct items
	Events  int   // events kept
}

// DefaultLimits are far above what one machine trains on, and far below what
// a hostile file could ask for.
var DefaultLimits = Limits{
	Bytes:   64 << 30,
	Record:  1 << 20,
	Columns: 256,
	Items:   1 << 20, // format.MaxItems
	Events:  200 << 20,
}

// Lengths in bytes that fields may have. The id's is the catalog format's.
const (
	maxID      = 256
	maxText    = 2000 // title, category, address…
	maxValue   = 100  // a tag or a context value
	maxTags    = 32   // tags of one item
	maxExtra   = 32   // further columns of items that are passed on
	maxAliases = 2048 // of one item: Shopify allows that many variants
)
