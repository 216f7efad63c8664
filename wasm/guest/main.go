//go:build wasm || tinygo

// Command guest is the module that hosts call: an endpoint behind the three
// exports of wasm/abi. It is a command because only those become modules.
package main

import (
	"unsafe"

	"privet/wasm/abi"
	"privet/wasm/endpoint"
)

func main() {}

var (
	visitor = endpoint.New()
	request []byte // what buffer gave out last
)

//go:wasmexport abi_version
func version() uint32 { return abi.Version }

//go:wasmexport buffer
func buffer(n uint32) unsafe.Pointer {
	if n > abi.MaxRequest {
		return nil
	}
	tidy()
	if n > uint32(cap(request)) || request == nil {
		request = make([]byte, max(n, 1024))
	}
	request = request[:n]
	return unsafe.Pointer(unsafe.SliceData(request))
}

// call trusts n no further than the buffer: a longer request is cut, and its
// decoder says where.
//
//go:wasmexport call
func call(op, n uint32) unsafe.Pointer {
	data := request[:min(n, uint32(len(request)))]
	if abi.Op(op) == abi.Load || abi.Op(op) == abi.Trend {
		request = nil // the engine keeps the bytes
	}
	return unsafe.Pointer(unsafe.SliceData(visitor.Call(abi.Op(op), data)))
}
