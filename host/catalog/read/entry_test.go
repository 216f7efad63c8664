package read

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestEntry(t *testing.T) {
	spaces := map[string]string{"g": googleSpace, "m": "http://search.yahoo.com/mrss/"}
	for text, want := range map[string]map[string]string{
		`<item><title>a</title><g:title>b</g:title></item>`:                       {"title": "b"},
		`<item><g:title>b</g:title><title>a</title></item>`:                       {"title": "b"},
		`<item><g:x>b</g:x><g:x>c</g:x><g:x/></item>`:                             {"x": "b|c"},
		`<item><x/><x>b</x></item>`:                                               {"x": "b"},
		`<item><a>1<b>2</b></a></item>`:                                           {"a": "12", "a.b": "2"},
		`<item><m:content url="u" type="image/png"/></item>`:                      {"media:content@url": "u", "media:content[image]@url": "u", "media:content@type": "image/png"},
		`<item><n:x>1</n:x><y xmlns="http://base.google.com/ns/1.0">2</y></item>`: {"n:x": "1", "y": "2"},
		`<entry><link rel="self" href="s"/><link href="a"/></entry>`:              {"link": "a", "link@href": "s|a", "link[self]@href": "s"},
	} {
		e := &entry{values: map[string][]byte{}, google: map[string]bool{}}
		require.NoError(t, e.read([]byte(text), spaces), text)
		for name, value := range want {
			require.Equal(t, value, string(e.values[name]), "%s: %s", text, name)
		}
	}
}
