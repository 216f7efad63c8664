// Package joiner puts a catalog's head and shards together, call by call. It is
// what joiner.wasm has behind its exports: a module of its own, so that nobody
// loads it whose catalog is in one piece.
package joiner

import (
	"privet/engine/format"
	"privet/wasm/abi"
)

// A Joiner makes one catalog. Its zero value has nothing yet.
type Joiner struct {
	head   []byte
	shards [][]byte
	joined []byte
	reply  []byte // of the last call
}

// Call runs an operation of abi.JoinOperations and returns its reply as package
// abi describes it, valid until the next call. The bytes of a request are kept:
// they must not change.
func (j *Joiner) Call(op abi.Op, request []byte) []byte {
	var header [abi.ReplyHeader]byte
	body, err := j.run(op, request)
	if err != nil {
		wrong := err.(*format.Error) // format returns no other
		failure := wrong.Failure()
		body = failure.AppendTo(nil)
		header[0], header[1] = byte(wrong.Status), byte(wrong.Status>>8)
	}
	n := uint32(len(body))
	header[4], header[5], header[6], header[7] = byte(n), byte(n>>8), byte(n>>16), byte(n>>24)
	j.reply = append(header[:], body...)
	return j.reply
}

func (j *Joiner) run(op abi.Op, request []byte) (body []byte, err error) {
	switch op {
	case abi.Head:
		*j = Joiner{head: request}
	case abi.Shard:
		j.shards = append(j.shards, request)
	case abi.Join:
		j.joined, err = format.Join(j.head, j.shards)
		return j.joined, err
	case abi.JoinTrend:
		return format.JoinTrend(request, j.head, j.joined)
	default:
		return nil, &format.Error{Status: format.UnknownOp, Record: "call", Field: "op",
			Detail: "it is unknown"}
	}
	return nil, nil
}
