package web

import (
	"io/fs"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestDist(t *testing.T) {
	names, err := fs.Glob(Dist(), "*")
	require.NoError(t, err)
	require.Equal(t, []string{"privet-store.js", "privet-ui.js", "privet.d.ts", "privet.js", "privet.mjs"}, names)
	for _, name := range names {
		content, err := fs.ReadFile(Dist(), name)
		require.NoError(t, err)
		require.NotEmpty(t, content, name)
	}
}
