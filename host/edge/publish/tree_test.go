package publish_test

import (
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"privet/host/edge/edgetest"
	"privet/host/edge/publish"
)

func TestTree(t *testing.T) {
	tree := edgetest.NewSite().Tree(t)

	kinds := map[string]int{}
	for name, file := range tree {
		require.Equal(t, name, file.Name)
		require.NotEmpty(t, file.Plain, name)
		stem, _, _ := strings.Cut(name, ".")
		kinds[stem]++
	}
	// Two catalogs: the one of the build before is still served, and the SDK's declarations are not.
	require.Equal(t, map[string]int{"catalog": 2, "texts": 2, "trend": 1, "shards": 1, "shard": 1, "engine": 1, "joiner": 1, "manifest": 1, "privet": 2, "privet-ui": 1}, kinds)
	require.Nil(t, tree["privet-ui.js"].Brotli, "a coding that saves nothing is not kept")

	again := edgetest.NewSite().Tree(t)
	require.Equal(t, tree, again, "the same parts give the same bytes")
}

func TestTree_refuses(t *testing.T) {
	for _, test := range []struct {
		name  string
		spoil func(edgetest.Site)
		want  string
	}{
		{"a catalog whose content does not have the hash of its name", func(s edgetest.Site) {
			one(s, "catalog", ".bin").Data[0]++
		}, `damaged: run privet build again`},
		{"a coding of other content", func(s edgetest.Site) {
			one(s, "texts", ".json.br").Data = one(s, "catalog", ".bin.br").Data
		}, `.json.br: does not decode to the plain file beside it`},
		{"a coding that is cut off", func(s edgetest.Site) {
			file := one(s, "texts", ".json.gz")
			file.Data = file.Data[:len(file.Data)/2]
		}, `.json.gz: does not decode to the plain file beside it`},
		{"a file that is missing", func(s edgetest.Site) {
			delete(s.Build, nameOf(s, "texts", ".json"))
			delete(s.Build, nameOf(s, "texts", ".json"))
		}, `names "texts.`},
		{"a shard that is missing", func(s edgetest.Site) {
			delete(s.Build, nameOf(s, "shard", ".bin"))
		}, `.json: names "shard.`},
		{"a trend that is missing", func(s edgetest.Site) {
			delete(s.Build, nameOf(s, "trend", ".bin"))
		}, `manifest.json: names "trend.`},
		{"a trend of the wrong type", func(s edgetest.Site) { replace(s, `"trend":{`, `"trend":7,"x":{`) },
			`manifest.json: trend: json: cannot unmarshal number`},
		{"a manifest with another length", func(s edgetest.Site) {
			replace(s, `"bytes":`, `"bytes":1`)
		}, `has another digest or length than it says`},
		{"a manifest with another digest", func(s edgetest.Site) {
			replace(s, `"sha256":"`, `"sha256":"A`)
		}, `has another digest or length than it says`},
		{"a newer manifest", func(s edgetest.Site) { replace(s, `"version":1`, `"version":2`) },
			`manifest.json: version 2, but this program serves version 1`},
		{"a manifest cut off", func(s edgetest.Site) {
			s.Build["manifest.json"].Data = []byte(`{"version":1`)
		}, `manifest.json: offset 12: `},
		{"a manifest of the wrong type", func(s edgetest.Site) { replace(s, `"version":1`, `"version":"1"`) },
			`manifest.json: version: json: cannot unmarshal string`},
		{"a manifest without texts", func(s edgetest.Site) { replace(s, `"texts"`, `"text"`) },
			`manifest.json: no field "texts"`},
		{"a manifest too long to be one", func(s edgetest.Site) {
			s.Build["manifest.json"].Data = make([]byte, 1<<20+1)
		}, `manifest.json: 1048577 bytes are more than`},
		{"an SDK file of a taken name", func(s edgetest.Site) {
			s.SDK["manifest.json"] = &fstest.MapFile{}
		}, `sdk file manifest.json: the build has a file of that name`},
		{"a directory in a file's place", func(s edgetest.Site) {
			one(s, "catalog", ".bin").Mode = fs.ModeDir
		}, `not a regular file`},
	} {
		t.Run(test.name, func(t *testing.T) {
			site := edgetest.NewSite()
			test.spoil(site)
			_, err := publish.Tree(site.Build, site.SDK, site.Modules)
			require.ErrorContains(t, err, test.want)
			require.NotErrorIs(t, err, fs.ErrNotExist)
		})
	}
}

func TestTree_noBuild(t *testing.T) {
	_, err := publish.Tree(fstest.MapFS{}, fstest.MapFS{}, publish.Modules{})
	require.ErrorIs(t, err, fs.ErrNotExist)
}

// nameOf is the first file of the build, in order of names, with that beginning and end.
func nameOf(s edgetest.Site, stem, ending string) string {
	for _, name := range slices.Sorted(maps.Keys(s.Build)) {
		if strings.HasPrefix(name, stem+".") && strings.HasSuffix(name, ending) {
			return name
		}
	}
	panic("no " + stem + ending)
}

func one(s edgetest.Site, stem, ending string) *fstest.MapFile {
	return s.Build[nameOf(s, stem, ending)]
}

// replace changes the manifest.
func replace(s edgetest.Site, old, new string) {
	file := s.Build["manifest.json"]
	file.Data = []byte(strings.Replace(string(file.Data), old, new, 1))
}
