package read

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"privet/engine/format"
	"privet/host/catalog/dataset"
)

// files writes files into a temporary directory and goes there, so that errors
// show short names.
func files(t *testing.T, contents map[string]string) {
	t.Chdir(t.TempDir())
	for name, text := range contents {
		require.NoError(t, os.WriteFile(name, []byte(text), 0o644))
	}
}

// reading reads items.csv and events.csv, the second where it exists.
func reading(t *testing.T, mapping string) (*dataset.Dataset, *Report, error) {
	o := Options{Context: context.Background(), Items: "items.csv", MaxErrors: 2}
	if _, err := os.Stat("events.csv"); err == nil {
		o.Events = "events.csv"
	}
	if mapping != "" {
		m, err := ParseMapping([]byte(mapping))
		require.NoError(t, err)
		o.Mapping = m
	}
	return Read(o)
}

func TestRead_ownColumns(t *testing.T) {
	files(t, map[string]string{
		"items.csv": "id,title,category,price,supplier,tags,url,image,colour\n" +
			"a,Red Lantern,Lanterns,12.50,Pier,glass|style=Old,item/a,https://x.org/a.png,red\n" +
			"b,,,,,,,,\n",
		"events.csv": "visitor,item,kind,time,daypart,device\n" +
			"v,b,view,2025-03-01T08:00:00Z,morning,phone\n" +
			"v,a,buy,1740816300,morning,\n" +
			"w,a,dismiss,2025-03-01 23:00:00,,\n",
	})
	d, report, err := reading(t, "")
	require.NoError(t, err)
	require.Equal(t, dataset.Item{
		ID: "a", Title: "Red Lantern", Category: "Lanterns", Price: 12.5, Supplier: "Pier", Tags: []string{"glass", "style=Old"},
		URL: "item/a", Image: "https://x.org/a.png", Extra: map[string]string{"colour": "red"}, Line: 2,
	}, d.Items[0])
	require.Equal(t, dataset.Item{ID: "b", Line: 3}, d.Items[1])
	require.Equal(t, 2, d.Visitors)
	require.Equal(t, []string{"daypart=morning", "device=phone"}, d.Contexts)
	require.Equal(t, []dataset.Event{
		{Visitor: 0, Item: 1, At: 1740816000, Kind: format.View, Visit: 0, Moment: 1},
		{Visitor: 0, Item: 0, At: 1740816300, Kind: format.Buy, Visit: 0, Moment: 2},
		{Visitor: 1, Item: 0, At: 1740870000, Kind: format.Dismiss, Visit: 1},
	}, d.Events)
	require.Equal(t, [][]int32{nil, {0, 1}, {0}}, d.Moments)
	require.Equal(t, FileReport{File: "items.csv", Format: "own", Rows: 2, Kept: 2, Dropped: []Count{}}, report.Items)
	require.Equal(t, FileReport{File: "events.csv", Format: "own", Rows: 3, Kept: 3, Dropped: []Count{}}, report.Events)
}

func TestRead_itemsAlone(t *testing.T) {
	files(t, map[string]string{"items.csv": `{"id":"a","tags":["x","y"],"price":3}` + "\n" + `{"id":"b"}`})
	d, _, err := reading(t, "")
	require.NoError(t, err)
	require.Equal(t, []dataset.Item{{ID: "a", Tags: []string{"x", "y"}, Price: 3, Line: 1}, {ID: "b", Line: 2}}, d.Items)
	require.Empty(t, d.Events)
}

const orderLines = `
clean: [{name: cancelled, column: Invoice, matches: '^C'}, {name: returned, column: Count, at-most: 0}]
items:
  id: {column: Code, case: upper}
  title: {column: Name, choose: most-frequent, case: title}
  price: {column: Price, choose: median}
  category: {otherwise: Other, words: [{is: Lanterns, words: [lantern]}, {is: Mugs, words: [mug, tea cup]}]}
  tags: {words: [{is: colour=Red, words: [red]}]}
events:
  clean: [{name: anonymous, column: Customer, empty: true}]
  visitor: Customer
  item: {column: Code, case: upper}
  kind: {value: buy}
  time: Date
  visit: Invoice
  context: {daypart: {from-time: daypart}, region: {column: Country, values: {USA: America}, otherwise: Europe}}
`

func TestRead_orderLines(t *testing.T) {
	files(t, map[string]string{"items.csv": "Invoice,Code,Name,Count,Date,Price,Customer,Country\n" +
		"1,a1,RED LANTERNS,2,2011-01-01 09:00:00,2.00,v,USA\n" +
		"1,B2,mug,1,2011-01-01 09:00:00,1.00,v,UK\n" +
		"2,A1,RED LANTERN,1,2011-01-02 19:00:00,4.00,w,UK\n" +
		"3,A1,RED LANTERN,1,2011-01-02 19:00:00,9.00,,UK\n" +
		"C4,A1,CANCELLED,1,2011-01-03 19:00:00,4.00,w,UK\n" +
		"5,A1,BROKEN,-3,2011-01-04 19:00:00,0,,UK\n" +
		"6,C3,TEA CUP,1,2011-01-04 19:00:00,3,,UK\n"})
	d, report, err := reading(t, orderLines)
	require.NoError(t, err)
	require.Equal(t, []dataset.Item{
		{ID: "A1", Title: "Red Lantern", Category: "Lanterns", Price: 4, Tags: []string{"colour=Red"}, Line: 2},
		{ID: "B2", Title: "mug", Category: "Mugs", Price: 1, Line: 3},
		{ID: "C3", Title: "Tea Cup", Category: "Mugs", Price: 3, Line: 8}, // nobody known bought it: an item all the same
	}, d.Items)
	require.Len(t, d.Events, 3)
	require.Equal(t, []string{"daypart=morning", "region=America", "region=Europe", "daypart=evening"}, d.Contexts)
	require.Equal(t, FileReport{File: "items.csv", Rows: 7, Kept: 3, Dropped: []Count{{"cancelled", 1}, {"returned", 1}}}, report.Items)
	require.Equal(t, FileReport{File: "items.csv", Rows: 7, Kept: 3, Dropped: []Count{{"cancelled", 1}, {"returned", 1}, {"anonymous", 2}}}, report.Events)
}

func TestRead_setsDamageAside(t *testing.T) {
	long := strings.Repeat("x", 300)
	for name, c := range map[string]struct{ items, events, want string }{
		"no id":            {"id,title\n,x\na,y\n", "", "items.csv:2: id: the row has no item id"},
		"long id":          {"id\n" + long + "\na\n", "", "items.csv:2: id: 300 bytes are more than 256"},
		"price in words":   {"id,price\nb,£5\na,1\n", "", `items.csv:2: price: "£5" is no price: write digits and a decimal point, without a currency`},
		"negative price":   {"id,price\nb,-5\na,1\n", "", `items.csv:2: price: "-5" is no price: write digits and a decimal point, without a currency`},
		"infinite price":   {"id,price\nb,Inf\na,1\n", "", `items.csv:2: price: "Inf" is no price: write digits and a decimal point, without a currency`},
		"stock in words":   {"id,stock\nb,some\na,1\n", "", `items.csv:2: stock: "some" is no stock: write a number, in or out, yes or no`},
		"stock of NaN":     {"id,stock\nb,NaN\na,1\n", "", `items.csv:2: stock: "NaN" is no stock: write a number, in or out, yes or no`},
		"available soon":   {"id,available_from\nb,soon\na,\n", "", `items.csv:2: available_from: "soon" is no time that is understood: write 2006-01-02 15:04:05, or give items.available_from.layout`},
		"available once":   {"id,available_until\nb,1969-07-20\na,\n", "", "items.csv:2: available_until: the time is before 1970 or after 2200"},
		"long tag":         {"id,tags\nb,x|" + long + "\na,\n", "", "items.csv:2: tags: 300 bytes are more than 100"},
		"many tags":        {"id,tags\nb," + strings.Repeat("x|", 33) + "\na,\n", "", "items.csv:2: tags: 33 tags are more than 32"},
		"no visitor":       {"id\na\n", "visitor,item\n,a\nv,a\n", "events.csv:2: visitor: the row has no visitor"},
		"no item":          {"id\na\n", "visitor,item\nv,\nv,a\n", "events.csv:2: item: the row has no item"},
		"unknown kind":     {"id\na\n", "visitor,item,kind\nv,a,purchase\nv,a,buy\n", `events.csv:2: kind: "purchase" is none of view, add, buy, like, dismiss: translate it under events.kind.values of a mapping`},
		"no time":          {"id\na\n", "visitor,item,time\nv,a,yesterday\nv,a,\n", `events.csv:2: time: "yesterday" is no time that is understood: write 2006-01-02 15:04:05, or give events.time.layout`},
		"time before 1970": {"id\na\n", "visitor,item,time\nv,a,-5\nv,a,5\n", "events.csv:2: time: the time is before 1970 or after 2200"},
		"long context":     {"id\na\n", "visitor,item,page\nv,a," + long + "\nv,a,x\n", "events.csv:2: page: 300 bytes are more than 100"},
		"field count":      {"id\na\n", "visitor,item\nv,a,x\nv,a\n", "events.csv:2: the row has 3 fields, the header has 2"},
	} {
		t.Run(name, func(t *testing.T) {
			contents := map[string]string{"items.csv": c.items}
			if c.events != "" {
				contents["events.csv"] = c.events
			}
			files(t, contents)
			d, report, err := reading(t, "")
			require.NoError(t, err, "the rest is used")
			require.Len(t, d.Items, 1)
			r := report.Items
			if c.events != "" {
				r = report.Events
				require.Len(t, d.Events, 1)
			}
			require.Equal(t, 1, r.SetAside)
			require.EqualError(t, r.Examples[0], c.want)
		})
	}
}

func TestRead_fails(t *testing.T) {
	manyColumns := "id"
	for n := range maxExtra + 1 {
		manyColumns += fmt.Sprintf(",c%d", n)
	}
	for name, c := range map[string]struct{ items, events, mapping, want string }{
		"too much damage": {"id,price\na,x\nb,y\nc,z\n", "", "",
			`items.csv: more than 2 rows are damaged, so the file may not be what it should be; allow more with --max-errors. The first: items.csv:2: price: "x" is no price: write digits and a decimal point, without a currency`},
		"no id column":  {"sku,title\na,b\n", "", "items: {id: id}\n", `items.id: items.csv has no column "id": it has sku, title`},
		"header alone":  {"id\n", "", "", "items.csv: no item is left of 0 rows: it has a header and no more"},
		"all damaged":   {"id,price\na,x\n", "", "", `items.csv: no item is left of 1 rows: 1 are damaged, the first: items.csv:2: price: "x" is no price: write digits and a decimal point, without a currency`},
		"all dropped":   {"id\na\n", "", "items: {id: id}\nclean: [{name: test items, column: id, matches: a}]\n", "items.csv: no item is left of 1 rows: 1 were dropped: test items"},
		"other items":   {"id\na\n", "visitor,item\nv,b\nv,c\n", "", "events.csv: no event is left of 2 rows: 2 were dropped: item is not among the items"},
		"many columns":  {manyColumns + "\n", "", "", "items.csv: 33 further columns are more than 32: every visitor downloads them, so name the few that a page shows under items.extra of a mapping"},
		"rule's column": {"id\na\n", "", "items: {id: id}\nclean: [{name: r, column: sku, empty: true}]\n", `rule "r": items.csv has no column "sku": it has id`},
		"extra column":  {"id\na\n", "", "items: {id: id, extra: [colour]}\n", `items.extra: items.csv has no column "colour": it has id`},
		"context key":   {"id\na\n", "visitor,item,a b\nv,a,x\n", "", `events.csv: events.context: key "a b" must be short and without = and spaces`},
	} {
		t.Run(name, func(t *testing.T) {
			contents := map[string]string{"items.csv": c.items}
			if c.events != "" {
				contents["events.csv"] = c.events
			}
			files(t, contents)
			_, _, err := reading(t, c.mapping)
			require.EqualError(t, err, c.want)
		})
	}
}

func TestRead_rulesNeedNumbers(t *testing.T) {
	files(t, map[string]string{"items.csv": "id,n\na,many\nb,1\nc,0\n"})
	d, report, err := reading(t, "items: {id: id}\nclean: [{name: none, column: n, at-most: 0}]\n")
	require.NoError(t, err)
	require.Equal(t, "b", d.Items[0].ID)
	require.EqualError(t, report.Items.Examples[0], `items.csv:2: n: "many" is not a number, which rule "none" needs`)
	require.Equal(t, []Count{{"none", 1}}, report.Items.Dropped)
}

func TestRead_warnings(t *testing.T) {
	files(t, map[string]string{"items.csv": "id,title,url\na,caf\xe9,javascript:alert(1)\na,again,\nb,x, https://x.org/ \nc,y,data:text/html\n"})
	d, report, err := reading(t, "")
	require.NoError(t, err)
	require.Equal(t, []dataset.Item{{ID: "a", Title: "café", Line: 2}, {ID: "b", Title: "x", URL: "https://x.org/", Line: 4}, {ID: "c", Title: "y", Line: 5}}, d.Items)
	require.ElementsMatch(t, []Count{
		{"rows that were not UTF-8 and were read as Windows-1252 (another encoding can be given in a mapping)", 1},
		{"rows of an id that stood before; the first row is used", 1},
		{"addresses left out: neither http, https nor relative", 2},
	}, report.Items.Warnings)
}

func TestRead_address(t *testing.T) {
	for text, want := range map[string]string{
		"item/1": "item/1", "/a b": "/a b", "HTTPS://x": "HTTPS://x", "//cdn/x": "//cdn/x", "?q=a:b": "?q=a:b",
		"javascript:x": "", "JaVaScRiPt:x": "", "vbscript:x": "", "data:x": "", "java script:x": "", ":x": "", "file:///x": "",
	} {
		r := itemReader{report: &FileReport{}}
		require.Equal(t, want, r.address(text), text)
		require.Equal(t, want == "", len(r.report.Warnings) == 1, text)
	}
}

func TestRead_cancelled(t *testing.T) {
	files(t, map[string]string{"items.csv": "id\na\n", "events.csv": "visitor,item\n" + strings.Repeat("v,a\n", 5000)})
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, _, err := Read(Options{Context: ctx, Items: "items.csv", Events: "events.csv"})
	require.ErrorIs(t, err, context.Canceled)
}

// The real file, where it is. Its figures are known from counting it otherwise.
func TestRead_onlineRetail(t *testing.T) {
	dir := os.Getenv("PRIVET_DATA")
	if dir == "" {
		t.Skip("PRIVET_DATA names no directory of data sets")
	}
	m, err := LoadMapping(shipped)
	require.NoError(t, err)
	d, report, err := Read(Options{
		Context: context.Background(), Items: filepath.Join(dir, "online-retail", "online-retail.csv.gz"), Mapping: m,
	})
	require.NoError(t, err)
	require.Equal(t, 541909, report.Items.Rows)
	require.Zero(t, report.Items.SetAside, "no row of it is damaged")
	// testdata/mappings/README.md says so too.
	require.Equal(t, []Count{
		{"cancelled order", 9288}, {"bad debt adjusted", 3}, {"postage, carriage, fees, commission, discounts and manual lines", 2329},
		{"next day carriage", 79}, {"gift voucher", 34}, {"not more than nothing was sold (damaged, lost, returned)", 1336},
		{"no price (stock corrections)", 1161}, {"no customer", 131421},
	}, report.Events.Dropped)
	require.Equal(t, report.Events.Dropped[:7], report.Items.Dropped)
	require.Len(t, d.Items, 3797)
	require.Len(t, d.Events, 396258)
	title := map[string]dataset.Item{}
	for _, it := range d.Items {
		require.NotEmpty(t, it.Title, it.ID)
		require.Positive(t, it.Price, it.ID)
		title[it.ID] = it
	}
	require.Equal(t, dataset.Item{
		ID: "85123A", Title: "White Hanging Heart T-Light Holder", Category: "Candles & T-Lights", Price: 2.95, Tags: []string{"colour=White", "motif=Heart"}, Line: 2,
	}, title["85123A"])
	for _, no := range []string{"POST", "DOT", "M", "D", "BANK CHARGES", "AMAZONFEE", "GIFT_0001_20", "85123a"} {
		require.NotContains(t, title, no)
	}
}

func TestEvents_onKnownItems(t *testing.T) {
	files(t, map[string]string{"events.csv": "visitor,item,time,email address\n" +
		"v,a,2025-03-01 08:00:00,v@example.org\n" +
		"v,b,2025-03-01 07:59:59,v@example.org\n" +
		"w,gone,2025-03-02,w@example.org\n" +
		"w,b,,w@example.org\n"})
	items := []dataset.Item{{ID: "a"}, {ID: "b"}}
	d, report, err := Events(Options{Context: context.Background(), Events: "events.csv"}, items)
	require.NoError(t, err)
	require.Empty(t, d.Contexts, "context is not read, so odd columns do no harm")
	require.Len(t, d.Events, 3)
	require.Equal(t, []Count{{"item is not among the items", 1}}, report.Dropped)

	since := time.Date(2025, 3, 1, 8, 0, 0, 0, time.UTC)
	d, report, err = Events(Options{Context: context.Background(), Events: "events.csv", Since: since}, items)
	require.NoError(t, err)
	require.Len(t, d.Events, 1)
	require.Equal(t, since.Unix(), d.Events[0].At, "the very moment still counts")
	require.Equal(t, []Count{{"older than wanted, or without a time", 2}, {"item is not among the items", 1}}, report.Dropped)
}
