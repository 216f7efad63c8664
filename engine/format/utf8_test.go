package format

import (
	"encoding/binary"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// Every sequence of up to three bytes, and the ends of every range of four.
func TestValidUTF8_matchesLibrary(t *testing.T) {
	b := make([]byte, 4)
	for n := range uint32(1 << 24) {
		binary.BigEndian.PutUint32(b, n)
		if validUTF8(string(b[1:])) != utf8.Valid(b[1:]) { // leading zeros are characters
			require.Failf(t, "differs", "% x", b[1:])
		}
	}
	ends := []byte{0, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff}
	for n := range len(ends) * len(ends) * len(ends) * len(ends) {
		for i := range b {
			b[i], n = ends[n%len(ends)], n/len(ends)
		}
		require.Equal(t, utf8.Valid(b), validUTF8(string(b)), "% x", b)
	}
	rapid.Check(t, func(t *rapid.T) {
		text := []byte(rapid.String().Draw(t, "text"))
		require.True(t, validUTF8(string(text)))
		if len(text) > 0 {
			text[rapid.IntRange(0, len(text)-1).Draw(t, "at")] = rapid.Byte().Draw(t, "byte")
		}
		require.Equal(t, utf8.Valid(text), validUTF8(string(text)))
	})
}
