package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"privet/host/inspect"
)

// TestRollback does what an operator does whose second build went wrong.
func TestRollback(t *testing.T) {
	dir := t.TempDir()
	shop, key := filepath.Join(dir, "shop"), filepath.Join(dir, "key.pem")
	builds := func(items string) {
		t.Helper()
		name := filepath.Join(dir, "items.csv")
		require.NoError(t, os.WriteFile(name, []byte(items), 0o600))
		b := build{floors: floors{MinSupport: 5}, Items: name, Out: shop, MaxErrors: 1}
		require.NoError(t, b.run(t.Context(), &bytes.Buffer{}, nil))
	}
	says := func(what string) {
		t.Helper()
		var out bytes.Buffer
		require.NoError(t, inspect.File(&out, shop, inspect.Options{}))
		require.Contains(t, out.String(), what)
	}
	builds("id\na\nb\n")
	says("\nnot signed\n")
	require.NoError(t, (&sign{Dir: shop, Key: key, New: true}).run(&bytes.Buffer{}))
	says("\nsigned with the key ")

	builds("id\na\n")
	var out bytes.Buffer
	require.ErrorContains(t, inspect.File(&out, shop, inspect.Options{}), "run privet sign again")
	require.NoError(t, (&rollback{Dir: shop}).run(&out))
	require.Contains(t, out.String(), ".bin, 2 items; serve or deploy it\n")
	says("\nsigned with the key ")
	says(", 1 items\n")
	_, err := (&serve{Sites: sites(shop)}).site()
	require.NoError(t, err, "the signature is that of the build before")
}
