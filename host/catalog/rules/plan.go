package rules

import (
	"fmt"
	"strings"

	"privet/engine/format"
	"privet/host/catalog/dataset"
	"privet/host/catalog/train"
)

// A Plan is a rules file held against a data set: each rule knows its items.
type Plan struct {
	Warnings []Warning
	Windowed int // items that may be shown at some times only

	file       *File
	items      int
	windows    []format.Rule
	bound      []bound
	affinities []train.Affinity
	sensitive  []int32
}

// A bound rule is one with the items that it is about.
type bound struct {
	*Rule
	items  []int32 // rising, but for pins by id; nil for all items
	groups []group // of Per
}

// A group is the items of one attribute that a rule with Per is about.
type group struct {
	attribute string
	items     []int32
}

// For finds the items that the rules are about. A rule that is about none is
// left out, with a warning: for the catalog, no items would mean all.
func (f *File) For(d *dataset.Dataset) *Plan {
	p := &Plan{file: f, items: len(d.Items)}
	p.windows, p.Windowed = windows(d.Items)
	s := NewShop(d)
	sensitive := make(set, len(d.Items))
	for i := range f.Rules {
		r := &f.Rules[i]
		p.checkContexts(s, r.line, fmt.Sprintf("rule %q", r.Name), r.When)
		b, ok := p.bind(s, r)
		if !ok {
			continue
		}
		p.bound = append(p.bound, b)
		if r.Action == format.ActionSensitive {
			for _, i := range b.items {
				sensitive[i] = true
			}
		}
	}
	p.sensitive = sensitive.items()
	for i := range f.Affinities {
		p.addAffinity(s, &f.Affinities[i], sensitive)
	}
	return p
}

func (p *Plan) warn(line int, format string, args ...any) {
	p.Warnings = append(p.Warnings, Warning{p.file.Name, line, fmt.Sprintf(format, args...)})
}

// about returns a warning that says first what it is about.
func (p *Plan) about(what string) func(line int, format string, args ...any) {
	return func(line int, format string, args ...any) {
		p.warn(line, "%s: %s", what, fmt.Sprintf(format, args...))
	}
}

// bind finds the items of a rule, and tells whether any are left.
func (p *Plan) bind(s *Shop, r *Rule) (bound, bool) {
	tell := p.about(fmt.Sprintf("rule %q", r.Name))
	b := bound{Rule: r}
	if r.Where != nil {
		s.checkStock(r.Where, r.whereLine, tell)
		found := s.find(r.Where, tell)
		if b.items = found.items(); len(b.items) == 0 {
			tell(r.whereLine, "no item meets where, so the rule does nothing")
			return b, false
		}
		if r.Action == format.ActionPin && len(r.Where.IDs) > 0 {
			b.items = b.items[:0]
			for _, id := range r.Where.IDs {
				if i, ok := s.byID[id.Is]; ok && found[i] {
					b.items = append(b.items, i)
				}
			}
		}
	}
	if r.Per == "" {
		return b, true
	}
	if b.groups = s.groups(r, b.items); len(b.groups) == 0 {
		why := "no group is larger than the limit"
		if r.Action == format.ActionFloor || len(s.ofKey[r.Per]) == 0 {
			why = "none of its items has any " + r.Per
		}
		tell(r.perLine, "%s, so the rule does nothing", why)
		return b, false
	}
	if all := int(r.Value) * len(b.groups); r.Action == format.ActionFloor && all > 1000 {
		tell(r.perLine, "%d groups of %s want %d%% of the places together: none can have all of its share", len(b.groups), r.Per, all/10)
	}
	return b, true
}

// groups returns the groups of a rule with Per, among items, nil for all. A
// group that cannot exceed its limit is left out.
func (s *Shop) groups(r *Rule, items []int32) []group {
	among := make(set, len(s.items))
	for i := range among {
		among[i] = items == nil
	}
	for _, i := range items {
		among[i] = true
	}
	var groups []group
	for _, attribute := range s.ofKey[r.Per] {
		g := group{attribute: attribute}
		for _, i := range s.attributes[attribute] {
			if among[i] {
				g.items = append(g.items, i)
			}
		}
		if len(g.items) == 0 || r.Action == format.ActionLimit && len(g.items) <= int(r.Value) {
			continue
		}
		groups = append(groups, g)
	}
	return groups
}

// addAffinity finds the items of an affinity. Sensitive ones are left out:
// nobody's context may speak for them.
func (p *Plan) addAffinity(s *Shop, a *Affinity, sensitive set) {
	tell := p.about("affinity")
	p.checkContexts(s, a.line, "affinity", [][]string{a.Contexts})
	s.checkStock(a.Toward, a.line, tell)
	found := s.find(a.Toward, tell)
	kept := make(set, len(found))
	left := 0
	for i, in := range found {
		kept[i] = in && !sensitive[i]
		if in && sensitive[i] {
			left++
		}
	}
	if left > 0 {
		tell(a.line, "%d sensitive items are left out", left)
	}
	items := kept.items()
	if len(items) == 0 {
		tell(a.line, "no item meets toward, so the affinity does nothing")
		return
	}
	for _, context := range a.Contexts {
		p.affinities = append(p.affinities, train.Affinity{Key: context, Items: items, Weight: a.Weight})
	}
}

// checkContexts warns of context values that the data never have, where they
// have others of the same key.
func (p *Plan) checkContexts(s *Shop, line int, what string, when [][]string) {
	for _, tokens := range when {
		for _, token := range tokens {
			key, _, _ := strings.Cut(token, "=")
			if !s.context[token] && s.contexts[key] > 0 {
				p.warn(line, "%s: no event was at %s, though events have %d other values of %s", what, token, s.contexts[key], key)
			}
		}
	}
}

// checkStock warns where a condition asks for stock and no item says any.
func (s *Shop) checkStock(w *Where, line int, tell func(line int, format string, args ...any)) {
	for ; w != nil; w = w.Not {
		if w.Stock != dataset.StockUnknown && !s.stocked {
			tell(line, "no item says whether it is in stock: the items need a column stock")
			return
		}
	}
}

// Train tells the trainer what it must know of the rules.
func (p *Plan) Train(o *train.Options) {
	o.Affinities, o.Sensitive = p.affinities, p.sensitive
	known := map[string]bool{}
	for i := range p.bound {
		for _, g := range p.bound[i].groups {
			if !known[g.attribute] && len(g.attribute) <= format.MaxKey {
				known[g.attribute] = true
				o.Labels = append(o.Labels, g.attribute)
			}
		}
	}
}
