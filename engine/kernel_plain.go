//go:build !wasm && !tinygo.wasm

package engine

// The plain twins of wasm/kernel.wat: the same integers.

// addVector adds a token's vector, whose entry d is factor · in[d] / 2^16, to u
// and returns its product with out. Rounding is a token's own, so that vectors
// add up exactly. The entries fit int16.
func addVector(u []int16, in, out []byte, factor int32) int32 {
	sum := int32(0)
	u, out = u[:len(in)], out[:len(in)]
	for d, v := range in {
		q := (factor*int32(int8(v)) + 1<<15) >> 16
		u[d] += int16(q)
		sum += q * int32(int8(out[d]))
	}
	return sum
}

// addEntries adds entries of a sparse list to the scores of their targets, which
// are all there.
func addEntries(scores []int32, target []uint32, weight []byte, factor int64) {
	for i, v := range weight {
		scores[target[i]] += entryScore(factor, v)
	}
}

// addWeights adds to each score its weight, a number from 0 to 255, times factor.
func addWeights(scores []int32, weights []byte, factor int32) {
	scores = scores[:len(weights)]
	for i, w := range weights {
		scores[i] += factor * int32(w)
	}
}

// firstAbove returns the first position, from the given one on, of a score of
// floor or more; len(scores) where there is none.
func firstAbove(scores []int32, from int, floor int32) int {
	for i, score := range scores[from:] {
		if score >= floor {
			return from + i
		}
	}
	return len(scores)
}
