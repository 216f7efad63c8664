package inspect

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"privet/engine/format"
)

// pairTrend says that the second item of pair is twice as wanted as usual.
func pairTrend(t testing.TB) []byte {
	c, err := format.Decode(pair(t))
	require.NoError(t, err)
	today := format.Trend{Base: c.Items.Digest(), At: 1740816000, Bias: []byte{7, 255}, Hot: []byte{0, 64}}
	return today.Append(nil)
}

func TestFile_trend(t *testing.T) {
	t.Chdir(t.TempDir())
	write := func(name string, content []byte) { require.NoError(t, os.WriteFile(name, content, 0o644)) }
	describe := func(item string) (string, error) {
		var out bytes.Buffer
		err := File(&out, "trend.bin", Options{Item: item})
		return out.String(), err
	}
	write("trend.bin", pairTrend(t))
	_, err := describe("")
	require.EqualError(t, err, "trend.bin: a trend, which names no items: put it beside its catalog.HASH.bin")

	write("catalog.0.bin", []byte("PVTC"))
	write("catalog.1.bin", pair(t))
	text, err := describe("")
	require.NoError(t, err)
	require.Equal(t, "trend of 2025-03-01 08:00:00: 1 of 2 items are wanted more than usual\n  b: hot 64 of 255, at least 2.0 times as wanted as usual\n", text)
	text, err = describe("b")
	require.NoError(t, err)
	require.Contains(t, text, "b: popularity 255 of 255, hot 64 of 255, at least 2.0 times")
	text, err = describe("a")
	require.NoError(t, err)
	require.Contains(t, text, "a: popularity 7 of 255, not hot\n")
	_, err = describe("z")
	require.EqualError(t, err, `trend.bin: no item has the id "z"`)

	write("trend.bin", pairTrend(t)[:25])
	_, err = describe("")
	require.ErrorContains(t, err, "trend.bin: bad-catalog: trend[0].header at byte 0")
	write("trend.bin", append([]byte("PVTT"), make([]byte, 30)...))
	_, err = describe("")
	require.ErrorContains(t, err, "trend.bin: newer-version: trend")
}

func FuzzDescribeTrend(f *testing.F) {
	f.Add(pairTrend(f))
	f.Add([]byte("PVTT"))
	f.Fuzz(func(t *testing.T, content []byte) {
		dir := t.TempDir()
		require.NoError(t, os.WriteFile(filepath.Join(dir, "catalog.1.bin"), pair(t), 0o644))
		var out bytes.Buffer
		if describeTrendFile(&out, filepath.Join(dir, "trend.bin"), content, "") == nil {
			require.Contains(t, out.String(), "items are wanted more than usual")
		}
	})
}
