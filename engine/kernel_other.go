//go:build !wasm && !tinygo.wasm && !amd64

package engine

// dots sets dst[i] to the product of u with row i of rows, which are int8 of
// rank columns.
func dots(dst []int32, u []int16, rows []byte, rank int) {
	for i := range dst {
		row, sum := rows[i*rank:(i+1)*rank], int32(0)
		for d, v := range u[:len(row)] {
			sum += int32(v) * int32(int8(row[d]))
		}
		dst[i] = sum
	}
}
