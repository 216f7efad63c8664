package catalog

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/stretchr/testify/require"

	"privet/engine/format"
	"privet/host/catalog/manifest"
)

// village writes the files of a shop of 20 items and 60 visitors, each of whom
// likes the even or the odd ones, and returns how to build it.
func village(t *testing.T) Options {
	dir := t.TempDir()
	var items, events strings.Builder
	items.WriteString("id,title,category,price,tags,shelf\n")
	for i := range 20 {
		fmt.Fprintf(&items, "i%02d,Item <%d>,%s,%d.50,side=%d,%d\n", i, i, []string{"Even & Co", "Odd"}[i%2], i, i%2, i/5)
	}
	events.WriteString("visitor,item,kind,time\n")
	for v := range 60 {
		for n := range 6 {
			fmt.Fprintf(&events, "v%d,i%02d,view,%d\n", v, (v%2+2*(v/2+n*n))%20, 1_700_000_000+v*86400+n*60)
		}
	}
	o := Options{Items: filepath.Join(dir, "items.csv"), Events: filepath.Join(dir, "events.csv"), Out: filepath.Join(dir, "out"), Name: "Village", Currency: "EUR"}
	require.NoError(t, os.WriteFile(o.Items, []byte(items.String()), 0o644))
	require.NoError(t, os.WriteFile(o.Events, []byte(events.String()), 0o644))
	return o
}

// content is every file of a directory.
func content(t *testing.T, dir string) map[string]string {
	all := map[string]string{}
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	for _, e := range entries {
		b, err := os.ReadFile(filepath.Join(dir, e.Name()))
		require.NoError(t, err)
		all[e.Name()] = string(b)
	}
	return all
}

func TestBuild(t *testing.T) {
	o := village(t)
	report, err := Build(context.Background(), o)
	require.NoError(t, err)
	require.Equal(t, 360, report.Read.Events.Kept)

	d, err := Open(o.Out)
	require.NoError(t, err)
	c, err := format.Decode(d.Catalog)
	require.NoError(t, err)
	require.Equal(t, 20, c.Items.Len())
	m := d.Manifest
	require.Equal(t, []any{"Village", "EUR", 20}, []any{m.Name, m.Currency, m.Items})
	require.Equal(t, []string{"Even & Co", "Odd"}, m.Categories)

	var texts struct {
		From  int
		Items []map[string]any
	}
	require.NoError(t, json.Unmarshal(d.Texts[0], &texts))
	require.Len(t, texts.Items, 20)
	for i, text := range texts.Items {
		require.Equal(t, c.Items.At(i), text["id"], "texts are in the catalog's order")
		require.Contains(t, text, "shelf", "further columns reach the page")
		require.NotContains(t, text, "url", "empty fields are left out")
	}
	require.Contains(t, string(d.Texts[0]), "Item <7>")

	require.Equal(t, []int64{report.Train.TrendHalfLife, 86400}, []int64{m.Model.TrendHalfLife, m.Model.HotHalfLife})
	today, err := format.DecodeTrend(d.Trend, c)
	require.NoError(t, err)
	require.Equal(t, c.Bias, today.Bias, "a build's popularity is its catalog's")
	require.Equal(t, make([]byte, 20), today.Hot, "nothing ever changes in the village")

	files := content(t, o.Out)
	require.Len(t, files, 10)
	for _, f := range m.Files() {
		plain, err := io.ReadAll(brotli.NewReader(strings.NewReader(files[f.File+".br"])))
		require.NoError(t, err)
		require.Equal(t, files[f.File], string(plain))
		z, err := gzip.NewReader(strings.NewReader(files[f.File+".gz"]))
		require.NoError(t, err)
		require.True(t, z.ModTime.IsZero() && z.Name == "", "no time and no name")
		plain, err = io.ReadAll(z)
		require.NoError(t, err)
		require.Equal(t, files[f.File], string(plain))
	}
}

func TestBuild_withoutTimes(t *testing.T) {
	o := village(t)
	spoil(t, o.Events, "visitor,item\nv,i00\nw,i00\n")
	_, err := Build(context.Background(), o)
	require.NoError(t, err)
	d, err := Open(o.Out)
	require.NoError(t, err)
	require.Nil(t, d.Manifest.Trend)
	require.Nil(t, d.Trend)
	require.NotContains(t, content(t, o.Out)[manifest.Name], `"trend"`)
}

func TestBuild_sameInputSameBytes(t *testing.T) {
	o := village(t)
	_, err := Build(context.Background(), o)
	require.NoError(t, err)
	first := content(t, o.Out)
	o.Out += "-again"
	_, err = Build(context.Background(), o)
	require.NoError(t, err)
	require.Equal(t, first, content(t, o.Out))
}

func TestBuild_keepsOnePreviousGeneration(t *testing.T) {
	o := village(t)
	notes := filepath.Join(o.Out, "notes.txt")
	texts := func(name string) map[string]bool {
		items, err := os.ReadFile(o.Items)
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(o.Items, bytes.Replace(items, []byte("Item <0>"), []byte("Item <0>"+name), 1), 0o644))
		_, err = Build(context.Background(), o)
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(notes, nil, 0o644))
		found := map[string]bool{}
		for name := range content(t, o.Out) {
			if strings.HasPrefix(name, "texts.") {
				found[name] = true
			}
		}
		return found
	}
	one, two, three := texts("1"), texts("2"), texts("3")
	require.Len(t, one, 3)
	require.Len(t, two, 6)
	require.Len(t, three, 6)
	for name := range one {
		require.Contains(t, two, name, "a page that loaded the first manifest still finds its files")
		require.NotContains(t, three, name)
	}
	require.FileExists(t, notes, "what no build wrote stays")
}

func TestBuild_failureChangesNothing(t *testing.T) {
	good := village(t)
	_, err := Build(context.Background(), good)
	require.NoError(t, err)
	before := content(t, good.Out)
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	for name, c := range map[string]struct {
		ctx   context.Context
		spoil func(t *testing.T, o *Options)
		want  string
	}{
		"no items file":    {nil, func(t *testing.T, o *Options) { o.Items += "x" }, "no such file"},
		"no mapping":       {nil, func(t *testing.T, o *Options) { o.Mapping = "none.yaml" }, "no such file"},
		"damaged items":    {nil, func(t *testing.T, o *Options) { spoil(t, o.Items, "id,price\na,x\n") }, "more than 0 rows are damaged"},
		"damaged events":   {nil, func(t *testing.T, o *Options) { spoil(t, o.Events, "visitor,item\n,\n") }, "more than 0 rows are damaged"},
		"currency":         {nil, func(t *testing.T, o *Options) { o.Currency = "euro" }, "no ISO 4217 code"},
		"interrupted":      {cancelled, func(t *testing.T, o *Options) {}, "context canceled"},
		"manifest blocked": {nil, func(t *testing.T, o *Options) { o.Out = blocked(t) }, "manifest.json"},
	} {
		t.Run(name, func(t *testing.T) {
			o := village(t)
			o.Out = good.Out
			c.spoil(t, &o)
			if c.ctx == nil {
				c.ctx = context.Background()
			}
			_, err := Build(c.ctx, o)
			require.ErrorContains(t, err, c.want)
			require.Equal(t, before, content(t, good.Out))
			if o.Out != good.Out {
				entries, err := os.ReadDir(o.Out)
				require.NoError(t, err)
				require.Len(t, entries, 1, "new files are gone again")
			}
		})
	}
}

func spoil(t *testing.T, name, text string) {
	require.NoError(t, os.WriteFile(name, []byte(text), 0o644))
}

// blocked returns a directory in which the very last rename must fail.
func blocked(t *testing.T) string {
	dir := t.TempDir()
	require.NoError(t, os.MkdirAll(filepath.Join(dir, manifest.Name, "x"), 0o755))
	return dir
}

func TestOpen_refuses(t *testing.T) {
	o := village(t)
	_, err := Build(context.Background(), o)
	require.NoError(t, err)
	m, err := os.ReadFile(filepath.Join(o.Out, manifest.Name))
	require.NoError(t, err)
	whole, err := manifest.Decode(m)
	require.NoError(t, err)
	for name, c := range map[string]struct {
		file  string
		spoil func([]byte) []byte
		want  string
	}{
		"truncated catalog": {whole.Catalog.File, func(b []byte) []byte { return b[:len(b)-1] }, "bytes where the manifest says"},
		"altered catalog":   {whole.Catalog.File, func(b []byte) []byte { return append([]byte{b[0] ^ 1}, b[1:]...) }, "its SHA-256 is not the one in the manifest"},
		"altered texts":     {whole.Texts[0].File.File, func(b []byte) []byte { return append([]byte{b[0] ^ 1}, b[1:]...) }, "its SHA-256 is not the one in the manifest"},
		"altered trend":     {whole.Trend.File, func(b []byte) []byte { return append([]byte{b[0] ^ 1}, b[1:]...) }, "its SHA-256 is not the one in the manifest"},
		"altered manifest":  {manifest.Name, func(b []byte) []byte { return b[:len(b)/2] }, "manifest.json: line"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(o.Out, c.file)
			before, err := os.ReadFile(path)
			require.NoError(t, err)
			require.NoError(t, os.WriteFile(path, c.spoil(bytes.Clone(before)), 0o644))
			_, err = Open(o.Out)
			require.ErrorContains(t, err, c.want)
			require.ErrorContains(t, err, o.Out)
			require.ErrorContains(t, err, c.file)
			require.NoError(t, os.WriteFile(path, before, 0o644))
			_, err = Open(o.Out)
			require.NoError(t, err)
		})
	}
	t.Run("missing texts", func(t *testing.T) {
		require.NoError(t, os.Remove(filepath.Join(o.Out, whole.Texts[0].File.File)))
		_, err := Open(o.Out)
		require.ErrorIs(t, err, fs.ErrNotExist)
	})
	t.Run("nothing", func(t *testing.T) {
		dir := t.TempDir()
		_, err := Open(dir)
		require.True(t, errors.Is(err, fs.ErrNotExist))
		require.ErrorContains(t, err, "build it with privet build --out "+dir)
	})
}
