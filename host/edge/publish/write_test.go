package publish_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"privet/host/edge/edgetest"
	"privet/host/edge/publish"
)

func TestWrite(t *testing.T) {
	dir := t.TempDir()
	leftOver := filepath.Join(dir, "privet", "catalog.0000000000000000.bin")
	require.NoError(t, os.MkdirAll(filepath.Dir(leftOver), 0o755))
	require.NoError(t, os.WriteFile(leftOver, nil, 0o644))
	tree := edgetest.NewSite().Tree(t)

	require.NoError(t, publish.Write(dir, tree))

	written := 0
	for name, file := range tree {
		for ending, content := range map[string][]byte{"": file.Plain, ".br": file.Brotli, ".gz": file.Gzip} {
			got, err := os.ReadFile(filepath.Join(dir, "privet", name+ending))
			if content == nil {
				require.ErrorIs(t, err, os.ErrNotExist)
				continue
			}
			require.NoError(t, err)
			require.Equal(t, content, got, name+ending)
			written++
		}
	}
	entries, err := os.ReadDir(filepath.Join(dir, "privet"))
	require.NoError(t, err)
	require.Len(t, entries, written, "nothing of an older tree is left")

	rules, err := os.ReadFile(filepath.Join(dir, "_headers"))
	require.NoError(t, err)
	require.Equal(t, `/privet/*
  Access-Control-Allow-Origin: *
  Cross-Origin-Resource-Policy: cross-origin
  Timing-Allow-Origin: *
  Content-Security-Policy: default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'
  Permissions-Policy: browsing-topics=(), camera=(), geolocation=(), microphone=()
  Referrer-Policy: no-referrer
  X-Content-Type-Options: nosniff
  Vary: Accept-Encoding
/privet/catalog.*.bin
  Cache-Control: public, max-age=31536000, immutable
  Content-Type: application/octet-stream
/privet/engine.*.wasm
  Cache-Control: public, max-age=31536000, immutable
  Content-Type: application/wasm
/privet/joiner.*.wasm
  Cache-Control: public, max-age=31536000, immutable
  Content-Type: application/wasm
/privet/manifest.json
  Cache-Control: public, max-age=60, stale-while-revalidate=600
  Content-Type: application/json
/privet/privet-ui.js
  Cache-Control: public, max-age=60, stale-while-revalidate=600
  Content-Type: text/javascript; charset=utf-8
/privet/privet.js
  Cache-Control: public, max-age=60, stale-while-revalidate=600
  Content-Type: text/javascript; charset=utf-8
/privet/privet.mjs
  Cache-Control: public, max-age=60, stale-while-revalidate=600
  Content-Type: text/javascript; charset=utf-8
/privet/shard.*.bin
  Cache-Control: public, max-age=31536000, immutable
  Content-Type: application/octet-stream
/privet/shards.*.json
  Cache-Control: public, max-age=31536000, immutable
  Content-Type: application/json
/privet/texts.*.json
  Cache-Control: public, max-age=31536000, immutable
  Content-Type: application/json
/privet/trend.*.bin
  Cache-Control: public, max-age=31536000, immutable
  Content-Type: application/octet-stream
`, string(rules))
}
