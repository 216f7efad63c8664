package catalog

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/andybalholm/brotli"

	"privet/host/catalog/manifest"
	"privet/host/catalog/read"
)

// A generation is what a directory will hold: its manifest, and those files of it
// that are new.
type generation struct {
	manifest manifest.Manifest
	files    []manifest.File
	contents [][]byte // beside files
}

// add enters a file and returns what the manifest says of it.
func (g *generation) add(stem, extension string, content []byte) manifest.File {
	file := manifest.NewFile(stem, extension, content)
	g.files, g.contents = append(g.files, file), append(g.contents, content)
	return file
}

// Written says what a build put into its directory.
type Written struct {
	Files   []WrittenFile
	Removed int // files of earlier builds
	// What every page loads, in brotli's bytes, and what of it a page fetches that has
	// loaded the build before; equal where there was none.
	Whole, Fetched int
}

// A WrittenFile is a file and its size in each coding.
type WrittenFile struct {
	Name                string
	Plain, Brotli, Gzip int // bytes
}

// write puts the generation into a directory: hashed files first, each whole or
// not at all; then the manifest, which makes them count; then it removes those
// files with outdated names that neither this manifest, nor the one before, nor
// that of the build before names. A page that has just loaded the manifest before
// still finds all of its files, and Rollback those of the build.
func (g *generation) write(ctx context.Context, dir string, outdated *regexp.Regexp, progress read.Progress) (w Written, err error) {
	text, err := manifest.Encode(&g.manifest)
	if err != nil {
		return w, err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return w, err
	}
	previous := filesOf(dir, manifest.Name)
	everyPage, known := names(g.manifest.Files()), names(previous)
	all, err := g.compress(ctx, progress)
	if err != nil {
		return w, err
	}
	var fresh []string // what to remove again if anything fails
	defer func() {
		if err != nil {
			for _, name := range fresh {
				err = errors.Join(err, os.Remove(name))
			}
		}
	}()
	for i, f := range g.files {
		for coding, content := range [][]byte{all[i].plain, all[i].brotli, all[i].gzip} {
			name := filepath.Join(dir, f.File+endings[coding])
			if _, err := os.Lstat(name); err != nil {
				fresh = append(fresh, name)
			}
			if err := writeWhole(name, content); err != nil {
				return w, err
			}
		}
		w.Files = append(w.Files, WrittenFile{f.File, len(all[i].plain), len(all[i].brotli), len(all[i].gzip)})
		if everyPage[f.File] {
			w.Whole += len(all[i].brotli)
			if !known[f.File] {
				w.Fetched += len(all[i].brotli)
			}
		}
	}
	if err := ctx.Err(); err != nil {
		return w, err
	}
	if outdated == builtFiles {
		if err := keepBuild(dir, text); err != nil {
			return w, err
		}
	}
	if err := writeWhole(filepath.Join(dir, manifest.Name), text); err != nil {
		return w, err
	}
	fresh = nil
	keep := slices.Concat(allFiles(dir, &g.manifest), previous, filesOf(dir, manifest.Previous))
	w.Removed, err = remove(dir, outdated, keep)
	return w, err
}

// filesOf returns what a manifest that is there names: nothing where there is
// none or it cannot be read.
func filesOf(dir, name string) []manifest.File {
	text, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		return nil
	}
	m, err := manifest.Decode(text)
	if err != nil {
		return nil
	}
	return allFiles(dir, m)
}

// allFiles returns what a manifest names, and what the index that it names does.
func allFiles(dir string, m *manifest.Manifest) []manifest.File {
	files := m.Files()
	if m.Shards == nil {
		return files
	}
	if index, err := readIndex(dir, m); err == nil {
		files = append(files, index.Files()...)
	}
	return files
}

// writeWhole writes a file under another name and then renames it.
func writeWhole(name string, content []byte) (err error) {
	f, err := os.CreateTemp(filepath.Dir(name), ".privet-*.tmp")
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	err = errors.Join(err, f.Chmod(0o644), f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}

// The names that builds give, in any coding: nothing else is ever removed. A new
// trend outdates trends alone, for it may follow a build by minutes.
var (
	builtFiles = regexp.MustCompile(`^((?:catalog|texts|trend|shards?)\.[0-9a-f]{16}\.(?:bin|json))(?:\.br|\.gz)?$`)
	trendFiles = regexp.MustCompile(`^(trend\.[0-9a-f]{16}\.bin)(?:\.br|\.gz)?$`)
)

func names(files []manifest.File) map[string]bool {
	all := map[string]bool{}
	for _, f := range files {
		all[f.File] = true
	}
	return all
}

// remove removes the files of a directory that have outdated names, but for
// those to keep, and returns how many it removed.
func remove(dir string, outdated *regexp.Regexp, keep []manifest.File) (int, error) {
	kept := names(keep)
	entries, err := os.ReadDir(dir)
	if err != nil {
		return 0, err
	}
	removed := 0
	for _, e := range entries {
		match := outdated.FindStringSubmatch(e.Name())
		if match == nil || kept[match[1]] {
			continue
		}
		if err := os.Remove(filepath.Join(dir, e.Name())); err != nil {
			return removed, err
		}
		removed++
	}
	return removed, nil
}

// codings are one file's bytes, plain and compressed.
type codings struct{ plain, brotli, gzip []byte }

// endings are added to a file's name, beside the fields of codings.
var endings = [...]string{"", ".br", ".gz"}

// compress compresses every file as far as it goes: it is done once and served
// often. It takes seconds a megabyte, so two files go at a time.
func (g *generation) compress(ctx context.Context, progress read.Progress) ([]codings, error) {
	all := make([]codings, len(g.contents))
	total, done := int64(len(all)), 0
	var next atomic.Int64
	var tell sync.Mutex
	var wait sync.WaitGroup
	for range 2 {
		wait.Go(func() {
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= len(all) {
					return
				}
				all[i] = compressed(g.contents[i])
				tell.Lock()
				done++
				progress("compressing", int64(done), total)
				tell.Unlock()
			}
		})
	}
	wait.Wait()
	return all, ctx.Err()
}

func compressed(plain []byte) codings {
	var br, gz bytes.Buffer
	b := brotli.NewWriterLevel(&br, brotli.BestCompression)
	z, _ := gzip.NewWriterLevel(&gz, gzip.BestCompression) // the level is a valid one; no time or name goes in
	for _, w := range []io.WriteCloser{b, z} {
		w.Write(plain) // a bytes.Buffer takes everything
		w.Close()
	}
	return codings{plain, br.Bytes(), gz.Bytes()}
}
