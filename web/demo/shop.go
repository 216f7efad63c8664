package demo

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"unicode"
)

// A shop is what `privet build` wrote, as far as pages show it.
type shop struct {
	Name       string
	Currency   string // ISO 4217, or empty
	Items      []item // in popularity order: an item's index is its index in the catalog
	Categories []*category
	Shouts     bool // titles are written in capitals: pages show them in small letters

	bySlug map[string]*category
	byID   map[string]int
}

// An item is one thing the shop shows. Every text in it is data from outside.
type item struct {
	ID       string   `json:"id"`
	Title    string   `json:"title"`
	Category string   `json:"category"`
	Supplier string   `json:"supplier"`
	Price    float64  `json:"price"` // 0 where unknown
	Tags     []string `json:"tags"`
}

// A category is a shelf: its items, most popular first.
type category struct {
	Name, Slug string
	Items      []int // indices into shop.Items
}

// openShop reads manifest.json and the text files that it names.
func openShop(dir fs.FS) (*shop, error) {
	var manifest struct {
		Name     string `json:"name"`
		Currency string `json:"currency"`
		Items    int    `json:"items"`
		Texts    []struct {
			File  string `json:"file"`
			From  int    `json:"from"`
			Count int    `json:"count"`
		} `json:"texts"`
		Categories []string `json:"categories"`
	}
	if err := readJSON(dir, "manifest.json", &manifest); err != nil {
		return nil, err
	}
	s := &shop{Name: manifest.Name, Currency: manifest.Currency}
	if s.Name == "" {
		s.Name = "Privet"
	}
	for _, text := range manifest.Texts {
		var part struct {
			From  int    `json:"from"`
			Items []item `json:"items"`
		}
		if err := readJSON(dir, text.File, &part); err != nil {
			return nil, err
		}
		// Pictures and rankings meet by index: one item too few would shift all that follow.
		if part.From != len(s.Items) || len(part.Items) != text.Count {
			return nil, fmt.Errorf("%s: holds items %d to %d, but manifest.json expects %d to %d: build again",
				text.File, part.From, part.From+len(part.Items), len(s.Items), len(s.Items)+text.Count)
		}
		s.Items = append(s.Items, part.Items...)
	}
	if len(s.Items) != manifest.Items {
		return nil, fmt.Errorf("manifest.json: announces %d items, its text files hold %d: build again", manifest.Items, len(s.Items))
	}
	s.index(manifest.Categories)
	return s, nil
}

// index fills everything that follows from the items; categories gives the order of the shelves.
func (s *shop) index(categories []string) {
	s.bySlug, s.byID = map[string]*category{}, make(map[string]int, len(s.Items))
	byName := map[string]*category{}
	add := func(name string) *category {
		c := &category{Name: name, Slug: slug(name)}
		for n := 2; s.bySlug[c.Slug] != nil; n++ { // "Mugs!" and "Mugs?" must not share a page
			c.Slug = fmt.Sprintf("%s-%d", slug(name), n)
		}
		s.bySlug[c.Slug], byName[name] = c, c
		s.Categories = append(s.Categories, c)
		return c
	}
	for _, name := range categories {
		if byName[name] == nil && name != "" {
			add(name)
		}
	}
	loud := 0
	for i := range s.Items {
		it := &s.Items[i]
		if it.Title == "" {
			it.Title = it.ID
		}
		if !strings.ContainsFunc(it.Title, unicode.IsLower) {
			loud++
		}
		s.byID[it.ID] = i
		if it.Category == "" {
			continue
		}
		c := byName[it.Category]
		if c == nil {
			c = add(it.Category)
		}
		c.Items = append(c.Items, i)
	}
	s.Categories = slices.DeleteFunc(s.Categories, func(c *category) bool { return len(c.Items) == 0 })
	s.Shouts = loud*2 > len(s.Items)
}

// popular returns the n most popular indices of from, without the given one.
func popular(from []int, n, without int) []int {
	var top []int
	for _, i := range from {
		if len(top) == n {
			break
		}
		if i != without {
			top = append(top, i)
		}
	}
	return top
}

// all returns the indices of every item, most popular first.
func (s *shop) all() []int {
	every := make([]int, len(s.Items))
	for i := range every {
		every[i] = i
	}
	return every
}

// price writes an amount as people do, or nothing where it is unknown.
func (s *shop) price(amount float64) string {
	if amount <= 0 {
		return ""
	}
	switch s.Currency {
	case "GBP":
		return fmt.Sprintf("£%.2f", amount)
	case "EUR":
		return fmt.Sprintf("€%.2f", amount)
	case "USD":
		return fmt.Sprintf("$%.2f", amount)
	case "":
		return fmt.Sprintf("%.2f", amount)
	}
	return fmt.Sprintf("%.2f %s", amount, s.Currency)
}

// slug makes a path segment of a name: its letters and digits, in small letters, with single hyphens between.
func slug(name string) string {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	if len(words) == 0 {
		return "category"
	}
	return strings.Join(words, "-")
}

func readJSON(dir fs.FS, name string, into any) error {
	content, err := fs.ReadFile(dir, name)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if err := json.Unmarshal(content, into); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}
