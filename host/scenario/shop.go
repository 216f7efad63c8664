package scenario

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"

	"privet/engine/format"
	"privet/host/catalog"
	"privet/host/catalog/dataset"
	"privet/host/catalog/manifest"
	"privet/host/catalog/rules"
	"privet/host/catalog/settings"
)

// A Shop is a built catalog as scenarios ask about it. It does not change, and
// may be shared.
type Shop struct {
	Path    string
	Catalog []byte
	Trend   []byte // nil for none
	Items   []catalog.TextItem
	Bytes   int // of the catalog's file as it is served, in brotli

	experiments []manifest.Experiment

	attributes [][]string // beside Items
	byID       map[string]uint32
	rules      *rules.Shop
	ruleNames  []string
}

// OpenShop reads a built directory, with the shards of categories.
func OpenShop(path string, shards []string) (*Shop, error) {
	dir, err := catalog.Open(path)
	if err != nil {
		return nil, err
	}
	served, err := os.Stat(filepath.Join(path, dir.Manifest.Catalog.File+".br"))
	if err != nil {
		return nil, fmt.Errorf("the catalog as it is served: %w: build it again", err)
	}
	for _, category := range shards {
		if dir.Index == nil || dir.Index.Find(category) == nil {
			return nil, fmt.Errorf("%s has no shard of %q: see privet inspect %s", path, category, path)
		}
	}
	if err := dir.Join(shards...); err != nil {
		return nil, err
	}
	s := &Shop{
		Path: path, Catalog: dir.Catalog, Trend: dir.Trend, Bytes: int(served.Size()),
		experiments: dir.Manifest.Experiments, byID: map[string]uint32{},
	}
	if s.Items, err = dir.Items(); err != nil {
		return nil, err
	}
	decoded, err := format.Decode(dir.Catalog)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	for _, r := range decoded.Rules.Rules {
		s.ruleNames = append(s.ruleNames, r.Name)
	}
	data := &dataset.Dataset{Items: make([]dataset.Item, len(s.Items))}
	for i := range s.Items {
		t := &s.Items[i]
		data.Items[i] = dataset.Item{ID: t.ID, Title: t.Title, Category: t.Category, Price: t.Price, Supplier: t.Supplier, Tags: t.Tags}
		s.attributes = append(s.attributes, t.Attributes())
		s.byID[t.ID] = uint32(i)
	}
	s.rules = rules.NewShop(data)
	return s, nil
}

// A problem is what is wrong with a place of a file in the light of a catalog.
type problem func(line int, format string, args ...any)

// item finds an item by its id.
func (s *Shop) item(t settings.Text, wrong problem) (uint32, bool) {
	i, ok := s.byID[t.Is]
	if !ok {
		wrong(t.Line, "no item has the id %q%s", t.Is, s.meant(t.Is))
	}
	return i, ok
}

// ids finds items by their ids.
func (s *Shop) ids(all []settings.Text, wrong problem) (found []uint32) {
	for _, t := range all {
		if i, ok := s.item(t, wrong); ok {
			found = append(found, i)
		}
	}
	return found
}

// meant suggests an id.
func (s *Shop) meant(id string) string {
	all := make([]string, len(s.Items))
	for i := range s.Items {
		all[i] = s.Items[i].ID
	}
	return suggest(id, all)
}

// suggest offers the known word that differs least, if it differs little.
func suggest(word string, known []string) string {
	best, least := "", 1+max(1, len(word)/3)
	for _, other := range known {
		if d := levenshtein.ComputeDistance(strings.ToLower(word), strings.ToLower(other)); d < least {
			best, least = other, d
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf(": did you mean %s?", best)
}

// find returns the items of a pick, rising.
func (s *Shop) find(p *pick, wrong problem) []uint32 {
	if p.where == nil {
		return s.ids([]settings.Text{p.id}, wrong)
	}
	told := false
	found := s.rules.Find(p.where, p.line, func(line int, format string, args ...any) {
		told = true
		wrong(line, format, args...)
	})
	if len(found) == 0 && !told {
		wrong(p.line, "no item meets %s", p)
	}
	items := make([]uint32, len(found))
	for i, x := range found {
		items[i] = uint32(x)
	}
	return items
}

// checkAttributes refuses attributes that no item has.
func (s *Shop) checkAttributes(all []settings.Text, wrong problem) {
	for _, t := range all {
		if !slices.ContainsFunc(s.attributes, func(own []string) bool { return slices.Contains(own, t.Is) }) {
			wrong(t.Line, "no item has %s%s", t.Is, suggest(t.Is, s.allAttributes()))
		}
	}
}

func (s *Shop) allAttributes() []string {
	seen := map[string]bool{}
	for _, own := range s.attributes {
		for _, a := range own {
			seen[a] = true
		}
	}
	all := make([]string, 0, len(seen))
	for a := range seen {
		all = append(all, a)
	}
	slices.Sort(all)
	return all
}

// attributesOf returns an item's attributes; nil where there is no such item.
func (s *Shop) attributesOf(item uint32, ok bool) []string {
	if !ok {
		return nil
	}
	return s.attributes[item]
}

// checkKey refuses a key that no item has an attribute of.
func (s *Shop) checkKey(line int, key string, wrong problem) {
	if !slices.ContainsFunc(s.attributes, func(own []string) bool { return groupOf(own, key) != "" }) {
		wrong(line, "no item has any %s", key)
	}
}

// groupOf returns the value that attributes have of a key, "" for none.
func groupOf(attributes []string, key string) string {
	for _, a := range attributes {
		if k, value, _ := strings.Cut(a, "="); k == key {
			return value
		}
	}
	return ""
}

// checkRule refuses the name of a rule that the catalog has not.
func (s *Shop) checkRule(t settings.Text, wrong problem) {
	if !slices.Contains(s.ruleNames, t.Is) {
		hint := suggest(t.Is, s.ruleNames)
		if len(s.ruleNames) == 0 {
			hint = ": it was built without --rules"
		}
		wrong(t.Line, "the catalog has no rule %q%s", t.Is, hint)
	}
}

// arm finds the arm that a scenario's browser is in; nil where there is none.
func (s *Shop) arm(d drawn, wrong problem) *manifest.Arm {
	var names []string
	for i := range s.experiments {
		e := &s.experiments[i]
		if names = append(names, e.Name); e.Name != d.experiment {
			continue
		}
		var arms []string
		for k := range e.Arms {
			if arms = append(arms, e.Arms[k].Name); e.Arms[k].Name == d.arm.Is {
				return &e.Arms[k]
			}
		}
		wrong(d.arm.Line, "experiment %q has no arm %q that ranks: there are %q", e.Name, d.arm.Is, arms)
		return nil
	}
	hint := suggest(d.experiment, names)
	if len(names) == 0 {
		hint = ": its rules declare none"
	}
	wrong(d.arm.Line, "the catalog has no experiment %q%s", d.experiment, hint)
	return nil
}

// Name is how an item is called in reports.
func (s *Shop) Name(item uint32) string {
	t := &s.Items[item]
	if t.Title == "" {
		return t.ID
	}
	return t.ID + " " + t.Title
}
