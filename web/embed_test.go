package web

import (
	"io/fs"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestDist(t *testing.T) {
	names, err := fs.Glob(Dist(), "*")
	require.NoError(t, err)
	want := []string{
		"custom-elements.json", "privet-react.d.ts", "privet-react.mjs", "privet-experiments.js", "privet-shards.js", "privet-site.js", "privet-store.js", "privet-tools.js",
		"privet-transfer.js", "privet-ui.js", "privet-vue.d.ts", "privet-vue.mjs", "privet.d.ts", "privet.js", "privet.mjs",
	}
	texts, err := fs.Glob(Texts(), "*.json")
	require.NoError(t, err)
	for _, name := range texts {
		want = append(want, "privet-text-"+strings.TrimSuffix(name, ".json")+".js")
	}
	require.ElementsMatch(t, want, names)
	for _, name := range names {
		content, err := fs.ReadFile(Dist(), name)
		require.NoError(t, err)
		require.NotEmpty(t, content, name)
	}
}
