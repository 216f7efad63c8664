package rules

import (
	"strings"

	"github.com/goccy/go-yaml/ast"

	"privet/host/catalog/dataset"
)

// A Where says which items are meant: those that meet all of its conditions.
type Where struct {
	IDs        []text          // one of these
	Attributes []attributeTest // each of these
	Prices     *prices
	Stock      dataset.Stock // StockUnknown does not ask
	Title      []text        // one of these stands in it; capitals do not count
	Not        *Where        // and not those
}

// An attributeTest asks for one of some attributes, "category=Lanterns".
type attributeTest struct {
	key    string
	tokens []text
}

// prices are a range, both ends included. Items whose price is not known are in none.
type prices struct{ from, to float64 }

const (
	maxPrice = 1e12
	maxNot   = 4 // not within not
)

// whereSettings is a function because not makes it read itself. Every further
// key is one of an attribute.
func whereSettings(depth int) settings[Where] {
	return settings[Where]{
		"id": func(v value, w *Where) { w.IDs = v.list(maxIDs) },
		"price": func(v value, w *Where) {
			w.Prices = &prices{0, maxPrice}
			if given := read(v, w.Prices, priceSettings, nil); len(given) == 0 {
				v.fail("give from, to or both")
			}
			if w.Prices.from > w.Prices.to {
				v.fail("from %v is more than to %v", w.Prices.from, w.Prices.to)
			}
		},
		"stock": func(v value, w *Where) {
			switch t := v.text(); t.is {
			case "in":
				w.Stock = dataset.InStock
			case "out":
				w.Stock = dataset.OutOfStock
			default:
				v.fail("%s is none of in and out", v.written())
			}
		},
		"title": func(v value, w *Where) {
			if given := read(v, w, titleSettings, nil); len(given) == 0 {
				v.fail("give contains")
			}
		},
		"not": func(v value, w *Where) {
			if depth == maxNot {
				v.fail("not stands within not more than %d times", maxNot)
				return
			}
			w.Not = readConditions(v, depth+1)
		},
	}
}

var priceSettings = settings[prices]{
	"from": func(v value, p *prices) { p.from = v.number(0, maxPrice) },
	"to":   func(v value, p *prices) { p.to = v.number(0, maxPrice) },
}

var titleSettings = settings[Where]{
	"contains": func(v value, w *Where) {
		for _, t := range v.list(maxValues) {
			w.Title = append(w.Title, text{strings.ToLower(t.is), t.line})
		}
	},
}

func readWhere(v value) *Where { return readConditions(v, 0) }

func readConditions(v value, depth int) *Where {
	w := &Where{}
	given := read(v, w, whereSettings(depth), func(key string, each value, w *Where) {
		if strings.ContainsAny(key, "= ") {
			each.fail("%q is no key of attributes, such as category", key)
		}
		test := attributeTest{key: key}
		for _, t := range each.list(maxValues) {
			is := key + "=" + t.is
			if key == "tag" {
				is = dataset.TagToken(t.is)
			}
			test.tokens = append(test.tokens, text{is, t.line})
		}
		w.Attributes = append(w.Attributes, test)
	})
	if _, ok := v.node.(ast.MapNode); ok && len(given) == 0 {
		v.fail("say which items: an empty condition would mean all")
	}
	return w
}
