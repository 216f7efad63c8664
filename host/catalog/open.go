package catalog

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"privet/engine/format"
	"privet/host/catalog/manifest"
)

// A Directory is what privet build wrote, read back and verified.
type Directory struct {
	Manifest *manifest.Manifest
	Catalog  []byte
	Texts    [][]byte        // beside Manifest.Texts, JSON
	Trend    []byte          // nil where there is none
	Index    *manifest.Index // of shards, which are not read before they are asked for; nil where there are none
	path     string
}

// Open reads a built directory. It returns nothing unless every file has the
// length and digest that the manifest says.
func Open(dir string) (*Directory, error) { return open(dir, manifest.Name) }

// Before opens the build before the present one, to which Rollback goes back; the error is fs.ErrNotExist where
// there is none.
func Before(dir string) (*Directory, error) {
	if _, err := os.Stat(filepath.Join(dir, manifest.Previous)); err != nil {
		return nil, err
	}
	return open(dir, manifest.Previous)
}

// open opens a directory by a manifest of that name.
func open(dir, name string) (*Directory, error) {
	text, err := readFile(filepath.Join(dir, name), manifest.MaxBytes)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s holds no %s (%w): build it with privet build --out %s", dir, name, err, dir)
	}
	if err != nil {
		return nil, err
	}
	m, err := manifest.Decode(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", dir, err)
	}
	d := &Directory{Manifest: m, path: dir}
	if d.Catalog, err = readHashed(dir, &m.Catalog); err != nil {
		return nil, err
	}
	for i := range m.Texts {
		content, err := readHashed(dir, &m.Texts[i].File)
		if err != nil {
			return nil, err
		}
		d.Texts = append(d.Texts, content)
	}
	if m.Trend != nil {
		if d.Trend, err = readHashed(dir, m.Trend); err != nil {
			return nil, err
		}
	}
	if m.Shards != nil {
		if d.Index, err = readIndex(dir, m); err != nil {
			return nil, err
		}
	}
	return d, nil
}

func readIndex(dir string, m *manifest.Manifest) (*manifest.Index, error) {
	content, err := readHashed(dir, m.Shards)
	if err != nil {
		return nil, err
	}
	index, err := manifest.DecodeIndex(content)
	if err != nil {
		return nil, fmt.Errorf("%s: %s: %w", dir, m.Shards.File, err)
	}
	return index, nil
}

// readHashed reads a file that is what its entry promises.
func readHashed(dir string, f *manifest.File) ([]byte, error) {
	content, err := readFile(filepath.Join(dir, f.File), manifest.MaxFile)
	if err != nil {
		return nil, err
	}
	if err := f.Verify(content); err != nil {
		return nil, fmt.Errorf("%s: %w", dir, err)
	}
	return content, nil
}

// Join takes the shards of categories into the directory's catalog, trend and
// texts, as a page does that is about them. A category without a shard adds nothing.
func (d *Directory) Join(categories ...string) error {
	if d.Index == nil {
		return nil
	}
	var shards [][]byte
	for _, category := range categories {
		s := d.Index.Find(category)
		if s == nil {
			continue
		}
		content, err := readHashed(d.path, &s.Catalog)
		if err != nil {
			return err
		}
		words, err := readHashed(d.path, &s.Texts)
		if err != nil {
			return err
		}
		shards, d.Texts = append(shards, content), append(d.Texts, words)
		d.Manifest.Texts = append(d.Manifest.Texts, manifest.Texts{File: s.Texts, From: d.Manifest.Items, Count: s.Items})
		d.Manifest.Items += s.Items
	}
	joined, err := format.Join(d.Catalog, shards)
	if err == nil && d.Trend != nil {
		d.Trend, err = format.JoinTrend(d.Trend, d.Catalog, joined)
	}
	if err != nil {
		return fmt.Errorf("%s: joining shards: %w", d.path, err)
	}
	d.Catalog = joined
	return nil
}

// eachShard reads every shard's catalog, one after another.
func (d *Directory) eachShard(use func(entry *manifest.Shard, s *format.Shard)) error {
	if d.Index == nil {
		return nil
	}
	for i := range d.Index.Shards {
		entry := &d.Index.Shards[i]
		content, err := readHashed(d.path, &entry.Catalog)
		if err != nil {
			return err
		}
		s, err := format.DecodeShard(content)
		if err != nil {
			return fmt.Errorf("%s: %s: %w", d.path, entry.Catalog.File, err)
		}
		use(entry, s)
	}
	return nil
}

// Holding returns the category whose shard has an item, and whether there is one.
func (d *Directory) Holding(id string) (category string, found bool, err error) {
	err = d.eachShard(func(entry *manifest.Shard, s *format.Shard) {
		if _, ok := s.Items.Find(id); ok {
			category, found = entry.Category, true
		}
	})
	return category, found, err
}

// Items returns the items' texts in item order.
func (d *Directory) Items() ([]TextItem, error) {
	var items []TextItem
	for i, content := range d.Texts {
		var part struct {
			Items []TextItem `json:"items"`
		}
		if err := json.Unmarshal(content, &part); err != nil {
			return nil, fmt.Errorf("%s: %w", d.Manifest.Texts[i].File.File, err)
		}
		items = append(items, part.Items...)
	}
	if len(items) != d.Manifest.Items {
		return nil, fmt.Errorf("the texts hold %d items, the manifest announces %d: build again", len(items), d.Manifest.Items)
	}
	return items, nil
}

// readFile reads a file of no more than most bytes.
func readFile(name string, most int64) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	content, err := io.ReadAll(io.LimitReader(f, most+1))
	if err == nil && int64(len(content)) > most {
		err = fmt.Errorf("%s: more than %d bytes", name, most)
	}
	return content, err
}
