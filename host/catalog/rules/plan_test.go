package rules

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"privet/host/catalog/dataset"
	"privet/host/catalog/settings"
	"privet/host/catalog/train"
	"privet/testdata/shop/generate"
)

func TestPlan_where(t *testing.T) {
	for name, c := range map[string]struct {
		where string
		want  string // ids
	}{
		"id":               {"{id: [c, a]}", "ac"},
		"category":         {"{category: Mugs}", "cd"},
		"categories":       {"{category: [Mugs, Rugs]}", "cdh"},
		"supplier":         {"{supplier: Kiln}", "cg"},
		"plain tag":        {"{tag: handmade}", "bc"},
		"tag with key":     {"{tag: material=tin}", "b"},
		"attribute":        {"{material: [glass, tin]}", "ab"},
		"both":             {"{material: [glass, tin], tag: handmade}", "b"},
		"price from":       {"{price: {from: 7.5}}", "abd"},
		"price to":         {"{price: {to: 7.5}}", "cdf"},
		"price between":    {"{price: {from: 5, to: 10}}", "acd"},
		"in stock":         {"{stock: in}", "ace"},
		"out of stock":     {"{stock: out}", "b"},
		"title":            {"{title: {contains: LANTERN}}", "ab"},
		"titles":           {"{title: {contains: [lantern, mug]}}", "abcd"},
		"part of a word":   {"{title: {contains: ban}}", "f"},
		"not":              {"{not: {supplier: Pier}}", "cefgh"},
		"not both":         {"{not: {supplier: Pier, category: Mugs}}", "abcefgh"},
		"but not":          {"{supplier: Pier, not: {category: Mugs}}", "ab"},
		"not but":          {"{not: {supplier: Pier, not: {category: Mugs}}}", "cdefgh"},
		"not in a range":   {"{not: {price: {from: 1}}}", "egh"},
		"not known in":     {"{not: {stock: out}, supplier: Pier}", "ad"},
		"spaces around it": {`{category: " Mugs "}`, "cd"},
	} {
		t.Run(name, func(t *testing.T) {
			p := plan(t, oneRule("hide: true, where: "+c.where))
			require.Empty(t, p.Warnings)
			require.Equal(t, c.want, ids(p.bound[0].items))
		})
	}
}

func ids(items []int32) (all string) {
	for _, i := range items {
		all += street().Items[i].ID
	}
	return all
}

func TestPlan_warns(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"unknown id":        {"hide: true, where: {id: [a, z]}", []string{`rules.yaml:3: rule "r": no item has the id "z"`}},
		"unknown value":     {"hide: true, where: {category: [Mugs, Lamps]}", []string{`rules.yaml:3: rule "r": no item has category=Lamps`}},
		"capitals":          {"hide: true, where: {category: [Mugs, lan terns]}", []string{`rules.yaml:3: rule "r": no item has category=lan terns: did you mean category=Lanterns?`}},
		"unknown attribute": {"hide: true, where: {not: {colour: red}}", []string{`rules.yaml:3: rule "r": no item has colour=red, nor any colour`}},
		"nothing": {"hide: true, where: {price: {from: 99}}", []string{
			`rules.yaml:3: rule "r": no item meets where, so the rule does nothing`}},
		"no group":      {"limit: 1, per: brand", []string{`rules.yaml:3: rule "r": none of its items has any brand, so the rule does nothing`}},
		"no group here": {"floor: 1%, per: material, where: {category: Mugs}", []string{`rules.yaml:3: rule "r": none of its items has any material, so the rule does nothing`}},
		"needless":      {"limit: 3, per: supplier", []string{`rules.yaml:3: rule "r": no group is larger than the limit, so the rule does nothing`}},
		"too much":      {"floor: 40%, per: supplier", []string{`rules.yaml:3: rule "r": 3 groups of supplier want 120% of the places together: none can have all of its share`}},
		"context":       {"hide: true, where: {id: a}, when: {daypart: evning, viewport: tiny}", []string{`rules.yaml:3: rule "r": no event was at daypart=evning, though events have 2 other values of daypart`}},
	} {
		t.Run(name, func(t *testing.T) { require.Equal(t, c.want, warnings(plan(t, oneRule(c.text)))) })
	}
}

func TestPlan_warnsOfMissingStock(t *testing.T) {
	d := street()
	for i := range d.Items {
		d.Items[i].Stock = dataset.StockUnknown
	}
	f, err := Parse("rules.yaml", []byte(oneRule("hide: true, where: {not: {stock: in}}")))
	require.NoError(t, err)
	require.Equal(t, []string{`rules.yaml:3: rule "r": no item says whether it is in stock: the items need a column stock`}, warnings(f.For(d)))
}

func TestPlan_train(t *testing.T) {
	p := plan(t, `version: 1
rules:
  - {name: s, sensitive: true, where: {category: Health}}
  - {name: t, sensitive: true, where: {id: c}}
  - {name: l, limit: 1, per: supplier}
  - {name: f, floor: 1%, per: category, where: {not: {category: Rugs}}}
  - {name: again, limit: 1, per: supplier, slots: home}
affinities:
  - {when: {daypart: [evening, morning]}, toward: {supplier: [Kiln, Vita]}, weight: 0.5}
  - {when: {device: phone}, toward: {category: Health}}
  - {when: {device: phone}, toward: {category: Mugs}}
`)
	o := train.Options{Seed: 7}
	p.Train(&o)
	require.Equal(t, train.Options{
		Seed: 7,
		Affinities: []train.Affinity{
			{Key: "daypart=evening", Items: []int32{6}, Weight: 0.5}, {Key: "daypart=morning", Items: []int32{6}, Weight: 0.5},
			{Key: "device=phone", Items: []int32{3}, Weight: 1},
		},
		Sensitive: []int32{2, 4, 5},
		Labels: []string{
			"supplier=Kiln", "supplier=Pier", "supplier=Vita", "category=Health", "category=Lanterns", "category=Mugs",
		},
	}, o)
	require.Equal(t, []string{
		"rules.yaml:9: affinity: 3 sensitive items are left out",
		"rules.yaml:10: affinity: 2 sensitive items are left out",
		"rules.yaml:10: affinity: no item meets toward, so the affinity does nothing",
		"rules.yaml:11: affinity: 1 sensitive items are left out",
	}, warnings(p))
}

// A condition asked of each item on its own is the oracle of sets and indices.
func TestPlan_matchesPlainQuestions(t *testing.T) {
	d := street()
	s := NewShop(d)
	rapid.Check(t, func(t *rapid.T) {
		w := someWhere(t, 0)
		found := s.find(w, func(int, string, ...any) {})
		for i := range d.Items {
			require.Equal(t, holds(w, &d.Items[i]), found[i], "%s of %+v", d.Items[i].ID, w)
		}
	})
}

func someWhere(t *rapid.T, depth int) *Where {
	some := func(what string, values ...string) (all []settings.Text) {
		for _, v := range rapid.SliceOfN(rapid.SampledFrom(values), 1, 3).Draw(t, what) {
			all = append(all, settings.Text{Is: v})
		}
		return all
	}
	maybe := func(what string) bool { return rapid.IntRange(0, 3).Draw(t, what) == 0 }
	w := &Where{}
	if maybe("by id") {
		w.IDs = some("ids", "a", "c", "e", "g", "z")
	}
	if maybe("by supplier") {
		w.Attributes = append(w.Attributes, attributeTest{"supplier", some("suppliers", "supplier=Pier", "supplier=Kiln", "supplier=None")})
	}
	if maybe("by material") {
		w.Attributes = append(w.Attributes, attributeTest{"material", some("materials", "material=tin", "material=glass")})
	}
	if maybe("by price") {
		w.Prices = &prices{rapid.Float64Range(0, 12).Draw(t, "from"), rapid.Float64Range(0, 25).Draw(t, "to")}
	}
	w.Stock = dataset.Stock(rapid.IntRange(0, 2).Draw(t, "stock"))
	if maybe("by title") {
		w.Title = some("title", "lantern", "mug", "x")
	}
	if depth < 2 && maybe("not") {
		w.Not = someWhere(t, depth+1)
	}
	return w
}

func holds(w *Where, it *dataset.Item) bool {
	is := func(list []settings.Text, yes func(string) bool) bool {
		return slices.ContainsFunc(list, func(t settings.Text) bool { return yes(t.Is) })
	}
	if len(w.IDs) > 0 && !is(w.IDs, func(id string) bool { return id == it.ID }) {
		return false
	}
	for _, test := range w.Attributes {
		if !is(test.tokens, func(token string) bool { return slices.Contains(it.Attributes(), token) }) {
			return false
		}
	}
	s := &Shop{}
	return s.meets(w, it) && (w.Not == nil || !holds(w.Not, it))
}

// The file that documentation points to is about items that its shop has.
func TestPlan_shippedFitsTheGeneratedShop(t *testing.T) {
	f, err := Load(shipped)
	require.NoError(t, err)
	d := &dataset.Dataset{Contexts: []string{"daypart=morning", "daypart=evening", "daypart=night", "device=phone"}}
	for _, it := range generate.New(1).Items {
		d.Items = append(d.Items, dataset.Item{
			ID: it.ID, Title: it.Title, Category: it.Category, Supplier: it.Supplier, Price: float64(it.Pence) / 100, Tags: it.Tags,
		})
	}
	p := f.For(d)
	require.Empty(t, p.Warnings)
	require.Len(t, p.bound, len(f.Rules))
	require.Len(t, p.affinities, len(f.Affinities))
}
