package abi

// The operations of the other module, joiner.wasm, which has the same exports. A
// catalog that is too large for every page is published as a head and shards;
// the joiner makes an ordinary catalog of those that a page has.
const (
	Head      Op = 101
	Shard     Op = 102
	Join      Op = 103
	JoinTrend Op = 104
)

// A JoinOperation describes one of them. Requests and responses are files' bytes.
type JoinOperation struct {
	Op   Op
	Name string
	Doc  string
}

// JoinOperations lists every operation of the joiner, by Op.
var JoinOperations = [...]JoinOperation{
	{Head, "head", "takes a head, and drops what it had before"},
	{Shard, "shard", "takes a shard"},
	{Join, "join", "takes nothing, and returns the catalog of all that it has"},
	{JoinTrend, "joinTrend", "takes a trend of the head, and returns one of the catalog that join returned"},
}
