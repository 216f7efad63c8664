// Package abi says how a host calls the engine inside a WebAssembly module: the
// operations, the framing and the limits. The layouts of the messages are the
// structs of engine/format/messages.go. Both are turned by the generator into
// engine/format/messages_gen.go and web/src/abi.gen.ts.
//
// The module exports its memory as "memory" and three functions:
//
//	abi_version() i32          Version
//	buffer(n i32) ptr i32      room for a request of n bytes; 0 where n exceeds MaxRequest
//	call(op i32, n i32) ptr i32  run op on the n bytes of the last buffer; points at the reply
//
// A reply is a u16 Status, a u16 zero, a u32 length and that many bytes of body:
// the op's response, or format.Failure where the status is not OK. It is valid
// until the next buffer or call. A trap poisons the instance: make a new one.
package abi

//go:generate go run ./gen

// Version is raised by every change that an older host would misunderstand.
const Version = 2

// MaxRequest bounds a request in bytes. Only a catalog comes near it.
const MaxRequest = 256 << 20

// ReplyHeader is the length of a reply before its body.
const ReplyHeader = 8

// The names of the module's exports.
const (
	ExportMemory  = "memory"
	ExportVersion = "abi_version"
	ExportBuffer  = "buffer"
	ExportCall    = "call"
)

// An Op is an operation of the engine. Its value crosses the ABI: never renumber.
type Op uint32

const (
	Load    Op = 1
	Consent Op = 2
	Observe Op = 3
	Rank    Op = 4
	Explain Op = 5
	Forget  Op = 6
	Export  Op = 7
	Items   Op = 8
	Trend   Op = 9
)

// An Operation describes an Op: its name and its messages in engine/format.
type Operation struct {
	Op       Op
	Name     string
	Request  string // "" where the request is a file's bytes
	Response string // "" where the response has no body
}

// Operations lists every operation, by Op.
var Operations = [...]Operation{
	{Load, "load", "", "CatalogInfo"},
	{Consent, "consent", "Consent", ""},
	{Observe, "observe", "ObserveRequest", "Observed"},
	{Rank, "rank", "RankRequest", "Ranking"},
	{Explain, "explain", "ExplainRequest", "Explanation"},
	{Forget, "forget", "ForgetRequest", "Forgotten"},
	{Export, "export", "ExportRequest", "Profile"},
	{Items, "items", "ItemsRequest", "Items"},
	{Trend, "trend", "", "TrendInfo"},
}
