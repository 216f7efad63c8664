package rules

import (
	"fmt"
	"slices"

	"privet/engine/format"
	"privet/host/catalog/settings"
)

// Apply writes the rules, and when items may be shown, into a catalog that was
// trained on the data set.
func (p *Plan) Apply(c *format.Catalog) error {
	if c.Items.Len() != p.items {
		return fmt.Errorf("%s: the catalog has %d items and the data set %d: rules must be applied to what was trained on it", p.file.Name, c.Items.Len(), p.items)
	}
	if p.file.Variety != nil {
		c.Params.Variety = *p.file.Variety
	}
	if p.file.Explore != nil {
		c.Params.Explore = *p.file.Explore
	}
	labels := labelled(c)
	c.Rules = format.Rules{Rules: slices.Clone(p.windows)}
	var wrong settings.Errors
	for i := range p.bound {
		b := &p.bound[i]
		for _, r := range b.compile(labels) {
			for _, when := range combinations(b.When) {
				r.When = when
				c.Rules.Rules = append(c.Rules.Rules, r)
				if len(c.Rules.Rules) > maxRules {
					wrong = append(wrong, &settings.Error{File: p.file.Name, Line: b.line, Detail: fmt.Sprintf(
						"rule %q: with it, the catalog would have more than %d rules: each item that is pinned by id and each value under when makes one, "+
							"and each group of per that the catalog has no label for", b.Name, maxRules)})
					return wrong
				}
			}
		}
	}
	return nil
}

// compile returns the rules of the catalog that are one rule of the file, but
// for When.
func (b *bound) compile(labels map[string]label) []format.Rule {
	r := format.Rule{
		Name: b.Name, Action: b.Action, From: b.From, Until: b.Until, Slots: b.Slots,
		Value: b.Value, Kinds: b.Kinds, Count: b.Count, Span: b.Span,
	}
	switch {
	case b.Per != "":
		return b.perGroup(r, labels)
	case b.Action == format.ActionPin && len(b.Where.IDs) > 0:
		return b.pins(r)
	}
	r.Items = indices(b.items)
	return []format.Rule{r}
}

// pins makes a rule of each item, in the owner's order: of one rule's items, the
// engine would take the best first.
func (b *bound) pins(r format.Rule) []format.Rule {
	var all []format.Rule
	for _, item := range b.items {
		r.Items = []uint32{uint32(item)}
		all = append(all, r)
	}
	return all
}

// perGroup makes one rule of all groups of a limit that the catalog's labels
// tell, and one for each other group.
func (b *bound) perGroup(r format.Rule, labels map[string]label) []format.Rule {
	told := r
	told.Items = indices(b.items)
	var all []format.Rule
	for _, g := range b.groups {
		items := indices(g.items)
		if l, ok := labels[g.attribute]; ok && r.Action == format.ActionLimit && slices.Equal(l.among(told.Items), items) {
			told.Labels = append(told.Labels, l.token)
			continue
		}
		r.Items = items
		all = append(all, r)
	}
	if len(told.Labels) > 0 {
		slices.Sort(told.Labels)
		all = append([]format.Rule{told}, all...)
	}
	return all
}

// A label is a token of a catalog and the items that have it.
type label struct {
	token uint32
	items []uint32
}

// among returns those of the label's items that a list has, nil for all.
func (l *label) among(list []uint32) []uint32 {
	if list == nil {
		return l.items
	}
	var items []uint32
	for _, i := range l.items {
		if _, ok := slices.BinarySearch(list, i); ok {
			items = append(items, i)
		}
	}
	return items
}

// labelled returns the catalog's labels by name. An item that has more of them
// than a catalog tells is missing from some.
func labelled(c *format.Catalog) map[string]label {
	byToken := map[uint32][]uint32{}
	for i := range c.Items.Len() {
		for _, t := range c.Labels.Row(i) {
			byToken[t] = append(byToken[t], uint32(i))
		}
	}
	labels := make(map[string]label, len(byToken))
	for t, items := range byToken {
		labels[c.Tokens.At(int(t))] = label{t, items}
	}
	return labels
}

func indices(items []int32) []uint32 {
	var all []uint32
	for _, i := range items {
		all = append(all, uint32(i))
	}
	return all
}

// combinations returns every choice of one token from each list, in order: one
// empty choice where there are no lists.
func combinations(lists [][]string) [][]string {
	all := [][]string{nil}
	for _, list := range lists {
		var longer [][]string
		for _, choice := range all {
			for _, token := range list {
				longer = append(longer, append(slices.Clone(choice), token))
				if len(longer) > maxRules {
					return longer // more than a catalog holds, whatever follows
				}
			}
		}
		all = longer
	}
	return all
}
