//go:build wasm || tinygo.wasm

package engine

import "unsafe"

// This file is not named kernel_wasm.go because TinyGo builds its bare
// WebAssembly target as GOARCH=arm, which that name would leave out.

// dots sets dst[i] to the product of u with row i of rows, which are int8 of
// rank columns. The work is done by wasm/kernel.wat, which checks no bounds and
// writes in fours: see padded.
func dots(dst []int32, u []int16, rows []byte, rank int) {
	if len(dst) == 0 {
		return
	}
	_, _, _ = u[rank-1], rows[len(dst)*rank-1], dst[:padded(len(dst))]
	score(unsafe.Pointer(&dst[0]), unsafe.Pointer(&u[0]), unsafe.Pointer(&rows[0]), uint32(rank), uint32(len(dst)))
}

// addVector adds a token's vector, whose entry d is factor · in[d] / 2^16, to u
// and returns its product with out. The lengths are one multiple of 16.
func addVector(u []int16, in, out []byte, factor int32) int32 {
	last := len(in) - 1
	_, _ = u[last], out[last]
	return add(unsafe.Pointer(&u[0]), unsafe.Pointer(&in[0]), unsafe.Pointer(&out[0]), factor, uint32(len(in)))
}

// addEntries adds entries of a sparse list to the scores of their targets.
// format.Decode refused a target that no score belongs to.
func addEntries(scores []int32, target []uint32, weight []byte, factor int64) {
	if len(weight) > 0 {
		_ = target[len(weight)-1]
		spread(unsafe.Pointer(&scores[0]), unsafe.Pointer(&target[0]), unsafe.Pointer(&weight[0]), factor, uint32(len(weight)))
	}
}

// addWeights adds to each score its weight, a number from 0 to 255, times factor.
// It works in fours, too: up to three bytes behind the weights are read, where the
// memory goes on, and count for nothing.
func addWeights(scores []int32, weights []byte, factor int32) {
	if len(weights) > 0 {
		_ = scores[:padded(len(weights))]
		weigh(unsafe.Pointer(&scores[0]), unsafe.Pointer(&weights[0]), factor, uint32(len(weights)))
	}
}

// firstAbove returns the first position, from the given one on, of a score of
// floor or more; len(scores) where there is none.
func firstAbove(scores []int32, from int, floor int32) int {
	start := uintptr(unsafe.Pointer(unsafe.SliceData(scores)))
	at := seek(start+4*uintptr(min(from, len(scores))), start+4*uintptr(len(scores)), floor)
	return int(at-start) / 4
}

//go:wasmimport kernel score
func score(dst, u, rows unsafe.Pointer, rank, n uint32)

//go:wasmimport kernel add
func add(u, in, out unsafe.Pointer, factor int32, rank uint32) int32

//go:wasmimport kernel spread
func spread(scores, target, weight unsafe.Pointer, factor int64, n uint32)

//go:wasmimport kernel weigh
func weigh(scores, weights unsafe.Pointer, factor int32, n uint32)

//go:wasmimport kernel seek
func seek(at, end uintptr, floor int32) uintptr
