//go:build !wasm && !tinygo.wasm

package engine

// dots sets dst[i] to the product of u with row i of rows, which are int8 of
// rank columns. It is the plain twin of wasm/kernel.wat: the same integers.
func dots(dst []int32, u []int16, rows []byte, rank int) {
	u = u[:rank]
	for i := range dst {
		row := rows[i*rank : (i+1)*rank]
		sum := int32(0)
		for d, v := range u {
			sum += int32(v) * int32(int8(row[d]))
		}
		dst[i] = sum
	}
}
