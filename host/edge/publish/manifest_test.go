package publish

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestManifest_withModules(t *testing.T) {
	built, err := parseManifest([]byte(`{
		"version": 1, "name": "Émile & Söhne", "catalog": {"file": "c"}, "texts": [], "later": {"b": [1, 2.50], "a": null}, "engine": "of a build"
	}`))
	require.NoError(t, err)

	require.Equal(t, `{"catalog":{"file":"c"},`+
		`"engine":{"file":"engine.cd5d4935a48c0672.wasm","sha256":"zV1JNaSMBnLLBkB7tEO8AIev+UfGuGS6yIaYLHOzAn8=","bytes":4},`+
		`"later":{"b":[1,2.50],"a":null},"name":"Émile \u0026 Söhne","texts":[],"version":1}`+"\n",
		string(built.withModules(Modules{Engine: []byte("\x00asm")}).manifest))

	split, err := parseManifest([]byte(`{"version": 1, "catalog": {"file": "c"}, "texts": [], "shards": {"file": "s"}}`))
	require.NoError(t, err)
	served := split.withModules(Modules{Engine: []byte("\x00asm"), Joiner: []byte("\x00asm")})
	require.Contains(t, string(served.manifest), `"joiner":{"file":"joiner.cd5d4935a48c0672.wasm"`)
	require.Len(t, served.modules, 2)
}

func FuzzManifest(f *testing.F) {
	f.Add([]byte(`{"version":1,"catalog":{"file":"a","sha256":"b","bytes":1},"texts":[{"file":"c"}]}`))
	f.Add([]byte(`{"version":1,"catalog":{"file":"a"},"texts":[],"trend":{"file":"t","bytes":2},"shards":{"file":"s"}}`))
	f.Add([]byte(`{"Version":2,"version":1,"catalog":{},"texts":null,"engine":{},"é":"\ud800"}`))
	f.Add([]byte(`{"version":1,"texts":[null],"x":1e999}`))
	f.Add([]byte(`[]`))
	f.Fuzz(func(t *testing.T, content []byte) {
		built, err := parseManifest(content)
		if err != nil {
			require.Contains(t, err.Error(), "manifest.json: ")
			return
		}
		modules := Modules{[]byte("engine"), []byte("joiner")}
		served := built.withModules(modules).manifest
		again, err := parseManifest(served)
		require.NoError(t, err)
		require.Equal(t, built.files, again.files, "what is served names what was built")
		require.Equal(t, served, again.withModules(modules).manifest)
		require.True(t, json.Valid(served))
	})
}
