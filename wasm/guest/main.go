//go:build wasm || tinygo

// Command guest is a module that hosts call, behind the three exports of
// wasm/abi: the engine, or with the build tag joiner the joiner. It is a command
// because only those become modules.
package main

import (
	"unsafe"

	"privet/wasm/abi"
)

func main() {}

// request is what buffer gave out last.
var request []byte

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
	if keeps(abi.Op(op)) {
		request = nil
	}
	return unsafe.Pointer(unsafe.SliceData(served.Call(abi.Op(op), data)))
}
