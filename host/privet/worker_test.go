package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"privet/host/edge/publish"
)

func TestWorker(t *testing.T) {
	script, out := t.TempDir(), t.TempDir()
	for _, name := range publish.WorkerScript {
		require.NoError(t, os.WriteFile(filepath.Join(script, name), []byte(name), 0o600))
	}
	run := &worker{Out: out, Sites: []publish.Site{{Name: "shop", Dir: builtSite(t)}, {Name: "news", Dir: builtSite(t)}}}
	var said bytes.Buffer
	require.NoError(t, run.write(script, &said))
	require.Contains(t, said.String(), "cd "+out+" && npx wrangler deploy")
	for _, name := range append(publish.WorkerScript, "assets/_headers", "assets/privet/shop/privet.js", "assets/privet/news/privet.js", "manifest-2.brotli.bin") {
		require.FileExists(t, filepath.Join(out, name))
	}
	manifests, err := os.ReadFile(filepath.Join(out, "manifests.mjs"))
	require.NoError(t, err)
	require.Contains(t, string(manifests), `"shop/manifest.json": { plain: plain2, brotli: brotli2, gzip: gzip2, },`)
	require.NoFileExists(t, filepath.Join(out, "assets/privet/shop/manifest.json"), "the handler answers for it")

	// One site after two: nothing of the others is left.
	run.Sites = run.Sites[:1]
	require.NoError(t, run.write(script, &said))
	require.NoFileExists(t, filepath.Join(out, "manifest-2.brotli.bin"))
	require.NoFileExists(t, filepath.Join(out, "assets/privet/news/privet.js"))

	require.NoError(t, os.Remove(filepath.Join(script, "guest.wasm")))
	require.ErrorContains(t, run.write(script, &said), "the worker's script is not there (open guest.wasm: no such file or directory): take the folder worker of a release")
}
