// Package headless runs the engine outside a page: the same engine.wasm that
// browsers load, under wazero, or the Go package itself.
package headless

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	"privet/engine/format"
	"privet/wasm/abi"
	"privet/wasm/endpoint"
)

// A Guest is one new engine for one visitor, however it runs. A Call's error
// means that the guest is of no more use; what the engine refuses is a Reply.
type Guest interface {
	Call(op abi.Op, request []byte) (Reply, error)
	Close() error
}

// A Reply is what an operation answered: its response, or a format.Failure.
type Reply struct {
	Status format.Status
	Body   []byte
}

// ErrTrap says that the engine stopped in the middle of a call.
var ErrTrap = errors.New("the engine trapped")

// errReply says that a guest broke the ABI.
var errReply = errors.New("the reply does not follow the ABI: see wasm/abi")

// Native returns a guest that is the Go package itself.
func Native() (Guest, error) { return native{endpoint.New()}, nil }

type native struct{ endpoint *endpoint.Endpoint }

func (n native) Call(op abi.Op, request []byte) (reply Reply, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%w: %v", ErrTrap, r)
		}
	}()
	if len(request) > abi.MaxRequest {
		return Reply{}, tooLong(len(request))
	}
	// The engine keeps a catalog's and a trend's bytes, which here are the caller's.
	if op == abi.Load || op == abi.Trend {
		request = slices.Clone(request)
	}
	return parseReply(n.endpoint.Call(op, request))
}

func (n native) Close() error { return nil }

// parseReply takes a framed reply apart, and copies its body, which the next
// call overwrites.
func parseReply(framed []byte) (Reply, error) {
	if len(framed) < abi.ReplyHeader || binary.LittleEndian.Uint16(framed[2:]) != 0 ||
		binary.LittleEndian.Uint32(framed[4:]) != uint32(len(framed)-abi.ReplyHeader) {
		return Reply{}, errReply
	}
	return Reply{
		Status: format.Status(binary.LittleEndian.Uint16(framed)),
		Body:   slices.Clone(framed[abi.ReplyHeader:]),
	}, nil
}

func tooLong(n int) error {
	return &format.Error{Status: format.TooLarge, Record: "call", Field: "n",
		Detail: fmt.Sprintf("a request of %d bytes is over the limit of %d", n, abi.MaxRequest)}
}
