package format

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"
)

func trendOf(c *Catalog) *Trend {
	return &Trend{Base: c.Items.Digest(), At: 1_700_000_000, Bias: []byte{1, 2, 255}, Hot: []byte{0, 255, 7}}
}

func TestTrend_roundTrip(t *testing.T) {
	c := small(t)
	want := trendOf(c)
	got, err := DecodeTrend(want.Append(nil), c)
	require.NoError(t, err)
	require.Equal(t, want, got)
}

func TestDecodeTrend_refuses(t *testing.T) {
	c := small(t)
	for name, x := range map[string]struct {
		spoil  func(b []byte) []byte
		status Status
	}{
		"magic":       {func(b []byte) []byte { b[3] = 'C'; return b }, BadCatalog},
		"version":     {func(b []byte) []byte { b[4] = 2; return b }, NewerVersion},
		"items":       {func(b []byte) []byte { b[8] = 4; return b }, BadCatalog},
		"base":        {func(b []byte) []byte { b[12]++; return b }, BadCatalog},
		"before 1970": {func(b []byte) []byte { b[23] = 0x80; return b }, BadCatalog},
		"cut":         {func(b []byte) []byte { return b[:len(b)-1] }, BadCatalog},
		"left over":   {func(b []byte) []byte { return append(b, 0) }, BadCatalog},
		"empty":       {func([]byte) []byte { return nil }, BadCatalog},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := DecodeTrend(x.spoil(trendOf(c).Append(nil)), c)
			var e *Error
			require.ErrorAs(t, err, &e)
			require.Equal(t, x.status, e.Status)
		})
	}
}

// A digest tells lists of keys apart by keys, by their order and by where one ends.
func TestKeys_digest(t *testing.T) {
	seen := map[uint32][]string{}
	for _, keys := range [][]string{{"a", "b"}, {"b", "a"}, {"ab"}, {"a", "bc"}, {"ab", "c"}, {"a", "b", "c"}} {
		k, err := NewKeys(keys)
		require.NoError(t, err)
		require.NotContains(t, seen, k.Digest())
		seen[k.Digest()] = keys
	}
}

func FuzzDecodeTrend(f *testing.F) {
	c := small(f)
	f.Add(trendOf(c).Append(nil))
	f.Fuzz(func(t *testing.T, b []byte) {
		got, err := DecodeTrend(b, c)
		if err != nil {
			var e *Error
			require.True(t, errors.As(err, &e))
			return
		}
		require.Equal(t, b, got.Append(nil))
	})
}
