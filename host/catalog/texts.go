package catalog

import (
	"bytes"
	"encoding/json"
	"fmt"

	"privet/host/catalog/dataset"
	"privet/host/catalog/manifest"
)

// A TextItem is an item as the page gets it. Empty fields are left out, and
// further columns stand beside the others.
type TextItem struct {
	ID       string   `json:"id"`
	Title    string   `json:"title,omitempty"`
	URL      string   `json:"url,omitempty"`
	Image    string   `json:"image,omitempty"`
	Price    float64  `json:"price,omitempty"`
	Category string   `json:"category,omitempty"`
	Supplier string   `json:"supplier,omitempty"`
	Tags     []string `json:"tags,omitempty"`
}

// Attributes returns the tokens that a catalog knows the item by, "category=Lanterns".
func (t *TextItem) Attributes() []string {
	item := dataset.Item{Category: t.Category, Supplier: t.Supplier, Tags: t.Tags}
	return item.Attributes()
}

// texts returns the texts of the items from number from on, as one JSON file.
func texts(items []dataset.Item, from int) ([]byte, error) {
	var b bytes.Buffer
	fmt.Fprintf(&b, `{"from":%d,"items":[`, from)
	for i := range items {
		it := &items[i]
		text, err := plainJSON(TextItem{it.ID, it.Title, it.URL, it.Image, it.Price, it.Category, it.Supplier, it.Tags})
		if err == nil && len(it.Extra) > 0 {
			var extra []byte
			extra, err = plainJSON(it.Extra) // keys sorted
			text = append(append(text[:len(text)-1], ','), extra[1:]...)
		}
		if err != nil {
			return nil, fmt.Errorf("item %q: %w", it.ID, err)
		}
		if i > 0 {
			b.WriteByte(',')
		}
		b.Write(text)
	}
	b.WriteString("]}\n")
	return b.Bytes(), nil
}

// plainJSON encodes without \u003c for <: texts are data to a page, never HTML.
func plainJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}

// addTexts puts the texts of all items, or of the head's, into files.
func (g *generation) addTexts(items []dataset.Item) error {
	for from := 0; from < len(items); from += manifest.TextsPerFile {
		part := items[from:min(from+manifest.TextsPerFile, len(items))]
		content, err := texts(part, from)
		if err != nil {
			return err
		}
		file := g.add("texts", "json", content)
		g.manifest.Texts = append(g.manifest.Texts, manifest.Texts{File: file, From: from, Count: len(part)})
	}
	return nil
}
