package read

import (
	"embed"
	"fmt"
	"slices"
	"strings"
)

// A Format is a shape of files that many programs write. It consists of a kind,
// whose reader makes rows of the bytes, and of a mapping of the very sort that an
// operator writes. It is told by the file's kind and by columns that others lack.
type Format struct {
	Name  string
	About string // what writes it, for help and errors
	Items bool   // whether it holds items; otherwise events
	kinds []kind
	marks []string // columns; a|b is either of two
	own   bool     // the columns are Privet's own: no mapping
}

// formats, those with most marks first: the first that fits is taken.
var formats = []Format{
	{Name: "shopify", About: "Shopify's export of products (CSV)", Items: true, kinds: []kind{kindCSV}, marks: []string{"Handle", "Title", "Variant Price"}},
	{Name: "woocommerce", About: "WooCommerce's export of products (CSV)", Items: true, kinds: []kind{kindCSV}, marks: []string{"ID", "Type", "SKU", "Name", "Regular price"}},
	{Name: "merchant", About: "a Google Merchant feed (RSS, Atom or tab-separated)", Items: true, kinds: []kind{kindXML, kindCSV}, marks: []string{"id", "link", "price", "image_link|image link|availability"}},
	{Name: "feed", About: "articles of a site's feed (RSS, Atom)", Items: true, kinds: []kind{kindXML}, marks: []string{"title", "link"}},
	{Name: "jsonld", About: "saved pages with schema.org's products or articles in JSON-LD, one page or a directory", Items: true, kinds: []kind{kindHTML}},
	{Name: "own", About: "columns named as Privet names them (CSV, JSON, Parquet), id at least", Items: true, kinds: []kind{kindCSV, kindJSON, kindParquet}, marks: []string{"id"}, own: true},

	{Name: "shopify-orders", About: "Shopify's export of orders (CSV)", kinds: []kind{kindCSV}, marks: []string{"Name", "Email", "Created at", "Lineitem sku"}},
	{Name: "woocommerce-orders", About: "WooCommerce's Order Export, one row an item (CSV)", kinds: []kind{kindCSV}, marks: []string{"order_id", "status", "billing_email", "item_sku"}},
	{Name: "ga4", About: "Google Analytics 4's export to BigQuery, as JSON lines", kinds: []kind{kindJSON}, marks: []string{"event_name", "event_timestamp", "user_pseudo_id"}},
	{Name: "matomo", About: "Matomo's visits log, Live.getLastVisitsDetails as JSON", kinds: []kind{kindJSON}, marks: []string{"idVisit", "visitorId", "actionDetails"}},
	{Name: "segment", About: "calls by the Segment specification, as JSON lines", kinds: []kind{kindJSON}, marks: []string{"type", "anonymousId|userId", "timestamp"}},
	{Name: "access-log", About: "a web server's access log in the combined format of Apache and nginx", kinds: []kind{kindLog}, marks: []string{"visitor", "path"}},
	{Name: "own", About: "columns named as Privet names them (CSV, JSON, Parquet), visitor and item at least", kinds: []kind{kindCSV, kindJSON, kindParquet}, marks: []string{"visitor", "item"}, own: true},
}

//go:embed formats/*.yaml
var mappings embed.FS

// Formats lists the formats of items, or those of events.
func Formats(items bool) []Format {
	var list []Format
	for _, f := range formats {
		if f.Items == items {
			list = append(list, f)
		}
	}
	return list
}

// formatNamed returns the format of a name.
func formatNamed(name string, items bool) (*Format, error) {
	list := Formats(items)
	names := make([]string, len(list))
	for i := range list {
		if names[i] = list[i].Name; names[i] == name {
			return &list[i], nil
		}
	}
	return nil, fmt.Errorf("there is no format %q of %s: give one of %s", name, holds(items), strings.Join(names, ", "))
}

func holds(items bool) string {
	if items {
		return "items"
	}
	return "events"
}

// recognise returns the format of a table.
func (t *Table) recognise(file string, items bool) (*Format, error) {
	var known strings.Builder
	for _, f := range Formats(items) {
		if f.fits(t) {
			return &f, nil
		}
		fmt.Fprintf(&known, "\n  %s: %s", f.Name, f.About)
		if len(f.marks) > 0 {
			fmt.Fprintf(&known, ", told by %s", strings.Join(f.marks, ", "))
		}
	}
	return nil, fmt.Errorf("%s is %s with %s, which is no known format of %s. Name its columns in a mapping (--mapping), or say which it is (--%s-format):%s",
		file, t.kind, t.columnList(), holds(items), holds(items), known.String())
}

func (f *Format) fits(t *Table) bool {
	if !slices.Contains(f.kinds, t.kind) {
		return false
	}
	for _, mark := range f.marks {
		if !slices.ContainsFunc(strings.Split(mark, "|"), func(column string) bool { return t.Column(column) >= 0 }) {
			return false
		}
	}
	return true
}

// columnList names the columns for an error.
func (t *Table) columnList() string {
	const most = 30
	if len(t.columns) == 0 {
		return "no columns"
	}
	list := strings.Join(t.columns[:min(len(t.columns), most)], ", ")
	if more := len(t.columns) - most; more > 0 {
		list += fmt.Sprintf(" and %d more", more)
	}
	return "the columns " + list
}

// mapping returns the format's mapping of a table.
func (f *Format) mapping(t *Table) (*Mapping, error) {
	if f.own && f.Items {
		return &Mapping{Items: *ownItems(t)}, nil
	}
	if f.own {
		return &Mapping{Events: ownEvents(t)}, nil
	}
	text, err := mappings.ReadFile("formats/" + f.Name + ".yaml")
	if err != nil {
		return nil, err
	}
	return ParseMapping(text)
}

// reader returns the kind to read a file as: the format's, where it has one only.
func (f *Format) reader() kind {
	if len(f.kinds) == 1 {
		return f.kinds[0]
	}
	return ""
}
