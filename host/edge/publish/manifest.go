package publish

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"

	"privet/host/edge"
)

// manifestVersion is the one version of the manifest that this program serves.
const manifestVersion = 1

// maxManifest bounds the manifest's bytes. The largest that was seen, of 50,000 items, has 20 kB.
const maxManifest = 1 << 20

// A manifest is what the edge needs of one: the files that it names. All else goes through as it came.
type manifest struct {
	fields map[string]json.RawMessage
	files  []entry
	index  string // the file that names further ones, the shards; "" where there are none
}

// An entry names a hashed file, with the digest that the page checks its content against.
type entry struct {
	File   string `json:"file"`
	SHA256 string `json:"sha256"` // standard base64 of the whole digest
	Bytes  int    `json:"bytes"`
}

func readManifest(build fs.FS) (manifest, error) {
	info, err := fs.Stat(build, Manifest)
	if err != nil {
		return manifest{}, err
	}
	if info.Size() > maxManifest {
		return manifest{}, fmt.Errorf("%s: %d bytes are more than the %d allowed", Manifest, info.Size(), maxManifest)
	}
	content, err := fs.ReadFile(build, Manifest)
	if err != nil {
		return manifest{}, err
	}
	return parseManifest(content)
}

func parseManifest(content []byte) (manifest, error) {
	var m manifest
	if err := json.Unmarshal(content, &m.fields); err != nil {
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) {
			return manifest{}, fmt.Errorf("%s: offset %d: %w", Manifest, syntax.Offset, err)
		}
		return manifest{}, fmt.Errorf("%s: %w", Manifest, err)
	}
	var version int
	if err := m.read("version", &version); err != nil {
		return manifest{}, err
	}
	if version != manifestVersion {
		return manifest{}, fmt.Errorf("%s: version %d, but this program serves version %d: run privet build again",
			Manifest, version, manifestVersion)
	}
	var catalog entry
	if err := m.read("catalog", &catalog); err != nil {
		return manifest{}, err
	}
	if err := m.read("texts", &m.files); err != nil {
		return manifest{}, err
	}
	m.files = append(m.files, catalog)
	for _, field := range []string{"trend", shardsField} {
		if _, given := m.fields[field]; !given {
			continue
		}
		var file entry
		if err := m.read(field, &file); err != nil {
			return manifest{}, err
		}
		m.files = append(m.files, file)
		if field == shardsField {
			m.index = file.File
		}
	}
	return m, nil
}

// read takes one field by its exact name, as the page does: a whole struct would match names in any case.
func (m manifest) read(field string, value any) error {
	content, given := m.fields[field]
	if !given {
		return fmt.Errorf("%s: no field %q: run privet build again", Manifest, field)
	}
	if err := json.Unmarshal(content, value); err != nil {
		return fmt.Errorf("%s: %s: %w", Manifest, field, err)
	}
	return nil
}

// check finds every file that the manifest names, and the index of shards, with the content that is promised.
func (m manifest) check(tree edge.Tree) error {
	if err := checkFiles(Manifest, m.files, tree); err != nil || m.index == "" {
		return err
	}
	var index struct {
		Shards []struct{ Catalog, Texts entry }
	}
	if err := json.Unmarshal(tree[m.index].Plain, &index); err != nil {
		return fmt.Errorf("%s: %w", m.index, err)
	}
	var files []entry
	for _, shard := range index.Shards {
		files = append(files, shard.Catalog, shard.Texts)
	}
	return checkFiles(m.index, files, tree)
}

func checkFiles(by string, files []entry, tree edge.Tree) error {
	for _, named := range files {
		file, found := tree[named.File]
		if !found {
			return fmt.Errorf("%s: names %q, which is not there: run privet build again", by, named.File)
		}
		if named != entryOf(named.File, file.Plain) {
			return fmt.Errorf("%s: %s has another digest or length than it says: run privet build again", by, named.File)
		}
	}
	return nil
}

// shardsField names the index of shards. Where it is not given, nobody needs the joiner.
const shardsField = "shards"

// A module is served under a name that tells its content.
type module struct {
	name    string
	content []byte
}

// withModules is the manifest as served, and the modules that it names. Its fields come in alphabetical order, so that
// equal content has equal bytes.
func (m manifest) withModules(modules Modules) (served struct {
	manifest []byte
	modules  []module
}) {
	fields := map[string]any{}
	for name, value := range m.fields {
		fields[name] = value
	}
	add := func(field string, content []byte) {
		name := field + "." + edge.HashName(content) + ".wasm"
		fields[field] = entryOf(name, content)
		served.modules = append(served.modules, module{name, content})
	}
	add("engine", modules.Engine)
	if m.index != "" {
		add("joiner", modules.Joiner)
	}
	content, err := json.Marshal(fields)
	if err != nil {
		panic(err) // every value was decoded from JSON, or is an entry
	}
	served.manifest = append(content, '\n')
	return served
}

func entryOf(name string, content []byte) entry {
	digest := sha256.Sum256(content)
	return entry{File: name, SHA256: base64.StdEncoding.EncodeToString(digest[:]), Bytes: len(content)}
}
