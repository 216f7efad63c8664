//go:build (wasm || tinygo) && joiner

package main

import (
	"privet/wasm/abi"
	"privet/wasm/joiner"
)

var served joiner.Joiner

// keeps tells whether the joiner keeps a request's bytes.
func keeps(op abi.Op) bool { return op == abi.Head || op == abi.Shard }
