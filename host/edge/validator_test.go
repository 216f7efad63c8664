package edge

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestHolds(t *testing.T) {
	const tag = `"0123456789abcdef.br"`
	for _, test := range []struct {
		header string
		want   bool
	}{
		{"", false},
		{tag, true},
		{"W/" + tag, true},
		{"*", true},
		{" * ", true},
		{`"a", ` + tag, true},
		{`"a",W/"b",` + tag + `, "c"`, true},
		{`"a", *`, false}, // the star stands alone
		{`"*"`, false},
		{`"a,` + tag[1:], false}, // a comma inside a tag belongs to it
		{`"a,b", ` + tag, true},
		{strings.Trim(tag, `"`), false},
		{tag[:len(tag)-1], false},
		{`w/` + tag, false}, // the mark has a capital letter
		{`"0123456789abcdef"`, false},
		{strings.ToUpper(tag), false},
		{`unquoted, ` + tag, false},
	} {
		require.Equal(t, test.want, holds(test.header, tag), "%q", test.header)
	}
}

func TestHolds_anyList(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tags := rapid.SliceOfN(rapid.StringMatching(`"[!#-~]{0,12}"`), 1, 8).Draw(t, "tags")
		weak := rapid.SliceOfN(rapid.Bool(), len(tags), len(tags)).Draw(t, "weak")
		listed := make([]string, len(tags))
		for i, tag := range tags {
			listed[i] = tag
			if weak[i] {
				listed[i] = "W/" + tag
			}
		}
		header := strings.Join(listed, rapid.SampledFrom([]string{",", ", ", " ,\t"}).Draw(t, "between"))
		for _, tag := range tags {
			require.True(t, holds(header, tag), "%q in %q", tag, header)
		}
		require.False(t, holds(header, `"one of no list"`)) // a space is in no drawn tag
	})
}

func FuzzHolds(f *testing.F) {
	for _, seed := range []string{`"a", W/"b"`, "*", `"`, `W/`, `"a""b"`, `,,"a"`} {
		f.Add(seed)
	}
	const tag = `"0123456789abcdef"`
	f.Fuzz(func(t *testing.T, header string) {
		if holds(header, tag) && strings.TrimSpace(header) != "*" {
			require.Contains(t, header, tag)
		}
	})
}
