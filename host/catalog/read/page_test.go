package read

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// scripted is a page with a script of JSON-LD.
func scripted(json string) []byte {
	return []byte("<html><script type=application/ld+json>" + json + "</script></html>")
}

func TestPage_things(t *testing.T) {
	for json, want := range map[string][]string{
		`{"@type":"Product","sku":1}`:                                 {"1"},
		`{"@type":"https://schema.org/Product","sku":1}`:              {"1"},
		`{"@type":"schema:Article","sku":1}`:                          {"1"},
		`[[{"@type":"Product","sku":1}],{"@type":"Product","sku":2}]`: {"1", "2"},
		`{"@graph":{"@graph":[{"@type":"Product","sku":1}]}}`:         {"1"},
		`{"@type":"Product","sku":1,"related":{"@type":"Product"}}`:   {"1"},
		`{"@type":"Organization","sku":1}`:                            nil,
		`{"@type":7}`:                                                 nil,
		`{"@type":{"@type":"Product"}}`:                               nil,
		`7`:                                                           nil,
		``:                                                            nil,
		`<!-- {"@type":"Product","sku":1} -->`:                        {"1"},
		strings.Repeat(`{"@graph":`, 4) + `{"@type":"Product","sku":1}` + strings.Repeat(`}`, 4): {"1"},
		strings.Repeat(`{"@graph":`, 5) + `{"@type":"Product","sku":1}` + strings.Repeat(`}`, 5): nil,
	} {
		p, err := readPage(scripted(json))
		require.NoError(t, err)
		require.Empty(t, p.damaged, json)
		var got []string
		for _, thing := range p.things {
			got = append(got, string(thing.part("sku").raw))
		}
		require.Equal(t, want, got, json)
	}
}

func TestPages_none(t *testing.T) {
	dir := t.TempDir()
	_, err := open(dir, DefaultLimits, nil, how{})
	require.EqualError(t, err, dir+": the directory has no page whose name ends in .html or .htm")
	name := dir + "/big.html"
	require.NoError(t, os.WriteFile(name, append([]byte("<html>"), make([]byte, maxPage)...), 0o600))
	table, err := open(dir, DefaultLimits, nil, how{})
	require.NoError(t, err)
	got, err := drain(table)
	require.NoError(t, err)
	require.Equal(t, []string{name + ":1: the page is longer than 16777216 bytes"}, got)
}

func FuzzPage(f *testing.F) {
	for _, json := range []string{`{"@graph":[{"@type":["Product"],"offers":[{"price":"1"},{}]}]}`, `{"@type":"Product","image":[{"url":1},"x"]}`, `{`} {
		f.Add(scripted(json))
	}
	f.Add([]byte("\xff\xfe<\x00h\x00t\x00m\x00l\x00>\x00"))
	f.Fuzz(func(t *testing.T, content []byte) {
		table, err := newTable("f", bytes.NewReader(content), DefaultLimits, how{kind: kindHTML})
		if err != nil {
			return
		}
		m, err := (&Format{Name: "jsonld"}).mapping(nil)
		require.NoError(t, err)
		require.NoError(t, table.shape("f", m, true))
		_, err = drain(table)
		require.NoError(t, err, "a page has an end, whatever it holds")
	})
}
