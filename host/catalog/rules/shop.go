package rules

import (
	"slices"
	"strings"

	"privet/host/catalog/dataset"
	"privet/host/catalog/settings"
)

// A Shop is a data set as rules ask about it.
type Shop struct {
	items      []dataset.Item
	byID       map[string]int32
	attributes map[string][]int32  // the items that have each, rising
	ofKey      map[string][]string // the attributes of each key, sorted
	contexts   map[string]int      // how many values the data have of each context key
	context    map[string]bool     // tokens that the data have
	stocked    bool                // some item says whether it can be had
}

// NewShop returns a data set to ask about.
func NewShop(d *dataset.Dataset) *Shop {
	s := &Shop{
		items: d.Items, byID: make(map[string]int32, len(d.Items)),
		attributes: map[string][]int32{}, ofKey: map[string][]string{},
		contexts: map[string]int{}, context: map[string]bool{},
	}
	for i := range d.Items {
		it := &d.Items[i]
		s.byID[it.ID] = int32(i)
		s.stocked = s.stocked || it.Stock != dataset.StockUnknown
		for _, token := range it.Attributes() {
			if s.attributes[token] == nil {
				key, _, _ := strings.Cut(token, "=")
				s.ofKey[key] = append(s.ofKey[key], token)
			}
			s.attributes[token] = append(s.attributes[token], int32(i))
		}
	}
	for _, tokens := range s.ofKey {
		slices.Sort(tokens)
	}
	for _, token := range d.Contexts {
		key, _, _ := strings.Cut(token, "=")
		s.contexts[key]++
		s.context[token] = true
	}
	return s
}

// A set tells of each item whether it is in it.
type set []bool

// keep drops the items that are not in another set.
func (s set) keep(other set) {
	for i := range s {
		s[i] = s[i] && other[i]
	}
}

// items returns the items of the set, rising.
func (s set) items() []int32 {
	var items []int32
	for i, in := range s {
		if in {
			items = append(items, int32(i))
		}
	}
	return items
}

// Find returns the items that meet a condition, rising, and tells of every value
// in it that no item has, and of what no item could tell.
func (s *Shop) Find(w *Where, line int, tell func(line int, format string, args ...any)) []int32 {
	s.checkStock(w, line, tell)
	return s.find(w, tell).items()
}

// find returns the items that meet a condition, and tells of every value in it
// that no item has: more often than not it is misspelt.
func (s *Shop) find(w *Where, tell func(line int, format string, args ...any)) set {
	found := make(set, len(s.items))
	for i := range found {
		found[i] = s.meets(w, &s.items[i])
	}
	if len(w.IDs) > 0 {
		found.keep(s.named(w.IDs, tell))
	}
	for _, test := range w.Attributes {
		found.keep(s.having(test, tell))
	}
	if w.Not != nil {
		for i, in := range s.find(w.Not, tell) {
			found[i] = found[i] && !in
		}
	}
	return found
}

// meets tells whether an item meets the conditions that no index answers.
func (s *Shop) meets(w *Where, it *dataset.Item) bool {
	if p := w.Prices; p != nil && (it.Price == 0 || it.Price < p.from || it.Price > p.to) {
		return false
	}
	if w.Stock != dataset.StockUnknown && it.Stock != w.Stock {
		return false
	}
	if len(w.Title) == 0 {
		return true
	}
	title := strings.ToLower(it.Title)
	return slices.ContainsFunc(w.Title, func(part settings.Text) bool { return strings.Contains(title, part.Is) })
}

func (s *Shop) named(ids []settings.Text, tell func(line int, format string, args ...any)) set {
	in := make(set, len(s.items))
	for _, id := range ids {
		if i, ok := s.byID[id.Is]; ok {
			in[i] = true
		} else {
			tell(id.Line, "no item has the id %q", id.Is)
		}
	}
	return in
}

func (s *Shop) having(test attributeTest, tell func(line int, format string, args ...any)) set {
	in := make(set, len(s.items))
	for _, token := range test.tokens {
		items := s.attributes[token.Is]
		for _, i := range items {
			in[i] = true
		}
		if len(items) == 0 {
			tell(token.Line, "no item has %s%s", token.Is, s.perhaps(test.key, token.Is))
		}
	}
	return in
}

// perhaps suggests an attribute that differs in capitals and spaces alone, or
// says that the key itself is unknown.
func (s *Shop) perhaps(key, token string) string {
	known := s.ofKey[key]
	if len(known) == 0 {
		return ", nor any " + key
	}
	plain := func(text string) string { return strings.ToLower(strings.Join(strings.Fields(text), "")) }
	for _, other := range known {
		if plain(other) == plain(token) {
			return ": did you mean " + other + "?"
		}
	}
	return ""
}
