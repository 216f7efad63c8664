// Package edgetest holds what every host of the edge must answer: a small tree, a table of requests with the whole
// answer to each, and the client that asks a server for them.
package edgetest

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/andybalholm/brotli"
	"github.com/stretchr/testify/require"

	"privet/host/edge"
	"privet/host/edge/publish"
)

// A Site is a build, an SDK and modules: small, and of no meaning to anyone but the edge.
type Site struct {
	Build, SDK fstest.MapFS
	Modules    publish.Modules

	catalog, older, texts, trend, engine string // names
}

// NewSite makes the same site each time.
func NewSite() Site {
	site := Site{
		Build: fstest.MapFS{},
		SDK:   fstest.MapFS{},
		Modules: publish.Modules{
			Engine: []byte("\x00asm\x01\x00\x00\x00" + strings.Repeat("\x00engine", 30)),
			Joiner: []byte("\x00asm\x01\x00\x00\x00" + strings.Repeat("\x00joiner", 30)),
		},
	}
	site.catalog = site.addHashed("catalog", "bin", strings.Repeat("catalog\x00\x01", 40))
	site.older = site.addHashed("catalog", "bin", strings.Repeat("of the build before\x00", 40))
	site.texts = site.addHashed("texts", "json", `{"from":0,"items":[`+strings.Repeat(`{"title":"Lantern"},`, 40)+`{}]}`)
	site.trend = site.addHashed("trend", "bin", strings.Repeat("wanted\x00\x07", 40))
	site.engine = hashedName("engine", "wasm", site.Modules.Engine)
	shard := site.addHashed("shard", "bin", strings.Repeat("shard\x00\x01", 40))
	words := site.addHashed("texts", "json", `{"from":0,"items":[`+strings.Repeat(`{"title":"Lamp"},`, 40)+`{}]}`)
	shards := site.addHashed("shards", "json", fmt.Sprintf(
		`{"version":1,"items":82,"shards":[{"category":"Lamps","items":41,"catalog":{%s},"texts":{%s}}]}`, site.named(shard), site.named(words)))

	site.Build["manifest.json"] = &fstest.MapFile{Data: fmt.Appendf(nil,
		`{"version":1,"name":"Shop","items":41,"catalog":{%s},"texts":[{%s,"from":0,"count":41}],"trend":{%s},"shards":{%s},"categories":[%s]}`,
		site.named(site.catalog), site.named(site.texts), site.named(site.trend), site.named(shards), strings.Repeat(`"Lanterns",`, 40)+`"Candles"`)}
	site.SDK["privet.js"] = &fstest.MapFile{Data: []byte(strings.Repeat("// the first script\n", 20))}
	site.SDK["privet.mjs"] = &fstest.MapFile{Data: []byte(strings.Repeat("// the module\n", 20))}
	site.SDK["privet-ui.js"] = &fstest.MapFile{Data: []byte("//")} // too short for any coding to help
	site.SDK["privet.d.ts"] = &fstest.MapFile{Data: []byte("export {}")}
	return site
}

// Tree is what the site publishes.
func (s Site) Tree(t testing.TB) edge.Tree {
	t.Helper()
	tree, err := publish.Tree(s.Build, s.SDK, s.Modules)
	require.NoError(t, err)
	return tree
}

func (s Site) addHashed(stem, extension, content string) string {
	name := hashedName(stem, extension, []byte(content))
	s.Build[name] = &fstest.MapFile{Data: []byte(content)}

	var br, gz bytes.Buffer
	b, g := brotli.NewWriter(&br), gzip.NewWriter(&gz)
	_, _ = b.Write([]byte(content))
	_, _ = g.Write([]byte(content))
	_, _ = b.Close(), g.Close()
	s.Build[name+".br"] = &fstest.MapFile{Data: br.Bytes()}
	s.Build[name+".gz"] = &fstest.MapFile{Data: gz.Bytes()}
	return name
}

// named are the fields by which a manifest names the file.
func (s Site) named(name string) string {
	content := s.Build[name].Data
	digest := sha256.Sum256(content)
	return fmt.Sprintf(`"file":%q,"sha256":%q,"bytes":%d`,
		name, base64.StdEncoding.EncodeToString(digest[:]), len(content))
}

func hashedName(stem, extension string, content []byte) string {
	return fmt.Sprintf("%s.%x.%s", stem, hash(content), extension)
}

func hash(content []byte) []byte {
	digest := sha256.Sum256(content)
	return digest[:8]
}
