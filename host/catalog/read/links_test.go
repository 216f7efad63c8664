package read

import (
	"testing"

	"github.com/stretchr/testify/require"

	"privet/host/catalog/dataset"
)

func TestLinks(t *testing.T) {
	l := newLinks([]dataset.Item{
		{ID: "a", URL: "https://x.org/p/a"}, {ID: "b", URL: "/p?id=b"}, {ID: "c", URL: "/p?id=c"}, {ID: "d", URL: "p/d%C3%BC/"}, {ID: "e"}, {ID: "f", URL: "https://x.org"},
	})
	for address, want := range map[string]string{
		"/p/a": "a", "/p/a/": "a", "/p/a?x=1": "a", "https://other.org/p/a#top": "a",
		"/p?id=b": "b", "/p?id=c": "c", "/p?id=d": "/p?id=d", "/p": "/p",
		"/p/d%c3%bc": "d", "/p/dü": "d", "/": "/", "": "", "/%zz": "/%zz", "/P/a": "/P/a",
	} {
		require.Equal(t, want, string(l.item([]byte(address))), address)
	}
}
