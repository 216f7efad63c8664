package format

// The messages that cross the ABI. Each struct here is a layout: fields in this
// order, little-endian, no padding. A string is a u16 length and UTF-8 bytes; a
// list is a u32 count and its elements; a nested struct is its fields. The tag
// `max` bounds a list's count or a string's bytes, and a decoder refuses more.
//
// messages_gen.go and web/src/abi.gen.ts are generated from this file by
// `go generate ./wasm/abi`.

// An Event is one thing that a visitor did.
type Event struct {
	ID       uint32 // given by the log, rising, unique in one profile
	At       int64  // milliseconds since the Unix epoch
	Kind     Kind
	Purposes uint16 // purpose.Set under which it was recorded
	Key      string `max:"256"` // item id; for Declare the attribute, "category=Lanterns"
}

// A Kind says what a visitor did. Its value is stored: never renumber.
type Kind uint8

const (
	View    Kind = 1 // looked at an item
	Add     Kind = 2 // put an item into the basket
	Buy     Kind = 3 // bought an item
	Like    Kind = 4 // said that an item is liked
	Dismiss Kind = 5 // said that an item is not wanted
	Declare Kind = 6 // declared an interest: Key is an attribute
	// KindCount is one more than the largest kind.
	KindCount = 7
)

// Consent is the visitor's record of what is allowed.
type Consent struct {
	Version uint16 // ConsentVersion; a newer one allows nothing
	Granted uint16 // purpose.Set
}

// ConsentVersion is the newest consent record that this engine understands.
const ConsentVersion = 1

// CatalogInfo answers load.
type CatalogInfo struct {
	Items      uint32
	Rank       uint16 // dimensions of the factors; 0 where the catalog has none
	Neighbours uint32 // entries of the taste lists
	Sequence   uint32 // entries of the sequence lists
	Tokens     uint32 // attributes and context values that the catalog knows
}

// ObserveRequest hands events to the engine: new ones, or a stored log.
type ObserveRequest struct {
	Events []Event `max:"4096"`
}

// Observed answers observe.
type Observed struct {
	Accepted uint32
	Refused  []Refusal `max:"4096"`
	Dropped  []uint32  `max:"4096"` // ids of the oldest events, gone because the log is full
}

// A Refusal names an event that the engine set aside, and why.
type Refusal struct {
	ID     uint32
	Status uint16 // a Status other than OK
}

// RankRequest asks for the best items.
type RankRequest struct {
	Now        int64    // milliseconds since the Unix epoch
	Top        uint16   // how many items to return, 1 to MaxTop
	Scope      Scope    // what is ranked
	Candidates []uint32 `max:"1048576"` // item indices; only with ScopeGiven
	Exclude    []uint32 `max:"65536"`   // item indices never returned
	Context    []string `max:"32"`      // tokens of this request, "daypart=evening"
}

// MaxTop bounds RankRequest.Top.
const MaxTop = 10000

// A Scope says which items a request ranks.
type Scope uint8

const (
	ScopeAll   Scope = 0 // the whole catalog; Candidates must be empty
	ScopeGiven Scope = 1 // Candidates alone, which may be none
)

// Ranking answers rank: best first, ties by item index.
type Ranking struct {
	Items []Ranked `max:"10000"`
}

// Ranked is one item of a ranking.
type Ranked struct {
	Item  uint32
	Score int32
}

// ExplainRequest asks why items score as they do under a request.
type ExplainRequest struct {
	Request RankRequest
	Items   []uint32 `max:"256"` // item indices to explain
}

// Explanation answers explain, in the order of ExplainRequest.Items.
type Explanation struct {
	Items []Explained `max:"256"`
}

// Explained is one item's score, taken apart. Contributions sum to Score exactly.
type Explained struct {
	Item          uint32
	Score         int32
	Position      uint32         // 1 is best; 0 where the request would not rank the item
	Contributions []Contribution `max:"8448"` // two purposes for each event, and the context
}

// A Contribution is what one token adds to one item's score.
type Contribution struct {
	Source  Source
	Purpose uint8  // purpose.Purpose; meaningless for SourcePopularity
	Item    uint32 // item index, only for SourceItem
	Key     string `max:"256"` // the item's id, or the attribute or context value
	Amount  int32
}

// A Source says what kind of thing contributed.
type Source uint8

const (
	SourcePopularity Source = 0 // what everybody likes
	SourceItem       Source = 1 // an item of the visitor's events
	SourceToken      Source = 2 // a declared interest or a context value
)

// ForgetRequest says what to forget.
type ForgetRequest struct {
	Scope   ForgetScope
	Event   uint32 // only with ForgetEvent
	Purpose uint8  // only with ForgetPurpose
}

// A ForgetScope says how much is forgotten.
type ForgetScope uint8

const (
	ForgetAll     ForgetScope = 0 // every event, and the consent record
	ForgetEvent   ForgetScope = 1 // one event
	ForgetPurpose ForgetScope = 2 // what was kept for one purpose
)

// Forgotten answers forget. A host deletes the same events from its storage.
type Forgotten struct {
	Before  uint32   // events held before
	After   uint32   // events held after
	Deleted []uint32 `max:"4096"` // ids of events that are gone
}

// ExportRequest asks for all that the engine holds about the visitor.
type ExportRequest struct{}

// Profile answers export: nothing else about the visitor exists in the engine.
type Profile struct {
	Version uint16  // ProfileVersion
	Granted uint16  // purpose.Set
	Events  []Event `max:"4096"`
}

// ProfileVersion is the version of Profile that this engine writes.
const ProfileVersion = 1

// ItemsRequest asks for the ids of a range of items.
type ItemsRequest struct {
	From  uint32
	Count uint32
}

// Items answers items.
type Items struct {
	IDs []string `max:"1048576"`
}

// Failure is the body of every reply whose status is not OK.
type Failure struct {
	Record string `max:"64"` // which structure was wrong: "catalog", "event"
	Index  uint32 // which of several, from 0
	Field  string `max:"64"` // which field of it
	Offset uint32 // byte offset in the input
	Detail string `max:"256"` // what is wrong and what to do, for people
}
