//go:build !wasm && !tinygo.wasm

package engine

// dots sets dst[i] to the product of u with row i of rows, which are int8 of
// rank columns. It is the plain twin of wasm/kernel.wat: the same integers.
//
// Sixteen dimensions at a time, the step of ranks, without a check of bounds
// each: builders measure every recipe through it, so its time is theirs.
func dots(dst []int32, u []int16, rows []byte, rank int) {
	for i := range dst {
		row, rest := rows[i*rank:(i+1)*rank], u[:rank]
		var even, odd int32
		for len(rest) >= 16 && len(row) >= 16 {
			v, r := (*[16]int16)(rest), (*[16]byte)(row)
			even += int32(v[0])*int32(int8(r[0])) + int32(v[1])*int32(int8(r[1])) + int32(v[2])*int32(int8(r[2])) + int32(v[3])*int32(int8(r[3]))
			odd += int32(v[4])*int32(int8(r[4])) + int32(v[5])*int32(int8(r[5])) + int32(v[6])*int32(int8(r[6])) + int32(v[7])*int32(int8(r[7]))
			even += int32(v[8])*int32(int8(r[8])) + int32(v[9])*int32(int8(r[9])) + int32(v[10])*int32(int8(r[10])) + int32(v[11])*int32(int8(r[11]))
			odd += int32(v[12])*int32(int8(r[12])) + int32(v[13])*int32(int8(r[13])) + int32(v[14])*int32(int8(r[14])) + int32(v[15])*int32(int8(r[15]))
			rest, row = rest[16:], row[16:]
		}
		dst[i] = even + odd
	}
}

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
