package project

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// own are options that name files of somebody's own, so that no shop is generated.
var own = Options{Name: "Käthe's Shop 2", Items: "../feed.xml", Events: "../it's.csv", Mapping: "../map.yaml", Currency: "EUR"}

func TestWrite(t *testing.T) {
	dir := t.TempDir()
	names, err := Write(dir, own)
	require.NoError(t, err)
	require.Len(t, names, 14)
	for _, name := range names {
		content, err := os.ReadFile(filepath.Join(dir, name))
		require.NoError(t, err)
		require.NotRegexp(t, `\{\{[^ ]`, string(content), name) // GitHub has braces of its own, with a space
		require.NotContains(t, string(content), "<no value>", name)
	}
	settings, err := os.ReadFile(filepath.Join(dir, "privet.yaml"))
	require.NoError(t, err)
	require.Equal(t, `# What `+"`privet`"+` does in this folder: each command's options. What stands on the command line wins.
version: 1
build:
  items: "../feed.xml"
  events: "../it's.csv"
  mapping: "../map.yaml"
  rules: rules.yaml
  out: build/catalog
  name: "Käthe's Shop 2"
  currency: EUR
dev:
  site: site
worker:
  out: build/worker
`, string(settings))
	worker, err := os.ReadFile(filepath.Join(dir, "wrangler.jsonc"))
	require.NoError(t, err)
	require.Contains(t, string(worker), `"name": "k-the-s-shop-2-privet"`)
	script, err := os.Stat(filepath.Join(dir, "ci.sh"))
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o755), script.Mode().Perm())
	require.NoDirExists(t, filepath.Join(dir, "data"))
}

func TestWrite_generatedShop(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "lantern-shop")
	names, err := Write(dir, Options{})
	require.NoError(t, err)
	require.Subset(t, names, []string{"data/items.csv", "data/events.csv.gz"})
	require.FileExists(t, filepath.Join(dir, "data/events.csv.gz"))
	page, err := os.ReadFile(filepath.Join(dir, "site/index.html"))
	require.NoError(t, err)
	require.Contains(t, string(page), "<h1>lantern-shop</h1>", "the folder's name is the site's")
}

func TestWrite_overwritesNothing(t *testing.T) {
	for _, name := range []string{"rules.yaml", "data"} {
		dir := t.TempDir()
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte("mine"), 0o600))
		_, err := Write(dir, Options{})
		require.ErrorContains(t, err, filepath.Join(dir, name)+": it is there already")
		entries, err := os.ReadDir(dir)
		require.NoError(t, err)
		require.Len(t, entries, 1, "nothing was written")
	}
	_, err := Write(t.TempDir(), Options{Name: `</title>`})
	require.ErrorContains(t, err, "leave < >")
}
