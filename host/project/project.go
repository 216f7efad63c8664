// Package project writes the folder in which an operator builds, tests and deploys a catalog.
package project

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"text/template"

	"privet/testdata/shop/generate"
)

//go:embed all:template
var files embed.FS

// Options say what a project is about.
type Options struct {
	Name     string // the site's; the folder's by default
	Currency string // ISO 4217; "" where unknown
	// Files, as seen from the project's folder. Without Items, a generated shop is put into data.
	Items, Events, Mapping string
}

// Slug is the name as a part of an address.
func (o *Options) Slug() string {
	slug := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			return r
		}
		return '-'
	}, strings.ToLower(o.Name))
	for strings.Contains(slug, "--") {
		slug = strings.ReplaceAll(slug, "--", "-")
	}
	if slug = strings.Trim(slug, "-"); slug == "" {
		return "site"
	}
	return slug
}

// Write writes a project into a folder and returns the files' names in it. Nothing that is there is
// overwritten: one file in the way, and nothing is written.
func Write(dir string, o Options) ([]string, error) {
	if o.Name == "" {
		absolute, err := filepath.Abs(dir)
		if err != nil {
			return nil, err
		}
		o.Name = filepath.Base(absolute)
	}
	if strings.ContainsAny(o.Name, "<>&\"\\\n") {
		return nil, fmt.Errorf("%q: leave < > & \" \\ out of the name, which stands in pages and settings", o.Name)
	}
	sample := o.Items == ""
	if sample {
		o.Items, o.Events, o.Currency = "data/items.csv", "data/events.csv.gz", "GBP"
	}
	contents, err := fill(&o)
	if err != nil {
		return nil, err
	}
	var names []string
	for name := range contents {
		if _, err := os.Lstat(filepath.Join(dir, name)); !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("%s: it is there already, and nothing was written: choose another folder", filepath.Join(dir, name))
		}
		names = append(names, name)
	}
	if sample {
		if _, err := os.Lstat(filepath.Join(dir, "data")); !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("%s: it is there already: say with --items which file of it has the items", filepath.Join(dir, "data"))
		}
		if _, err := generate.Write(filepath.Join(dir, "data"), 1); err != nil {
			return nil, err
		}
		names = append(names, o.Items, o.Events)
	}
	for name, content := range contents {
		to := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			return nil, err
		}
		mode := fs.FileMode(0o644)
		if bytes.HasPrefix(content, []byte("#!")) {
			mode = 0o755
		}
		if err := os.WriteFile(to, content, mode); err != nil {
			return nil, err
		}
	}
	return names, nil
}

// fill returns the files of a project by name.
func fill(o *Options) (map[string][]byte, error) {
	contents := map[string][]byte{}
	return contents, fs.WalkDir(files, "template", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := files.ReadFile(name)
		if err != nil {
			return err
		}
		filled := &bytes.Buffer{}
		one, err := template.New(name).Funcs(template.FuncMap{"quote": strconv.Quote}).Parse(string(text))
		if err == nil {
			err = one.Execute(filled, o)
		}
		contents[strings.TrimPrefix(name, "template/")] = filled.Bytes()
		return err
	})
}
