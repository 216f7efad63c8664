// Package inspect tells people what is in the files that Privet writes: a built
// directory, a catalog, a trend, a visitor's export, an engine module.
package inspect

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"text/tabwriter"

	"privet/host/catalog"
	"privet/host/catalog/manifest"
)

// maxFile bounds what is read: the manifest format lets no file be larger.
const maxFile = manifest.MaxFile

// File describes a file or a built directory. What it is shows in its first
// bytes. With an item's id, what a catalog knows of that item is shown too.
func File(out io.Writer, name, item string) error {
	info, err := os.Stat(name)
	if err != nil {
		return err
	}
	if info.IsDir() || filepath.Base(name) == manifest.Name {
		if !info.IsDir() {
			name = filepath.Dir(name)
		}
		return describeDirectory(out, name, item)
	}
	if info.Size() > maxFile {
		return fmt.Errorf("%s: %d bytes are more than %d: this is no file of Privet's", name, info.Size(), maxFile)
	}
	content, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	if bytes.HasPrefix(content, []byte("PVTT")) {
		err = describeTrendFile(out, name, content, item)
	} else {
		err = describe(out, content, item)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

func describe(out io.Writer, content []byte, item string) error {
	switch {
	case bytes.HasPrefix(content, []byte("PVTC")):
		return describeCatalog(out, content, item)
	case bytes.HasPrefix(content, []byte("\x00asm")):
		return describeModule(out, content)
	case bytes.HasPrefix(bytes.TrimSpace(content), []byte("{")):
		return describeProfile(out, content)
	}
	return fmt.Errorf("this is no catalog (it would begin with PVTC), no trend (PVTT), no module (\\0asm) and no JSON")
}

// describeDirectory verifies a built directory and says what is in it.
func describeDirectory(out io.Writer, dir, item string) error {
	d, err := catalog.Open(dir)
	if err != nil {
		return err
	}
	m := d.Manifest
	fmt.Fprintf(out, "%s: %q, %d items, prices in %s; every file is as the manifest says\n\n", dir, m.Name, m.Items, orNone(m.Currency))
	t := table(out)
	row(t, "bytes", "brotli", "file")
	for _, f := range m.Files() {
		brotli := "none"
		if info, err := os.Stat(filepath.Join(dir, f.File+".br")); err == nil {
			brotli = fmt.Sprint(info.Size())
		}
		row(t, f.Bytes, brotli, f.File)
	}
	t.Flush()
	fmt.Fprintf(out, "\n%d categories, %d interests to declare\n", len(m.Categories), len(m.Interests))
	for _, v := range slices.Sorted(maps.Keys(m.Model.Validation)) {
		fmt.Fprintf(out, "validation %s %.4f\n", v, m.Model.Validation[v])
	}
	fmt.Fprintln(out)
	if err := describeCatalog(out, d.Catalog, item); err != nil || d.Trend == nil {
		return err
	}
	fmt.Fprintln(out)
	return describeTrendFile(out, filepath.Join(dir, m.Trend.File), d.Trend, item)
}

func table(out io.Writer) *tabwriter.Writer { return tabwriter.NewWriter(out, 0, 0, 2, ' ', 0) }

// row prints one line of a table.
func row(t *tabwriter.Writer, cells ...any) {
	for i, c := range cells {
		if i > 0 {
			fmt.Fprint(t, "\t")
		}
		fmt.Fprint(t, c)
	}
	fmt.Fprintln(t)
}

func orNone(s string) string {
	if s == "" {
		return "no currency"
	}
	return s
}
