package catalog

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"privet/host/catalog/manifest"
)

// A Directory is what privet build wrote, read back and verified.
type Directory struct {
	Manifest *manifest.Manifest
	Catalog  []byte
	Texts    [][]byte // beside Manifest.Texts, JSON
	Trend    []byte   // nil where there is none
}

// Open reads a built directory. It returns nothing unless every file has the
// length and digest that the manifest says.
func Open(dir string) (*Directory, error) {
	text, err := readFile(filepath.Join(dir, manifest.Name), manifest.MaxBytes)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s holds no %s (%w): build it with privet build --out %s", dir, manifest.Name, err, dir)
	}
	if err != nil {
		return nil, err
	}
	m, err := manifest.Decode(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", dir, err)
	}
	d := &Directory{Manifest: m}
	for i, f := range m.Files() {
		content, err := readFile(filepath.Join(dir, f.File), manifest.MaxFile)
		if err != nil {
			return nil, err
		}
		if err := f.Verify(content); err != nil {
			return nil, fmt.Errorf("%s: %w", dir, err)
		}
		switch {
		case i == 0:
			d.Catalog = content
		case i <= len(m.Texts):
			d.Texts = append(d.Texts, content)
		default:
			d.Trend = content
		}
	}
	return d, nil
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
