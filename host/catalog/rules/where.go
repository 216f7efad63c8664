package rules

import (
	"strings"

	"privet/host/catalog/dataset"
	"privet/host/catalog/settings"
)

// A Where says which items are meant: those that meet all of its conditions.
type Where struct {
	IDs        []settings.Text // one of these
	Attributes []attributeTest // each of these
	Prices     *prices
	Stock      dataset.Stock   // StockUnknown does not ask
	Title      []settings.Text // one of these stands in it; capitals do not count
	Not        *Where          // and not those
}

// An attributeTest asks for one of some attributes, "category=Lanterns".
type attributeTest struct {
	key    string
	tokens []settings.Text
}

// prices are a range, both ends included. Items whose price is not known are in none.
type prices struct{ from, to float64 }

const (
	maxPrice = 1e12
	maxNot   = 4 // not within not
)

// whereSettings is a function because not makes it read itself. Every further
// key is one of an attribute.
func whereSettings(depth int) settings.Known[Where] {
	return settings.Known[Where]{
		"id": func(v settings.Value, w *Where) { w.IDs = v.List(maxIDs) },
		"price": func(v settings.Value, w *Where) {
			w.Prices = &prices{0, maxPrice}
			if given := settings.Read(v, w.Prices, priceSettings, nil); len(given) == 0 {
				v.Fail("give from, to or both")
			}
			if w.Prices.from > w.Prices.to {
				v.Fail("from %v is more than to %v", w.Prices.from, w.Prices.to)
			}
		},
		"stock": func(v settings.Value, w *Where) {
			switch t := v.Text(); t.Is {
			case "in":
				w.Stock = dataset.InStock
			case "out":
				w.Stock = dataset.OutOfStock
			default:
				v.Fail("%s is none of in and out", v.Written())
			}
		},
		"title": func(v settings.Value, w *Where) {
			if given := settings.Read(v, w, titleSettings, nil); len(given) == 0 {
				v.Fail("give contains")
			}
		},
		"not": func(v settings.Value, w *Where) {
			if depth == maxNot {
				v.Fail("not stands within not more than %d times", maxNot)
				return
			}
			w.Not = readConditions(v, depth+1)
		},
	}
}

var priceSettings = settings.Known[prices]{
	"from": func(v settings.Value, p *prices) { p.from = v.Number(0, maxPrice) },
	"to":   func(v settings.Value, p *prices) { p.to = v.Number(0, maxPrice) },
}

var titleSettings = settings.Known[Where]{
	"contains": func(v settings.Value, w *Where) {
		for _, t := range v.List(maxValues) {
			w.Title = append(w.Title, settings.Text{Is: strings.ToLower(t.Is), Line: t.Line})
		}
	},
}

// ReadWhere reads which items are meant.
func ReadWhere(v settings.Value) *Where { return readConditions(v, 0) }

func readConditions(v settings.Value, depth int) *Where {
	w := &Where{}
	given := settings.Read(v, w, whereSettings(depth), func(key string, each settings.Value, w *Where) {
		if strings.ContainsAny(key, "= ") {
			each.Fail("%q is no key of attributes, such as category", key)
		}
		test := attributeTest{key: key}
		for _, t := range each.List(maxValues) {
			is := key + "=" + t.Is
			if key == "tag" {
				is = dataset.TagToken(t.Is)
			}
			test.tokens = append(test.tokens, settings.Text{Is: is, Line: t.Line})
		}
		w.Attributes = append(w.Attributes, test)
	})
	if v.IsMapping() && len(given) == 0 {
		v.Fail("say which items: an empty condition would mean all")
	}
	return w
}
