//go:build wasm || tinygo.wasm

package engine

import "unsafe"

// This file is not named kernel_wasm.go because TinyGo builds its bare
// WebAssembly target as GOARCH=arm, which that name would leave out.

// dots sets dst[i] to the product of u with row i of rows, which are int8 of
// rank columns. The work is done by wasm/kernel.wat, which checks no bounds.
func dots(dst []int32, u []int16, rows []byte, rank int) {
	if len(dst) == 0 {
		return
	}
	_, _ = u[rank-1], rows[len(dst)*rank-1]
	score(unsafe.Pointer(&dst[0]), unsafe.Pointer(&u[0]), unsafe.Pointer(&rows[0]), uint32(rank), uint32(len(dst)))
}

//go:wasmimport kernel score
func score(dst, u, rows unsafe.Pointer, rank, n uint32)
