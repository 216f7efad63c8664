package read

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// shipped is the mapping that documentation points to.
const shipped = "../../../testdata/mappings/online-retail.yaml"

func TestLoadMapping_shipped(t *testing.T) {
	m, err := LoadMapping(shipped)
	require.NoError(t, err)
	require.Equal(t, "GBP", m.Currency)
	require.Equal(t, Field{Column: "StockCode", Case: "upper"}, m.Items.ID)
	require.Equal(t, Field{Column: "CustomerID"}, m.Events.Visitor, "a plain string names a column")
	require.Equal(t, []string{"daypart", "region", "season"}, m.Events.Context.keys())
	require.True(t, m.Events.Clean[0].Empty)
	require.Zero(t, *m.Clean[len(m.Clean)-1].AtMost)
}

func TestParseMapping_refuses(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"unknown setting": {"items:\n  id: sku\n  titel: name\n",
			"[3:3] unknown field \"titel\"\n   1 | items:\n   2 |   id: sku\n>  3 |   titel: name\n         ^\n"},
		"unknown setting of a field": {"items:\n  id: {colum: sku}\n",
			"[2:8] unknown field \"colum\"\n   1 | items:\n>  2 |   id: {colum: sku}\n              ^\n"},
		"setting twice": {"items:\n  id: a\n  id: b\n",
			"[3:3] mapping key \"id\" already defined at [2:3]\n   1 | items:\n   2 |   id: a\n>  3 |   id: b\n         ^\n"},
		"list for a mapping": {"items: [1]\n",
			"[1:8] sequence was used where mapping is expected\n>  1 | items: [1]\n              ^\n"},
		"no item id":          {"name: Shop\n", "items.id: say which column holds the item's id"},
		"no visitor":          {"items: {id: a}\nevents: {item: a, kind: k}\n", "events.visitor: say which column holds it, or give a value"},
		"column and value":    {"items: {id: {column: a, value: b}}\n", "items.id: give column or value, not both"},
		"words of a price":    {"items: {id: a, price: {words: [{is: x, words: [y]}]}}\n", `items.price: words means something only in ["items.category" "items.tags"]`},
		"words without is":    {"items: {id: a, tags: {words: [{words: [y]}]}}\n", "items.tags: words: give both is and words"},
		"median of titles":    {"items: {id: a, title: {column: t, choose: median}}\n", "items.title: only a price has a median: choose first, last or most-frequent"},
		"unknown choice":      {"items: {id: a, title: {column: t, choose: best}}\n", `items.title: choose: "best" is none of ["first" "last" "most-frequent" "median" "lowest" "highest"]`},
		"unknown case":        {"items: {id: {column: a, case: camel}}\n", `items.id: case: "camel" is none of ["upper" "lower" "title"]`},
		"moment of an item":   {"items: {id: a, title: {from-time: daypart}}\n", "items.title: from-time means something only in events.context"},
		"layout of an item":   {"items: {id: a, title: {column: t, layout: unix}}\n", `items.title: layout means something only in ["events.time" "items.available_from" "items.available_until"]`},
		"median of stocks":    {"items: {id: a, stock: {column: t, choose: median}}\n", "items.stock: only a price has a median: choose first, last or most-frequent"},
		"extra that collides": {"items: {id: a, extra: [title]}\n", `items.extra: "title" is the name of a field of every item: rename the column`},
		"unknown missing":     {"items: {id: a}\nmissing: skip\n", `missing: "skip" is none of ["empty"]`},
		"items half said":     {"items: {title: a}\nevents: {visitor: v, item: i, kind: {value: buy}}\n", "items.id: say which column holds the item's id"},
		"or without column":   {"items: {id: {column: a, or: {prefix: x}}}\n", "items.id: or: give a column or a value"},
		"or with choose":      {"items: {id: a, title: {column: b, or: {column: c, choose: last}}}\n", "items.title: or: choose, layout, notation, from-time and words hold for all columns of a field: give them beside or"},
		"or that is wrong":    {"items: {id: {column: a, or: {column: c, case: camel}}}\n", `items.id: or: case: "camel" is none of ["upper" "lower" "title"]`},
		"cut at nothing":      {"items: {id: {column: a, cut: [{keep: last}]}}\n", "items.id: cut: say at what"},
		"cut to keep":         {"items: {id: {column: a, cut: [{at: x, keep: all}]}}\n", `items.id: keep: "all" is none of ["first" "last"]`},
		"lowest title":        {"items: {id: a, title: {column: t, choose: lowest}}\n", "items.title: only a price and a stock can be the lowest or highest: choose first, last or most-frequent"},
		"notation of a title": {"items: {id: a, title: {column: t, notation: any}}\n", `items.title: notation means something only in ["items.price"]`},
		"unknown notation":    {"items: {id: a, price: {column: t, notation: roman}}\n", `items.price: notation: "roman" is none of ["any" "point" "comma"]`},
		"match of an item":    {"items: {id: {column: a, match: url}}\n", `items.id: match means something only in ["events.item"]`},
		"unknown markup":      {"items: {id: {column: a, markup: keep}}\n", `items.id: markup: "keep" is none of ["remove"]`},
		"carry without key":   {"items: {id: a, carry: {columns: [b]}}\n", "carry: give both key and columns"},
		"lists side by side":  {"items: {id: a, each: [b, c]}\n", "each: c is no list within b: give lists from the outermost to the innermost"},
		"rule without name":   {"items: {id: a}\nclean: [{column: x, empty: true}]\n", `clean: rule "": name the rule: its rows are counted under its name`},
		"rule without column": {"items: {id: a}\nclean: [{name: r, empty: true}]\n", `clean: rule "r": say which column it looks at`},
		"rule without test":   {"items: {id: a}\nclean: [{name: r, column: x}]\n", `clean: rule "r": give one of matches, lacks, empty, at-most and at-least, not 0`},
		"rule with two tests": {"items: {id: a}\nclean: [{name: r, column: x, empty: true, at-most: 0}]\n", `clean: rule "r": give one of matches, lacks, empty, at-most and at-least, not 2`},
		"bad expression":      {"items: {id: a}\nclean: [{name: r, column: x, matches: '(C'}]\n", "clean: rule \"r\": error parsing regexp: missing closing ): `(C`"},
		"too long":            {strings.Repeat("#", maxMapping+1), "a mapping of 1048577 bytes is longer than 1048576"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := ParseMapping([]byte(c.text))
			require.EqualError(t, err, c.want)
		})
	}
}

func TestLoadMapping_namesTheFile(t *testing.T) {
	name := filepath.Join(t.TempDir(), "shop.yaml")
	require.NoError(t, os.WriteFile(name, []byte("items: {}\n"), 0o644))
	_, err := LoadMapping(name)
	require.EqualError(t, err, name+": items.id: say which column holds the item's id")
}

func FuzzMapping(f *testing.F) {
	text, err := os.ReadFile(shipped)
	require.NoError(f, err)
	f.Add(text)
	f.Add([]byte("items: {id: a}\nclean: [{name: r, column: a, at-most: 0}]\n"))
	f.Add([]byte("items: &a {id: x, title: *a}"))
	f.Fuzz(func(t *testing.T, text []byte) {
		m, err := ParseMapping(text)
		if err != nil {
			return
		}
		// What was accepted must work on rows.
		table, err := newTable("f", strings.NewReader("a,b\n1,2\n"), small, how{})
		require.NoError(t, err)
		if bound, _, err := bindRules(table, "f", m.Clean); err == nil {
			dropped(bound, &Row{Values: [][]byte{[]byte("1"), []byte("2")}})
		}
	})
}

// A mapping of events alone leaves the items to what their file shows.
func TestParseMapping_eventsAlone(t *testing.T) {
	m, err := ParseMapping([]byte("events: {visitor: v, item: i, kind: {value: buy}}\n"))
	require.NoError(t, err)
	require.True(t, m.maps(false))
	require.False(t, m.maps(true))
}
