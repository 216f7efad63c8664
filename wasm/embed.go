// Package wasm holds the engine as a WebAssembly module, as wasm/build.sh built
// it. Nobody needs its compiler to use it; CI builds it again and compares.
package wasm

import _ "embed"

// Engine is the release module. Its exports are described in package abi.
//
//go:embed engine.wasm
var Engine []byte
