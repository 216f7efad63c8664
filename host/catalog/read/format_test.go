package read

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"privet/engine/format"
	"privet/host/catalog/dataset"
)

// readSamples reads files of testdata, each told by its content.
func readSamples(t *testing.T, items, events string) (*dataset.Dataset, *Report) {
	t.Helper()
	o := Options{Context: context.Background(), Items: filepath.Join("testdata", items), MaxErrors: 9}
	if events != "" {
		o.Events = filepath.Join("testdata", events)
	}
	d, report, err := Read(o)
	require.NoError(t, err)
	return d, report
}

// did is an event as a test writes it.
type did struct {
	visitor, visit int32
	item           string
	kind           format.Kind
	at             int64
	context        string
}

// whatTheyDid lists the events of a data set, by visitor and time.
func whatTheyDid(d *dataset.Dataset) []did {
	var list []did
	for _, e := range d.Events {
		one := did{e.Visitor, e.Visit, d.Items[e.Item].ID, e.Kind, e.At, ""}
		for _, c := range d.Context(&e) {
			one.context += d.Contexts[c] + " "
		}
		list = append(list, one)
	}
	return list
}

// Every built-in mapping is one that an operator could have written, and every
// format has one.
func TestFormats_haveMappings(t *testing.T) {
	files, err := mappings.ReadDir("formats")
	require.NoError(t, err)
	named := map[string]bool{}
	for _, f := range formats {
		if !f.own {
			named[f.Name+".yaml"] = true
			m, err := f.mapping(nil)
			require.NoError(t, err, f.Name)
			require.True(t, m.maps(f.Items), f.Name)
			require.False(t, m.maps(!f.Items), f.Name)
		}
	}
	require.Len(t, files, len(named))
	for _, file := range files {
		require.True(t, named[file.Name()], file.Name())
	}
}

func TestMerchant_tsv(t *testing.T) {
	d, report := readSamples(t, "merchant.tsv", "")
	require.Equal(t, []dataset.Item{
		{ID: "LAN-1", Title: "Red Lantern, small", Category: "Lanterns", URL: "https://shop.example/lantern?size=s", Image: "https://cdn.shop.example/lan1.jpg", Price: 19.9, Supplier: "Pier & Co", Stock: dataset.InStock, Line: 2},
		{ID: "MUG-7", Title: "Enamel Mug", Category: "Mugs", URL: "https://shop.example/mug", Image: "https://cdn.shop.example/mug7.jpg", Price: 9.99, Stock: dataset.InStock, Line: 4},
	}, d.Items)
	require.Equal(t, "merchant", report.Items.Format)
	require.Equal(t, "EUR", report.Currency)
	require.Equal(t, 1, report.Items.SetAside)
	require.EqualError(t, report.Items.Examples[0], `testdata/merchant.tsv:5: price: "1.234 EUR" is no clear price: 1.234 may be a thousandth or a thousand: give notation: point or comma in a mapping`)
}

func TestShopify(t *testing.T) {
	d, report := readSamples(t, "shopify.csv", "shopify-orders.csv")
	require.Equal(t, []dataset.Item{
		{ID: "enamel-mug", Title: "Enamel Mug", Category: "Mugs", URL: "/products/enamel-mug", Price: 9.5, Supplier: "Hearth", Line: 6},
		{ID: "red-lantern", Title: "Red Lantern", Category: "Lanterns", URL: "/products/red-lantern", Image: "https://cdn.shop.example/lan-1.jpg", Price: 19.9, Supplier: "Pier & Co", Stock: dataset.InStock, Tags: []string{"iron", "handmade"}, Line: 2},
	}, d.Items)
	require.Equal(t, []Count{{"draft or archived", 2}, {"not published", 0}}, report.Items.Dropped, "of a draft the variants too")
	require.Equal(t, []did{
		{0, 0, "red-lantern", format.Buy, 1767604333, "daypart=morning season=winter weekday=monday "},
		{0, 0, "enamel-mug", format.Buy, 1767604333, "daypart=morning season=winter weekday=monday "},
		{0, 1, "enamel-mug", format.Buy, 1769929200, "daypart=morning season=winter weekday=sunday "},
	}, whatTheyDid(d), "Ada's two orders, however she writes her address")
	require.Equal(t, []Count{{"cancelled order", 1}, {"not paid for", 0}, {"no e-mail address", 0}, {"no SKU", 1}, {"item is not among the items", 1}}, report.Events.Dropped)
}

func TestWooCommerce(t *testing.T) {
	d, report := readSamples(t, "woocommerce.csv", "woocommerce-orders.csv")
	require.Equal(t, []dataset.Item{
		{ID: "hoodie", Title: "Hoodie", Category: "Hoodies", URL: "/?p=44", Image: "https://shop.example/h1.jpg", Price: 45, Stock: dataset.InStock, Tags: []string{"warm", "cotton"}, Line: 3},
		{ID: "id:47", Title: "Beanie", Category: "Accessories", URL: "/?p=47", Price: 18, Stock: dataset.InStock, Line: 6},
	}, d.Items)
	require.Equal(t, []Count{{"not published", 1}, {"not to be seen in the catalog", 1}, {"variants of an item that is not among the items", 1}}, report.Items.Dropped)
	require.Equal(t, []did{
		{0, 0, "hoodie", format.Buy, 1767607933, "daypart=morning season=winter weekday=monday "},
		{0, 0, "id:47", format.Buy, 1767607933, "daypart=morning season=winter weekday=monday "},
		{1, 1, "hoodie", format.Buy, 1767819600, "daypart=evening season=winter weekday=wednesday "},
	}, whatTheyDid(d))
	require.Equal(t, []Count{{"cancelled, failed, refunded or not finished", 1}, {"no e-mail address", 0}}, report.Events.Dropped)
}

func TestRecognise_nothing(t *testing.T) {
	files(t, map[string]string{"items.csv": "sku,title\na,b\n"})
	_, _, err := reading(t, "")
	require.ErrorContains(t, err, "items.csv is CSV with the columns sku, title, which is no known format of items. Name its columns in a mapping (--mapping), or say which it is (--items-format):")
	for _, f := range Formats(true) {
		require.ErrorContains(t, err, "\n  "+f.Name+": "+f.About)
	}
	files(t, map[string]string{"items.csv": "id\na\n", "events.csv": "user,item\nv,a\n"})
	_, _, err = reading(t, "")
	require.ErrorContains(t, err, "events.csv is CSV with the columns user, item, which is no known format of events.")
}

func TestRecognise_overruled(t *testing.T) {
	files(t, map[string]string{"items.csv": "Handle,Title,Variant Price,id\nred,Red,5,7\n"})
	o := Options{Context: context.Background(), Items: "items.csv"}
	for format, want := range map[string]string{"": "red", "own": "7"} {
		o.ItemsFormat = format
		d, report, err := Read(o)
		require.NoError(t, err)
		require.Equal(t, want, d.Items[0].ID)
		require.Contains(t, []string{"shopify", "own"}, report.Items.Format)
	}
	o.Mapping = &Mapping{Items: ItemMapping{ID: Field{Column: "Title"}}}
	d, _, err := Read(o)
	require.NoError(t, err)
	require.Equal(t, "Red", d.Items[0].ID, "a mapping overrides")
	o.Mapping, o.ItemsFormat = nil, "magento"
	_, _, err = Read(o)
	require.ErrorContains(t, err, `there is no format "magento" of items: give one of shopify, `)
}

func TestGA4(t *testing.T) {
	d, report := readSamples(t, "shopify.csv", "ga4.jsonl")
	require.Equal(t, "ga4", report.Events.Format)
	require.Equal(t, []did{
		{0, 0, "enamel-mug", format.View, 1767604334, "device=phone language=de "},
		{0, 0, "enamel-mug", format.Buy, 1767604400, "device=phone language=de "},
		{0, 0, "red-lantern", format.Buy, 1767604400, "device=phone language=de "},
		{1, 1, "red-lantern", format.Add, 1767690800, "device=desktop language=en "},
	}, whatTheyDid(d))
	require.Equal(t, []Count{
		{"none of view_item, add_to_cart, add_to_wishlist, purchase", 1}, {"no item", 0}, {"no user_pseudo_id, which Google leaves out without consent", 1},
	}, report.Events.Dropped)
}

func TestSegment(t *testing.T) {
	d, report := readSamples(t, "shopify.csv", "segment.jsonl")
	require.Equal(t, "segment", report.Events.Format)
	require.Equal(t, []did{
		{0, 0, "red-lantern", format.View, 1767604333, "language=en "},
		{0, 0, "red-lantern", format.Buy, 1767604800, "language=en "},
		{0, 0, "enamel-mug", format.Buy, 1767604800, "language=en "},
		{1, 1, "enamel-mug", format.Add, 1767690000, "device=phone "},
	}, whatTheyDid(d))
	require.Equal(t, []Count{{"no track call", 1}, {"none of Product Viewed, Product Added, Product Added to Wishlist, Order Completed", 1}}, report.Events.Dropped)
}

func TestMatomo(t *testing.T) {
	d, report := readSamples(t, "shopify.csv", "matomo.json")
	require.Equal(t, "matomo", report.Events.Format)
	const evening = "daypart=evening device=phone language=de "
	require.Equal(t, []did{
		{0, 0, "red-lantern", format.View, 1767604329, evening},
		{0, 0, "enamel-mug", format.View, 1767604337, evening},
		{0, 0, "enamel-mug", format.Buy, 1767604340, evening},
		{0, 0, "red-lantern", format.Buy, 1767604340, evening},
		{1, 1, "enamel-mug", format.Add, 1767690800, "daypart=morning device=other "},
	}, whatTheyDid(d))
	require.Equal(t, []Count{{"neither a page, an order nor a cart", 1}, {"item is not among the items", 1}}, report.Events.Dropped)
}

func TestMerchant_rss(t *testing.T) {
	d, report := readSamples(t, "merchant.xml", "")
	require.Equal(t, []dataset.Item{
		{ID: "LAN-1", Title: "Red Lantern | small", Category: "Lanterns", URL: "https://shop.example/lantern?size=s&c=red", Image: "https://cdn.shop.example/lan1.jpg", Price: 19.9, Supplier: "Pier & Co", Stock: dataset.InStock, Line: 8},
		{ID: "MUG-7", Title: "Enamel Mug", Category: "Mugs", URL: "https://shop.example/mug", Image: "https://cdn.shop.example/mug7.jpg", Price: 12.99, Stock: dataset.OutOfStock, Line: 26},
	}, d.Items)
	require.Equal(t, "merchant", report.Items.Format)
	require.Equal(t, "GBP", report.Currency)
	require.Equal(t, 3, report.Items.Rows)
	require.EqualError(t, report.Items.Examples[0], "testdata/merchant.xml:23: no XML: XML syntax error on line 3: element <title> closed by </item>")
}

func TestMerchant_atom(t *testing.T) {
	d, report := readSamples(t, "merchant-atom.xml", "")
	require.Equal(t, []dataset.Item{
		{ID: "MUG-7", Title: "Enamel Mug", URL: "https://shop.example/mug", Image: "https://cdn.shop.example/mug7.jpg", Price: 1029.5, Stock: dataset.InStock, Line: 6},
	}, d.Items)
	require.Equal(t, "merchant", report.Items.Format)
}

func TestFeed(t *testing.T) {
	d, report := readSamples(t, "rss.xml", "")
	require.Equal(t, "feed", report.Items.Format)
	require.Equal(t, []dataset.Item{
		{ID: "https://news.example/pod/1", Title: "Podcast", URL: "https://news.example/pod/1", Line: 5},
		{ID: "post-17", Title: "Café reopens & sells out", Category: "Town", URL: "https://news.example/2026/01/cafe", Image: "https://news.example/cafe.jpg", Supplier: "Ada Berg", Line: 4},
	}, d.Items, "Latin-1 as declared, and nobody's e-mail address")
	require.Empty(t, report.Items.Warnings)

	d, report = readSamples(t, "atom.xml", "")
	require.Equal(t, "feed", report.Items.Format)
	require.Equal(t, []dataset.Item{
		{ID: "tag:news.example,2026:9", Title: "Rain again", Category: "Weather", URL: "https://news.example/rain", Image: "https://news.example/rain.png", Supplier: "Bob Carr", Line: 6},
	}, d.Items)
}

func TestAccessLog(t *testing.T) {
	d, report := readSamples(t, "shopify.csv", "access.log")
	require.Equal(t, "access-log", report.Events.Format)
	const phone, desktop = "daypart=evening device=phone season=winter weekday=monday ", "daypart=morning device=desktop season=winter weekday=tuesday "
	require.Equal(t, []did{
		{0, 0, "red-lantern", format.View, 1767636729, phone},
		{0, 0, "enamel-mug", format.View, 1767636780, phone},
		{0, 1, "red-lantern", format.View, 1767640380, phone},
		{1, 2, "enamel-mug", format.View, 1767636840, phone},
		{2, 3, "red-lantern", format.View, 1767682800, desktop},
	}, whatTheyDid(d), "a pause of an hour is a new visit, another address or browser another visitor")
	require.Equal(t, []Count{
		{"no GET", 2}, {"neither answered (2xx) nor unchanged (304)", 1}, {"robot or program", 1}, {"no agent", 0}, {"item is not among the items", 1},
	}, report.Events.Dropped)
	require.Len(t, report.Events.Examples, 1)
	require.EqualError(t, report.Events.Examples[0], `testdata/access.log:11: not in the combined log format (address - user [time] "request" status bytes "referrer" "agent")`)
}

func TestJSONLD(t *testing.T) {
	lantern := dataset.Item{
		ID: "LAN-1", Title: "Red Lantern & hook", Category: "Lanterns", URL: "https://shop.example/lantern", Image: "https://cdn.shop.example/lan1.jpg",
		Price: 19.9, Supplier: "Pier & Co", Stock: dataset.InStock,
	}
	d, report := readSamples(t, "pages", "")
	require.Equal(t, []dataset.Item{
		lantern,
		{ID: "MUG-7", Title: "Enamel Mug", URL: "/mug", Image: "https://cdn.shop.example/mug7.jpg", Price: 1009.5, Stock: dataset.OutOfStock, Tags: []string{"camping", "enamel"}},
		{ID: "https://news.example/cafe", Title: "Café reopens", Category: "Town", URL: "https://news.example/cafe", Image: "https://news.example/cafe.jpg", Supplier: "Ada Berg"},
	}, d.Items)
	require.Equal(t, "jsonld", report.Items.Format)
	require.Equal(t, "GBP", report.Currency)
	require.Len(t, report.Items.Examples, 1)
	require.EqualError(t, report.Items.Examples[0], "testdata/pages/mug.html:8: JSON-LD that is no JSON: unexpected end of JSON input")

	d, _ = readSamples(t, "pages/lantern.html", "")
	lantern.Line = 0
	require.Equal(t, []dataset.Item{lantern}, d.Items, "one page does as well")
}
