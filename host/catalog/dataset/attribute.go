package dataset

import "strings"

// Attributes returns the item's attribute tokens, as a catalog's tokens and a
// visitor's declared interests name them: "category=Lanterns", "supplier=Pier",
// "material=glass", and "tag=handmade" for a plain tag. No token stands twice.
func (it *Item) Attributes() []string {
	tokens := make([]string, 0, 2+len(it.Tags))
	add := func(token string) {
		for _, t := range tokens {
			if t == token {
				return
			}
		}
		tokens = append(tokens, token)
	}
	if it.Category != "" {
		add("category=" + it.Category)
	}
	if it.Supplier != "" {
		add("supplier=" + it.Supplier)
	}
	for _, tag := range it.Tags {
		add(TagToken(tag))
	}
	return tokens
}

// TagToken returns the attribute token of a tag: "tag=handmade" of a plain word,
// and the tag itself where it has a key, "material=glass".
func TagToken(tag string) string {
	if strings.Contains(tag, "=") {
		return tag
	}
	return "tag=" + tag
}
