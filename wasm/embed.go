// Package wasm holds the engine and the joiner as WebAssembly modules, as
// wasm/build.sh built them. Nobody needs their compiler to use them; CI builds
// them again and compares.
package wasm

import _ "embed"

// Engine is the release module. Its exports are described in package abi.
//
//go:embed engine.wasm
var Engine []byte

// Joiner is the release module that makes one catalog of a head and shards. Its
// exports are the engine's, its operations abi.JoinOperations.
//
//go:embed joiner.wasm
var Joiner []byte
