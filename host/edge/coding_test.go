package edge

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestRepresent(t *testing.T) {
	all := NewFile("a.json", []byte("plain"), []byte("brotli"), []byte("gzip"))
	zipped := NewFile("a.json", []byte("plain"), nil, []byte("gzip"))
	for _, test := range []struct {
		accept string
		file   File
		want   string
		why    string
	}{
		{"", all, "plain", "nothing is said, and a client from before codings says nothing"},
		{"br", all, "brotli", ""},
		{"gzip", all, "gzip", ""},
		{"gzip, br", all, "brotli", "of two liked the same, the smaller"},
		{"*", all, "brotli", "any will do"},
		{"*;q=0.1", all, "brotli", ""},
		{"gzip;q=0.5, *;q=0.4", all, "gzip", "brotli is one of the others"},
		{"gzip;q=0.5, *;q=0.6", all, "brotli", ""},
		{"br;q=0, *", all, "gzip", "named is not one of the others"},
		{"br", zipped, "plain", "it is not kept"},
		{"br, gzip;q=0.1", zipped, "gzip", ""},
		{"br;q=0.2, gzip;q=0.3", all, "gzip", ""},
		{"br;q=0.002, gzip;q=0.001", all, "brotli", ""},
		{"identity", all, "plain", ""},
		{"identity;q=0.5, br;q=0.4", all, "plain", ""},
		{"identity;q=0.5, br;q=0.5", all, "brotli", ""},
		{"identity;q=0, br", all, "brotli", ""},
		{"identity;q=0", all, "plain", "refused, but there is nothing else"},
		{"*;q=0", all, "plain", ""},
		{"BR;Q=1", all, "brotli", "case does not matter"},
		{"x-gzip", all, "gzip", "its name of old"},
		{" br ; q=1 ,gzip", all, "brotli", "space around everything"},
		{",,br,", all, "brotli", "empty elements"},
		{"brotli, zstd, deflate", all, "plain", "codings of other names"},
		{"br;q=", all, "plain", "no weight is a refusal"},
		{"br;q=x, gzip", all, "gzip", ""},
		{"br;q=2", all, "plain", "out of range"},
		{"br;q=-1", all, "plain", ""},
		{"br;q=NaN", all, "plain", ""},
		{"br;level=1", all, "plain", "no such parameter"},
	} {
		require.Equal(t, test.want, string(test.file.represent(test.accept).body), "%q: %s", test.accept, test.why)
	}
}

func TestRepresent_validatorsDiffer(t *testing.T) {
	file := NewFile("a.json", []byte("plain"), []byte("brotli"), []byte("gzip"))
	tags := map[string]bool{}
	for _, accept := range []string{"identity", "br", "gzip"} {
		tags[file.represent(accept).etag] = true
	}
	require.Len(t, tags, 3, "a strong validator stands for exact bytes")

	changed := NewFile("a.json", []byte("other"), []byte("brotli"), []byte("gzip"))
	require.NotEqual(t, file.represent("br").etag, changed.represent("br").etag)
}

func FuzzRepresent(f *testing.F) {
	for _, seed := range []string{"gzip, deflate, br", "br;q=0.5, *;q=0", "identity;q=0", ";;q=,,=", "\x00;q=1e400"} {
		f.Add(seed)
	}
	file := NewFile("a.json", []byte("plain"), []byte("brotli"), []byte("gzip"))
	f.Fuzz(func(t *testing.T, accept string) {
		got := file.represent(accept)
		require.Contains(t, []string{"plain", "brotli", "gzip"}, string(got.body))
		require.Equal(t, got, file.represent(accept+","), "an empty element adds nothing")
		require.Equal(t, "plain", string(file.represent("br;q=0,gzip;q=0,"+"*;q=0").body))
	})
}
