package read

import (
	"bytes"
	"cmp"
	"fmt"
	"net/url"
	"strings"

	"privet/host/catalog/dataset"
)

// ItemKeys are the fields that items have, as in ItemMapping.fields: the columns
// of an items file that needs no mapping, and, but for unseenKeys, the keys of
// the texts that a page gets. Further columns of such a file are passed on to the page.
var ItemKeys = []string{
	"id", "title", "category", "url", "image", "price", "supplier", "stock", "available_from", "available_until", "tags",
}

// unseenKeys are fields that no page gets, unless a mapping names their columns
// under items.extra as well: how much of an item there is may be a shop's secret.
var unseenKeys = []string{"stock", "available_from", "available_until"}

// ownItems is the mapping of a file with Privet's own columns.
func ownItems(t *Table) *ItemMapping {
	m := &ItemMapping{ID: Field{Column: "id"}}
	fields := m.fields()
	for i, key := range ItemKeys {
		if t.Column(key) >= 0 {
			fields[i].Column = key
		}
	}
	for _, column := range t.columns {
		if t.isExtra(column) {
			m.Extra = append(m.Extra, column)
		}
	}
	return m
}

func (t *Table) isExtra(column string) bool {
	for _, key := range ItemKeys {
		if column == key {
			return false
		}
	}
	return column != ""
}

// The text fields of an item, as they stand in ItemMapping.fields.
const (
	fieldID = iota
	fieldTitle
	fieldCategory
	fieldURL
	fieldImage
	fieldPrice
	fieldSupplier
	fieldStock
	fieldFrom
	fieldUntil
	fieldCount
)

// itemReader turns rows into drafts and drafts into items.
type itemReader struct {
	mapping      *ItemMapping
	fields       []boundField // as in ItemMapping.fields
	clocks       [fieldCount]clock
	currency     boundField
	variant      boundField
	aliases      []boundField
	currencyCode string // of all prices; "" while it is unknown
	extra        []int  // columns beside mapping.Extra; -1 for none
	limits       Limits
	drafts       []*draft
	byID         map[string]*draft
	report       *FileReport
}

func newItemReader(t *Table, file string, m *ItemMapping, limits Limits, report *FileReport) (*itemReader, error) {
	if len(m.Extra) > maxExtra {
		return nil, fmt.Errorf("%s: %d further columns are more than %d: every visitor downloads them, so name the few that a page shows under items.extra of a mapping", file, len(m.Extra), maxExtra)
	}
	r := &itemReader{mapping: m, limits: limits, byID: map[string]*draft{}, report: report}
	for f, times := range map[int]*Field{fieldFrom: &m.From, fieldUntil: &m.Until} {
		r.clocks[f] = clock{layout: times.Layout, setting: "items." + ItemKeys[f] + ".layout"}
	}
	for _, f := range m.fields() {
		bound, err := f.bind(t, file, f.name)
		if err != nil {
			return nil, err
		}
		r.fields = append(r.fields, bound)
	}
	var others []boundField
	for _, f := range m.others() {
		bound, err := f.bind(t, file, f.name)
		if err != nil {
			return nil, err
		}
		others = append(others, bound)
	}
	r.currency, r.variant, r.aliases = others[0], others[1], others[2:]
	for _, column := range m.Extra {
		at, err := t.mustColumn(file, column)
		if err != nil {
			return nil, fmt.Errorf("items.extra: %w", err)
		}
		r.extra = append(r.extra, at)
	}
	return r, nil
}

// use takes one row.
func (r *itemReader) use(row *Row) (*fieldError, error) {
	id := r.fields[fieldID].text(row)
	if len(id) == 0 {
		return &fieldError{"id", "the row has no item id"}, nil
	}
	if wrong := tooLong("id", id, maxID); wrong != nil {
		return wrong, nil
	}
	var texts [fieldCount][]byte
	for f := fieldTitle; f < fieldCount; f++ {
		texts[f] = r.fields[f].text(row)
		if wrong := tooLong(ItemKeys[f], texts[f], maxText); wrong != nil {
			return wrong, nil
		}
	}
	if err := r.readPrice(&texts[fieldPrice], row); err != nil {
		return &fieldError{"price", err.Error()}, nil
	}
	if wrong := r.checkOffer(&texts); wrong != nil {
		return wrong, nil
	}
	tags, wrong := splitTags(r.fields[fieldCount].text(row))
	if wrong != nil {
		return wrong, nil
	}
	d, again := r.byID[string(id)]
	if !again {
		if len(r.drafts) == r.limits.Items {
			return nil, fmt.Errorf("there are more than %d items: a catalog holds no more", r.limits.Items)
		}
		d = &draft{}
		d.values[fieldID].add("", id)
		r.drafts, r.byID[string(id)] = append(r.drafts, d), d
	}
	r.hear(d, row, &texts, tags)
	return nil, nil
}

// readPrice checks a price and leaves its plain digits.
func (r *itemReader) readPrice(text *[]byte, row *Row) error {
	notation := r.fields[fieldPrice].Notation
	if notation == "" || len(*text) == 0 {
		_, err := price(string(*text))
		return err
	}
	of := string(r.currency.text(row))
	digits, code, err := amount(string(*text), notation, cmp.Or(of, r.currencyCode))
	if err != nil {
		return err
	}
	if code = cmp.Or(code, of); code != "" {
		if r.currencyCode != "" && r.currencyCode != code {
			return fmt.Errorf("it is in %s, others are in %s: a catalog has one currency, so leave the others out by a rule of a mapping", code, r.currencyCode)
		}
		r.currencyCode = code
	}
	*text = []byte(digits)
	_, err = price(digits)
	return err
}

// splitTags reads "style=Coastal|handmade".
func splitTags(text []byte) ([]string, *fieldError) {
	var tags []string
	for part := range bytes.SplitSeq(text, []byte("|")) {
		part = bytes.TrimSpace(part)
		if len(part) == 0 {
			continue
		}
		if wrong := tooLong("tags", part, maxValue); wrong != nil {
			return nil, wrong
		}
		tags = append(tags, string(part))
	}
	if len(tags) > maxTags {
		return nil, &fieldError{"tags", fmt.Sprintf("%d tags are more than %d", len(tags), maxTags)}
	}
	return tags, nil
}

// items returns the finished items, in the order in which their ids appeared.
func (r *itemReader) items() []dataset.Item {
	categories, tags := newMatchers(r.mapping.Category.Words), newMatchers(r.mapping.Tags.Words)
	items := make([]dataset.Item, 0, len(r.drafts))
	for _, d := range r.drafts {
		if !d.whole {
			count(&r.report.Dropped, "variants of an item that is not among the items", 1)
			continue
		}
		var text [fieldCount]string
		for f := range text {
			text[f] = d.values[f].chosen(r.fields[f].Choose)
			if r.fields[f].Case == "title" {
				text[f] = readable(text[f])
			}
		}
		amount, _ := price(text[fieldPrice]) // read before
		it := dataset.Item{
			ID: text[fieldID], Title: text[fieldTitle], Category: text[fieldCategory], Price: amount,
			URL: r.address(text[fieldURL]), Image: r.address(text[fieldImage]), Supplier: text[fieldSupplier],
			Tags: d.tags, Extra: d.extra, Line: d.line, Aliases: d.aliases,
		}
		r.offer(&it, &text)
		title := spaced(it.Title)
		if len(categories) > 0 && it.Category == "" {
			it.Category = firstWord(categories, title, r.mapping.Category.Otherwise)
		}
		for t := range tags {
			if len(it.Tags) < maxTags && tags[t].matches(title) {
				it.Tags = append(it.Tags, tags[t].is)
			}
		}
		items = append(items, it)
	}
	r.drafts, r.byID = nil, nil
	return items
}

func firstWord(table []matcher, title, otherwise string) string {
	for i := range table {
		if table[i].matches(title) {
			return table[i].is
		}
	}
	return otherwise
}

// address returns an address that a page may link to: http, https or relative.
// Another ("javascript:…") is left out.
func (r *itemReader) address(text string) string {
	if text == "" {
		return ""
	}
	u, err := url.Parse(text)
	if err == nil && (u.Scheme == "" || strings.EqualFold(u.Scheme, "http") || strings.EqualFold(u.Scheme, "https")) {
		return text
	}
	count(&r.report.Warnings, "addresses left out: neither http, https nor relative", 1)
	return ""
}
