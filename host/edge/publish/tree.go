// Package publish puts together what browsers see: the directory that `privet build` wrote, the SDK, and the engine.
package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"path"

	"privet/host/edge"
)

// Manifest is the name of the one file that leads to all others.
const Manifest = "manifest.json"

// maxFile bounds what is read into memory for one file: four times what a browser's engine accepts as a catalog.
const maxFile = 1 << 30

// Modules are the WebAssembly that browsers load.
type Modules struct {
	Engine []byte
	Joiner []byte // served where the catalog has shards
}

// Tree reads a build's directory and adds the SDK's files and the modules, which it also enters into the manifest.
//
// All hashed files of the directory are in, also those of the build before: a page that holds the older manifest still
// finds what it names. Every content is checked against its name and against the manifest, since a browser would only
// refuse it; so is the signature, where there is one. The error is fs.ErrNotExist where the directory holds no build.
func Tree(build, sdk fs.FS, modules Modules) (edge.Tree, error) {
	tree := edge.Tree{}
	built, err := readManifest(build)
	if err != nil {
		return nil, err
	}
	if err := addBuild(tree, build); err != nil {
		return nil, err
	}
	if err := built.check(tree); err != nil {
		return nil, err
	}
	if err := addSDK(tree, sdk); err != nil {
		return nil, err
	}
	served := built.withModules(modules)
	for _, m := range served.modules {
		tree.Add(compressedOnce(m.name, m.content))
	}
	signature, err := readSignature(build)
	if err != nil {
		return nil, err
	}
	sealed, err := signature.seal(served.manifest)
	if err != nil {
		return nil, err
	}
	tree.Add(compressed(Manifest, sealed))
	return tree, nil
}

// addBuild takes the hashed files with the codings that the builder left beside them.
func addBuild(tree edge.Tree, build fs.FS) error {
	entries, err := fs.ReadDir(build, ".")
	if err != nil {
		return err
	}
	for _, entry := range entries {
		name := entry.Name()
		hash := edge.Hash(name)
		if hash == "" {
			continue
		}
		plain, err := readFile(build, name)
		if err != nil {
			return err
		}
		if got := edge.HashName(plain); got != hash {
			return fmt.Errorf("%s: its content has the hash %s, so it is damaged: run privet build again", name, got)
		}
		brotli, err := readCoded(build, name+".br", plain, fromBrotli)
		if err != nil {
			return err
		}
		gzip, err := readCoded(build, name+".gz", plain, fromGzip)
		if err != nil {
			return err
		}
		tree.Add(edge.NewFile(name, plain, brotli, gzip))
	}
	return nil
}

// addSDK takes what browsers load; declarations, source maps and notes stay out because their kind is not served.
func addSDK(tree edge.Tree, sdk fs.FS) error {
	entries, err := fs.ReadDir(sdk, ".")
	if err != nil {
		return err
	}
	for _, entry := range entries {
		name := entry.Name()
		if entry.IsDir() || edge.Type(name) == "" {
			continue
		}
		if _, taken := tree[name]; taken || name == Manifest {
			return fmt.Errorf("sdk file %s: the build has a file of that name", name)
		}
		content, err := readFile(sdk, name)
		if err != nil {
			return err
		}
		tree.Add(compressedOnce(name, content))
	}
	return nil
}

func readFile(from fs.FS, name string) ([]byte, error) {
	info, err := fs.Stat(from, name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() > maxFile {
		return nil, fmt.Errorf("%s: not a regular file of at most %d bytes", path.Base(name), maxFile)
	}
	return fs.ReadFile(from, name)
}

// readCoded is nil without an error where the builder left no such file, or one that saves nothing.
func readCoded(from fs.FS, name string, plain []byte, decode func([]byte, int) ([]byte, error)) ([]byte, error) {
	coded, err := readFile(from, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	decoded, err := decode(coded, len(plain))
	if err != nil || string(decoded) != string(plain) {
		return nil, fmt.Errorf("%s: does not decode to the plain file beside it: run privet build again", name)
	}
	return shorter(coded, plain), nil
}
