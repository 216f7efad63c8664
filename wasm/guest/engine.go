//go:build (wasm || tinygo) && !joiner

package main

import (
	"privet/wasm/abi"
	"privet/wasm/endpoint"
)

var served = endpoint.New()

// keeps tells whether the engine keeps a request's bytes.
func keeps(op abi.Op) bool { return op == abi.Load || op == abi.Trend }
