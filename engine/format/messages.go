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
	// What a Show repeats of the ranking that it shows; 0 for other kinds.
	Position   uint16 // place in the list, from 1
	Propensity uint16 // Ranked.Propensity
	Parts      uint32 // Ranked.Parts
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
	Show    Kind = 7 // was shown an item in a list
	// KindCount is one more than the largest kind.
	KindCount = 8
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
	Variety    VarietyLimits
}

// VarietyLimits are percents, Least ≤ Usual ≤ Most: what a list has without a
// visitor's word, and how far a visitor may move it.
type VarietyLimits struct {
	Least int32
	Usual int32
	Most  int32
}

// TrendInfo answers trend.
type TrendInfo struct {
	At int64 // seconds since the Unix epoch: the newest event that it counts
}

// ObserveRequest hands events to the engine: new ones, or a stored log.
type ObserveRequest struct {
	Events []Event `max:"4096"`
}

// Observed answers observe.
type Observed struct {
	Accepted uint32
	Refused  []Refusal `max:"4096"`
	Dropped  []uint32  `max:"4096"` // ids of events that are not held: the log is full, or the item sensitive
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
	Strategy   Strategy
	Anchors    []uint32 `max:"64"` // items that the list is about; only with StrategySimilar and StrategyTogether
	Slot       string   `max:"64"` // name of the place, for the owner's rules
	Variety    uint8    // what the visitor chose: 1 + percent; 0 = what the owner chose
	Seed       uint32   // of exploration, which needs the purpose prediction; 0 = explore nothing
}

// MaxTop bounds RankRequest.Top.
const MaxTop = 10000

// A Strategy says what a list is for.
type Strategy uint8

const (
	StrategyForYou   Strategy = 0 // what the visitor may want
	StrategySimilar  Strategy = 1 // what goes with the anchors; nothing of the visitor counts
	StrategyTogether Strategy = 2 // what is bought together with the anchors
	StrategyTrending Strategy = 3 // what is wanted more than usual these days
	StrategyRecent   Strategy = 4 // what the visitor met, newest first
	StrategyContinue Strategy = 5 // what the visitor met and did not finish with, weightiest first
	// StrategyCount is one more than the largest strategy.
	StrategyCount = 6
)

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
	Item       uint32
	Score      int32
	Propensity uint16 // chance of this item in this place, 65535 = certain
	Parts      uint32 // what spoke for it, for learning; 0 without the purpose prediction
}

// ExplainRequest asks why items score as they do under a request.
type ExplainRequest struct {
	Request        RankRequest
	Items          []uint32 `max:"256"` // item indices to explain
	Counterfactual uint8    // of so many reasons an item, the largest first, tell where it would be without
}

// MaxCounterfactual bounds ExplainRequest.Counterfactual.
const MaxCounterfactual = 16

// Explanation answers explain, in the order of ExplainRequest.Items.
type Explanation struct {
	Items []Explained `max:"256"`
}

// Explained is one item's score, taken apart. Contributions sum to Score exactly.
type Explained struct {
	Item          uint32
	Score         int32
	Position      uint32         // 1 is best; 0 where the request would not rank the item
	Contributions []Contribution `max:"9216"` // two purposes for each event, the context and the rules
}

// A Contribution is what one reason adds to one item's score. A rule that moves
// an item without touching its score has the amount 0.
type Contribution struct {
	Source  Source
	Purpose uint8  // purpose.Purpose, only for SourceItem and SourceToken
	Index   uint32 // of the item, the rule or what else the source counts; of a token after those of items
	Key     string `max:"256"` // the item's id, the attribute or context value, or the rule's name
	Amount  int32
	Without uint32 // position without this reason; 0 = not asked for, NoPosition = not ranked at all
}

// NoPosition is Contribution.Without of an item that would not be ranked.
const NoPosition = 1<<32 - 1

// A Source says what kind of thing contributed.
type Source uint8

const (
	SourcePopularity Source = 0 // what everybody likes
	SourceItem       Source = 1 // an item of the visitor's events
	SourceToken      Source = 2 // a declared interest or a context value
	SourceAnchor     Source = 3 // an item that the list is about
	SourceRule       Source = 4 // a rule of the site's owner
	SourceVariety    Source = 5 // too like an item above it
	SourceLearned    Source = 6 // what the visitor took or left when it was shown
	SourceExplored   Source = 7 // chance, to learn more
	SourceHidden     Source = 8 // the visitor dismissed the item
)

// Rules are what the owner of the site wants: the section of a catalog, which
// no operation takes or returns.
type Rules struct {
	Rules []Rule `max:"4096"`
}

// A Rule is one wish of the owner's.
type Rule struct {
	Name   string `max:"64"` // explanations name it
	Action Action
	From   int64    // seconds since the Unix epoch; 0 = always
	Until  int64    // seconds since the Unix epoch, not included; 0 = always
	Slots  []string `max:"32"` // where it holds; none = everywhere
	When   []string `max:"8"`  // context values that must all be there
	Value  int32    // what the action says
	Kinds  uint16   // ActionMet: bit k is set for Kind k
	Count  uint16   // ActionMet, ActionShown: times, at least 1
	Span   int64    // ActionMet, ActionShown: seconds; 0 = for ever
	Items  []uint32 `max:"1048576"` // item indices, rising; none = all
	Labels []uint32 `max:"65536"`   // ActionLimit: token indices, rising, each a group of those Items that have it
}

// An Action says what a rule does. Its value is stored: never renumber.
type Action uint8

const (
	ActionHide      Action = 1 // never show the items
	ActionPin       Action = 2 // show the items from place Value on
	ActionBoost     Action = 3 // add Value/256 of the ranking's spread; below 0 it buries
	ActionLimit     Action = 4 // at most Value places for the items, or for each label
	ActionFloor     Action = 5 // at least Value thousandths of the places for the items
	ActionMet       Action = 6 // boost, or hide, items that the visitor met Count times by one of Kinds within Span
	ActionShown     Action = 7 // boost, or hide, items shown Count times within Span and not taken since
	ActionSensitive Action = 8 // the items say nothing of the visitor, and nothing learned shows them
)

// MaxBoost bounds Rule.Value of boosts: 16 spreads.
const MaxBoost = 4096

// HideMet is Rule.Value of ActionMet and ActionShown that hides the items.
const HideMet = -4097

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
