// Package inspect tells people what is in the files that Privet writes: a built
// directory, a catalog, a trend, an engine module, a visitor's export and consent
// receipts, which it verifies.
package inspect

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"text/tabwriter"
	"time"

	"privet/host/catalog"
	"privet/host/catalog/manifest"
	"privet/host/edge/publish"
)

// maxFile bounds what is read: the manifest format lets no file be larger.
const maxFile = manifest.MaxFile

// Options say what else is wanted of a file.
type Options struct {
	Item       string    // of a catalog or trend: the id of an item of which all is told
	Passphrase string    // opens an encrypted export; "" says no more than what it is
	Now        time.Time // what receipts are held against
}

// File describes a file or a built directory. What it is shows in its first
// bytes. It fails where something is not what it should be, after what it could
// tell.
func File(out io.Writer, name string, o Options) error {
	info, err := os.Stat(name)
	if err != nil {
		return err
	}
	if info.IsDir() || filepath.Base(name) == manifest.Name {
		if !info.IsDir() {
			name = filepath.Dir(name)
		}
		return describeDirectory(out, name, o.Item)
	}
	if info.Size() > maxFile {
		return fmt.Errorf("%s: %d bytes are more than %d: this is no file of Privet's", name, info.Size(), maxFile)
	}
	content, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	if bytes.HasPrefix(content, []byte("PVTT")) {
		err = describeTrendFile(out, name, content, o.Item)
	} else {
		err = describe(out, content, o)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

func describe(out io.Writer, content []byte, o Options) error {
	switch {
	case bytes.HasPrefix(content, []byte("PVTC")):
		return describeCatalog(out, content, o.Item)
	case bytes.HasPrefix(content, []byte("\x00asm")):
		return describeModule(out, content)
	case bytes.IndexAny(bytes.TrimSpace(content), "{[") == 0:
		return describeDocument(out, content, o)
	}
	return fmt.Errorf("this is no catalog (it would begin with PVTC), no trend (PVTT), no module (\\0asm) and no JSON")
}

// describeDocument describes what is written as JSON: receipts, or an export.
func describeDocument(out io.Writer, content []byte, o Options) error {
	var document any
	if err := json.Unmarshal(content, &document); err != nil {
		return fmt.Errorf("not JSON: %w", err)
	}
	if receipts, ok := document.([]any); ok {
		return describeReceipts(out, receipts, o.Now)
	}
	switch {
	case at(document, "@type") != nil:
		return describeReceipts(out, []any{document}, o.Now)
	case text(document, "format") == sealedFormat:
		return describeSealed(out, content, o)
	}
	return describeProfile(out, content, o)
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
	if err := describeShards(out, d, item); err != nil {
		return err
	}
	if err := describeState(out, dir); err != nil {
		return err
	}
	fmt.Fprintf(out, "\n%d categories, %d interests to declare\n", len(m.Categories), len(m.Interests))
	for _, v := range slices.Sorted(maps.Keys(m.Model.Validation)) {
		fmt.Fprintf(out, "validation %s %.4f\n", v, m.Model.Validation[v])
	}
	describeExperiments(out, m)
	fmt.Fprintln(out)
	if err := describeCatalog(out, d.Catalog, item); err != nil || d.Trend == nil {
		return err
	}
	fmt.Fprintln(out)
	return describeTrendFile(out, filepath.Join(dir, m.Trend.File), d.Trend, item)
}

// describeState says who signed a directory, and what privet rollback goes back to.
func describeState(out io.Writer, dir string) error {
	signature, err := publish.Signed(dir)
	if err != nil {
		return fmt.Errorf("%s: %w", dir, err)
	}
	if signature.Key == "" {
		fmt.Fprintln(out, "\nnot signed")
	} else {
		fmt.Fprintf(out, "\nsigned with the key %s\n", signature.Key)
	}
	switch before, err := catalog.Before(dir); {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		fmt.Fprintf(out, "the build before cannot be gone back to: %v\n", err)
	default:
		fmt.Fprintf(out, "the build before: %s, %d items\n", before.Manifest.Catalog.File, before.Manifest.Items)
	}
	return nil
}

// describeShards lists the largest shards of a catalog that was split. Where an item
// is asked for that is in one, it is taken into the directory.
func describeShards(out io.Writer, d *catalog.Directory, item string) error {
	if d.Index == nil {
		return nil
	}
	fmt.Fprintf(out, "\nthat is the head; with its %d shards there are %d items\n", len(d.Index.Shards), d.Index.Items)
	t := table(out)
	row(t, "items", "bytes", "texts", "shard")
	for _, s := range d.Index.Shards[:min(len(d.Index.Shards), shown)] {
		row(t, s.Items, s.Catalog.Bytes, s.Texts.Bytes, s.Category)
	}
	t.Flush()
	if item == "" {
		return nil
	}
	category, found, err := d.Holding(item)
	if err == nil && found {
		fmt.Fprintf(out, "\n%s is in the shard %q; what follows is of the head with it\n", item, category)
		err = d.Join(category)
	}
	return err
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
