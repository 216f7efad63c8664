package catalog

import (
	"context"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"privet/host/catalog/manifest"
)

// twice builds a village, signs it, and builds it again with another title.
func twice(t *testing.T) (o Options, before map[string]string) {
	o = village(t)
	_, err := Build(context.Background(), o)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(o.Out, manifest.Signature), []byte("of the first"), 0o600))
	before = content(t, o.Out)
	items, err := os.ReadFile(o.Items)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(o.Items, []byte(strings.Replace(string(items), "Item <0>", "Lantern", 1)), 0o600))
	_, err = Build(context.Background(), o)
	require.NoError(t, err)
	return o, before
}

func TestRollback(t *testing.T) {
	o, before := twice(t)
	after := content(t, o.Out)
	require.NotEqual(t, before[manifest.Name], after[manifest.Name])
	require.Equal(t, "of the first", after[manifest.Signature], "so that nothing is served before it is signed again")
	require.NoError(t, os.WriteFile(filepath.Join(o.Out, manifest.Signature), []byte("of the second"), 0o600))
	after = content(t, o.Out)

	m, err := Rollback(o.Out)
	require.NoError(t, err)
	opened, err := Open(o.Out)
	require.NoError(t, err)
	require.Equal(t, opened.Manifest, m)
	back := content(t, o.Out)
	require.Equal(t, before[manifest.Name], back[manifest.Name])
	require.Equal(t, "of the first", back[manifest.Signature])

	_, err = Rollback(o.Out)
	require.NoError(t, err)
	require.Equal(t, after, content(t, o.Out), "a second one takes the first back")

	require.NoError(t, os.Remove(filepath.Join(o.Out, manifest.Signature)))
	items, err := os.ReadFile(o.Items)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(o.Items, []byte(strings.Replace(string(items), "Lantern", "Lamp", 1)), 0o600))
	_, err = Build(context.Background(), o)
	require.NoError(t, err)
	require.NotContains(t, content(t, o.Out), manifest.PreviousSignature, "it is none of the build before")
}

func TestRollback_afterNewTrends(t *testing.T) {
	o, before := twice(t)
	for more := range 3 {
		refresh := RefreshOptions{Dir: o.Out, Events: o.Events}
		recently(t, &refresh, more)
		_, err := Refresh(context.Background(), refresh)
		require.NoError(t, err)
	}
	_, err := Rollback(o.Out)
	require.NoError(t, err, "trends remove nothing of the build before")
	require.Equal(t, before[manifest.Name], content(t, o.Out)[manifest.Name])
}

func TestRollback_refuses(t *testing.T) {
	o := village(t)
	_, err := Rollback(o.Out)
	require.ErrorContains(t, err, "there is no build before this one to go back to")
	for range 2 { // the same input: there is still one build only
		_, err = Build(context.Background(), o)
		require.NoError(t, err)
		_, err = Rollback(o.Out)
		require.ErrorContains(t, err, "there is no build before this one to go back to")
	}

	o, before := twice(t)
	after := content(t, o.Out)
	for name := range maps.Keys(before) {
		if strings.HasPrefix(name, "texts.") && strings.HasSuffix(name, ".json") {
			require.NoError(t, os.WriteFile(filepath.Join(o.Out, name), []byte("spoilt"), 0o600))
			after[name] = "spoilt"
		}
	}
	_, err = Rollback(o.Out)
	require.ErrorContains(t, err, "the build before is no longer whole, and nothing was changed")
	require.Equal(t, after, content(t, o.Out))
}
