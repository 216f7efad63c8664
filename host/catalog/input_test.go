package catalog

import (
	"bytes"
	"compress/gzip"
	"context"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/unicode"
)

// inputs are an operator's, as a test changes them.
type inputs struct{ items, events string }

func (o *Options) inputs(t *testing.T) (in inputs) {
	for name, into := range map[string]*string{o.Items: &in.items, o.Events: &in.events} {
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		*into = strings.ReplaceAll(string(text), "Item", "Été")
	}
	return in
}

func gzipped(t *testing.T, text string) string {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, err := w.Write([]byte(text))
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return out.String()
}

// piped is a named pipe through which somebody writes a text once.
func piped(t *testing.T, text string) string {
	name := filepath.Join(t.TempDir(), "pipe")
	require.NoError(t, syscall.Mkfifo(name, 0o600))
	ended := make(chan struct{})
	go func() { os.WriteFile(name, []byte(text), 0); close(ended) }() // a build that refuses it does not read on
	t.Cleanup(func() {
		// Lets a writer go whom nobody asked, even one who comes only now: a pipe holds these texts.
		last, err := os.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0)
		require.NoError(t, err)
		<-ended
		require.NoError(t, last.Close())
	})
	return name
}

// However the same rows are written down, the catalog has the same bytes, and the
// report says what was not as it should be.
func TestBuild_inputsThatSayTheSame(t *testing.T) {
	village := village(t)
	plain := village.inputs(t)
	spoil(t, village.Items, plain.items)
	_, err := Build(context.Background(), village)
	require.NoError(t, err)
	want := content(t, village.Out)
	latin := strings.NewReplacer("É", "\xc9", "é", "\xe9")
	utf16 := func(text string) string {
		encoded, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(text)
		require.NoError(t, err)
		return encoded
	}
	for name, c := range map[string]struct {
		change           func(t *testing.T, o *Options, in inputs)
		setAside, warned string // of items or events
	}{
		"UTF-16": {change: func(t *testing.T, o *Options, in inputs) {
			spoil(t, o.Items, utf16(in.items))
			spoil(t, o.Events, utf16(in.events))
		}},
		"a mark":  {change: func(t *testing.T, o *Options, in inputs) { spoil(t, o.Items, "\xef\xbb\xbf"+in.items) }},
		"Latin-1": {change: func(t *testing.T, o *Options, in inputs) { spoil(t, o.Items, latin.Replace(in.items)) }, warned: "not UTF-8"},
		"line ends": {change: func(t *testing.T, o *Options, in inputs) {
			spoil(t, o.Events, strings.Replace(strings.ReplaceAll(in.events, "\nv1", "\rv1"), "\n", "\r\n", 99))
		}},
		"a pipe": {change: func(t *testing.T, o *Options, in inputs) { o.Events = piped(t, in.events) }},
		"a zipped pipe": {change: func(t *testing.T, o *Options, in inputs) {
			o.Items, o.Events = piped(t, gzipped(t, in.items)), piped(t, gzipped(t, in.events))
		}},
		"a line of 10 MB": {change: func(t *testing.T, o *Options, in inputs) {
			spoil(t, o.Events, in.events+"v1,"+strings.Repeat("x", 10<<20)+"\n")
		},
			setAside: "events.csv:362: the line is longer than 1048576 bytes"},
		"damaged rows": {change: func(t *testing.T, o *Options, in inputs) {
			spoil(t, o.Events, strings.Replace(in.events, "\n", "\nv1\n,i01,view,\n", 1))
		},
			setAside: "events.csv:2: the row has 1 fields, the header has 4"},
	} {
		t.Run(name, func(t *testing.T) {
			o := village
			dir := t.TempDir()
			o.Items, o.Events, o.Out, o.MaxErrors = filepath.Join(dir, "items.csv"), filepath.Join(dir, "events.csv"), filepath.Join(dir, "out"), 2
			spoil(t, o.Items, plain.items)
			spoil(t, o.Events, plain.events)
			c.change(t, &o, plain)
			report, err := Build(context.Background(), o)
			require.NoError(t, err)
			require.Equal(t, want, content(t, o.Out))
			var said []string
			for _, e := range report.Read.Events.Examples {
				said = append(said, e.Error())
			}
			require.Contains(t, strings.Join(said, "\n"), c.setAside)
			require.Equal(t, c.setAside == "", said == nil)
			require.Equal(t, c.warned == "", len(report.Read.Items.Warnings) == 0)
			for _, w := range report.Read.Items.Warnings {
				require.Contains(t, w.Name, c.warned)
			}
		})
	}
}

// What cannot be read is refused with its place, and the catalog before stays.
func TestBuild_inputsThatAreRefused(t *testing.T) {
	good := village(t)
	_, err := Build(context.Background(), good)
	require.NoError(t, err)
	before := content(t, good.Out)
	plain := good.inputs(t)
	for name, c := range map[string]struct {
		change func(t *testing.T, o *Options)
		want   string
	}{
		"missing columns": {func(t *testing.T, o *Options) { spoil(t, o.Events, "who,what\nv,i01\n") }, "who, what"},
		"broken XML":      {func(t *testing.T, o *Options) { spoil(t, o.Items, "<rss><channel><item><title>x</item>") }, "items.csv:1: "},
		"cut gzip": {func(t *testing.T, o *Options) {
			whole := gzipped(t, plain.events)
			spoil(t, o.Events, whole[:len(whole)-20])
		}, "cannot read on (unexpected EOF): is the file whole?"},
		"cut gzip in a pipe": {func(t *testing.T, o *Options) { o.Events = piped(t, gzipped(t, plain.events)[:200]) }, "cannot read on (unexpected EOF)"},
		"a line of 10 MB":    {func(t *testing.T, o *Options) { spoil(t, o.Events, plain.events+strings.Repeat("x", 10<<20)) }, "events.csv:362: the line is longer than 1048576 bytes"},
		"no pages":           {func(t *testing.T, o *Options) { o.Items = t.TempDir() }, "the directory has no page whose name ends in .html or .htm"},
		"an empty file":      {func(t *testing.T, o *Options) { spoil(t, o.Events, "") }, "the file is empty"},
		"an empty pipe":      {func(t *testing.T, o *Options) { o.Events = piped(t, "") }, "the file is empty"},
		"no bytes at all":    {func(t *testing.T, o *Options) { o.Events = "/dev/null" }, "/dev/null: the file is empty"},
		"zeros for ever":     {func(t *testing.T, o *Options) { o.Events = "/dev/zero" }, "/dev/zero: it has zero bytes and no byte order mark"},
		"Parquet in a pipe":  {func(t *testing.T, o *Options) { o.Events = piped(t, "PAR1 and so on PAR1") }, "a Parquet file is read from its end, which a pipe does not have: save it as a file"},
		"order lines in a pipe": {func(t *testing.T, o *Options) {
			o.Mapping = filepath.Join(t.TempDir(), "orders.yaml")
			spoil(t, o.Mapping, "items: {id: sku}\nevents: {visitor: who, item: sku, kind: {value: buy}}\n")
			o.Items, o.Events = piped(t, "who,sku\nv,a\n"), ""
		}, "holds items and events, and a pipe can be read once: save it as a file"},
		"too many errors": {func(t *testing.T, o *Options) {
			o.MaxErrors = 3
			spoil(t, o.Events, strings.Replace(plain.events, "\n", "\n,\n,\n,\n,\n", 1))
		}, "events.csv: more than 3 rows are damaged, so the file may not be what it should be; allow more with --max-errors. The first: "},
	} {
		t.Run(name, func(t *testing.T) {
			o := good
			dir := t.TempDir()
			o.Items, o.Events = filepath.Join(dir, "items.csv"), filepath.Join(dir, "events.csv")
			spoil(t, o.Items, plain.items)
			spoil(t, o.Events, plain.events)
			c.change(t, &o)
			_, err := Build(context.Background(), o)
			require.ErrorContains(t, err, c.want)
			require.Equal(t, before, content(t, good.Out))
		})
	}
}
