package read

import (
	"encoding/json"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

// FuzzNode takes any JSON apart as encoding/json does.
func FuzzNode(f *testing.F) {
	for _, seed := range []string{`{"a":[1,{"b":"]}\\""} , null],"a\u0041":-1e5}`, ` { } `, `{"a":{"a":[]},"a":[ [ ] , "x" ]}`, `{"":"\ud800"}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if !utf8.Valid(text) {
			return // no record is anything else
		}
		n, err := newNode(text)
		var want map[string]json.RawMessage
		if json.Unmarshal(text, &want) != nil || want == nil {
			require.Error(t, err)
			return
		}
		require.NoError(t, err)
		same(t, n, want)
	})
}

// same compares a node's parts with those that encoding/json found.
func same(t *testing.T, n *node, want map[string]json.RawMessage) {
	for key, raw := range want {
		part := n.part(key)
		require.NotNil(t, part, "%q", key)
		require.Equal(t, string(raw), string(part.raw))
		var deeper map[string]json.RawMessage
		var list []json.RawMessage
		var text string
		switch raw[0] {
		case '{':
			require.NoError(t, json.Unmarshal(raw, &deeper))
			same(t, part, deeper)
		case '[':
			require.NoError(t, json.Unmarshal(raw, &list))
			part.open()
			require.Len(t, part.list, len(list))
			for i := range list {
				require.Equal(t, string(list[i]), string(part.list[i].raw))
			}
		case '"':
			require.NoError(t, json.Unmarshal(raw, &text))
			require.Equal(t, text, string(unquoted(raw)))
		}
	}
}
