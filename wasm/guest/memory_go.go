//go:build wasm && !tinygo

package main

// tidy has nothing to do: standard Go collects on its own.
func tidy() {}
