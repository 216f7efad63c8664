package read

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// feed is a feed of these items.
func feed(items string) string {
	return "<rss><channel><title>x</title>\n" + items + "</channel></rss>"
}

func TestFeed_damage(t *testing.T) {
	const first = "<item><a>1</a></item>\n"
	for name, c := range map[string]struct {
		items string
		want  []string
	}{
		"plain":           {first, []string{"2: 1"}},
		"entities":        {first + "<item><a>&eacute;&#38;&lt;</a></item>", []string{"2: 1", "3: é&<"}},
		"bad entity":      {first + "<item><a>&bad;</a></item>" + first, []string{"2: 1", "f:3: no XML: XML syntax error on line 1: invalid character entity &bad;", "3: 1"}},
		"not closed":      {first + "<item><a>2</a>\n<item><a>3</a></item>", []string{"2: 1", "f:3: the <item> is not closed", "4: 3"}},
		"last not closed": {first + "<item><a>2</a>", []string{"2: 1", "f:3: the <item> is not closed"}},
		"too long":        {first + "<item><a>" + strings.Repeat("x", small.Record) + "</a></item>\n" + first, []string{"2: 1", "f:3: the record is longer than 64 bytes", "4: 1"}},
		"empty":           {first + "<item/><item>\n</item>", []string{"2: 1", "3: ", "3: "}},
		"quoted >":        {first + `<item x=">"><a>2</a></item>`, []string{"2: 1", "3: 2"}},
		"damaged first":   {"<item><a></item>" + first, []string{"f:2: no XML: XML syntax error on line 1: element <a> closed by </item>", "2: 1"}},
		"CDATA":           {first + "<item><a><![CDATA[</item>]]></a></item>", []string{"2: 1", "3: </item>"}},
		"not UTF-8":       {first + "<item><a>caf\xe9</a></item>", []string{"2: 1", "3: café"}},
	} {
		t.Run(name, func(t *testing.T) {
			table, err := newTable("f", strings.NewReader(feed(c.items)), small, how{})
			require.NoError(t, err)
			require.NoError(t, table.shape("f", &Mapping{Items: ItemMapping{ID: Field{Column: "a"}}}, true))
			got, err := drain(table)
			require.NoError(t, err)
			require.Equal(t, c.want, got)
		})
	}
}

func TestFeed_fails(t *testing.T) {
	for text, want := range map[string]string{
		"<products><product/></products>":     "f: its root is <products>: of XML, RSS (<rss>) and Atom (<feed>) are read, and products or articles in them",
		"<rss></rss>":                         "f: the feed has no <item> and no <entry>",
		"<rss>\n<item><a>1</a>":               "f: the first item cannot be read: f:2: the file ends inside the <item> of line 2: is it whole?",
		"<rss>\n<item><a>1</a></item>\n":      "f:3: the file ends before </rss>: is it whole?",
		"<rss>\n<item><a>1</a></item>\n<item": "f:3: the file ends before </rss>: is it whole?",
	} {
		table, err := newTable("f", strings.NewReader(text), small, how{})
		if err == nil {
			_, err = drain(table)
		}
		require.EqualError(t, err, want)
	}
}

func FuzzFeed(f *testing.F) {
	for _, seed := range []string{feed("<item><a>1</a></item>"), "<feed><entry><link href='x' rel=\"alternate\"/></entry></feed>", "<rss><item><![CDATA[", "<!--><rss>", "<rss xmlns:g='http://base.google.com/ns/1.0'><item><g:id>1|</g:id><id/></item></rss>", "<?xml encoding='utf-16'?><rss>"} {
		f.Add([]byte(seed))
	}
	limits := Limits{Bytes: 1 << 16, Record: 1 << 10, Columns: 64, Items: 9, Events: 99}
	f.Fuzz(func(t *testing.T, text []byte) {
		table, err := newTable("f", bytes.NewReader(text), limits, how{kind: kindXML})
		if err != nil {
			return
		}
		m, err := (&Format{Name: "merchant"}).mapping(nil)
		require.NoError(t, err)
		require.NoError(t, table.shape("f", m, true))
		row, rows := &Row{}, 0
		for err = table.Next(row); err == nil || errors.As(err, new(*RowError)); err = table.Next(row) {
			if rows++; err == nil {
				require.Len(t, row.Values, len(table.Columns()))
			}
		}
		require.LessOrEqual(t, rows, bytes.Count(text, []byte("<")), "an item has a tag")
	})
}
