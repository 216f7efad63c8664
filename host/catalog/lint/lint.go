// Package lint looks through what a catalog would publish: a catalog is public, so
// that it must hold no personal data, and what visitors did with items about the
// special categories of Art. 9 of the GDPR should count for nothing unless the
// owner decided so. testdata/lint shows all that an owner can say of it.
package lint

import (
	"maps"
	"net/url"
	"slices"
	"strings"

	"privet/host/catalog/dataset"
)

// An Input is what would be published and where it comes from.
type Input struct {
	Data          *dataset.Dataset
	Sensitive     []int32 // items that a rule marks
	Items, Events string  // names of their files
	// Column names the column of a field of items ("title"), as the file of items
	// has it.
	Column func(field string) string
}

// Check looks through a catalog's texts.
func (f *File) Check(in Input) *Report {
	l := &linter{
		file: f, in: in, vocabulary: newVocabulary(f.words, f.values),
		numbers: map[string]*numbers{}, named: map[string]bool{},
	}
	sensitive := make([]bool, len(in.Data.Items))
	for _, i := range in.Sensitive {
		sensitive[i] = true
	}
	for i := range in.Data.Items {
		l.item(&in.Data.Items[i], sensitive[i])
	}
	for _, token := range in.Data.Contexts {
		l.context(token)
	}
	for _, token := range in.Data.IdentifyingContexts {
		key, value, _ := strings.Cut(token, "=")
		l.visitor(Finding{File: in.Events, Column: key, Value: value})
	}
	return l.report()
}

// A linter is at work on one catalog.
type linter struct {
	file       *File
	in         Input
	vocabulary vocabulary
	found      [checkCount]Tally
	numbers    map[string]*numbers // by column
	named      map[string]bool     // columns whose names were looked at
	topics     [topicCount]topicItems
}

// numbers are those of a column that look like payment cards.
type numbers struct {
	cards []Finding
	wrong int
}

// item looks through the texts of an item.
func (l *linter) item(it *dataset.Item, sensitive bool) {
	at := Finding{File: l.in.Items, Line: it.Line}
	field := func(name, value string, look func(Finding)) {
		if value == "" {
			return
		}
		at.Column, at.Value = l.in.Column(name), value
		l.person(at)
		look(at)
	}
	field("id", it.ID, l.text)
	if it.Identifying {
		l.visitor(at)
	}
	if isSession(it.ID) {
		l.add(Session, at, it.ID)
	}
	field("title", it.Title, l.text)
	field("category", it.Category, l.text)
	field("supplier", it.Supplier, l.text)
	field("url", it.URL, l.address)
	field("image", it.Image, l.address)
	for _, tag := range it.Tags {
		key, value, ok := strings.Cut(tag, "=")
		if at.Column, at.Value = l.in.Column("tags"), tag; ok {
			l.person(Finding{File: at.File, Line: at.Line, Column: key, Value: value})
		}
		l.text(at)
	}
	for _, column := range slices.Sorted(maps.Keys(it.Extra)) {
		at.Column, at.Value = column, it.Extra[column]
		l.person(at)
		if strings.Contains(at.Value, "://") {
			l.address(at)
		} else {
			l.text(at)
		}
	}
	if !sensitive && l.file.level(Sensitive) != Off {
		l.topicsOf(it)
	}
}

// context looks through a context value, which becomes a token of the catalog.
func (l *linter) context(token string) {
	key, value, _ := strings.Cut(token, "=")
	at := Finding{File: l.in.Events, Column: key, Value: value}
	l.person(at)
	l.text(at)
}

// text looks for what is personal in any text.
func (l *linter) text(at Finding) {
	for _, found := range emails(at.Value) {
		l.add(Email, at, found)
	}
	for _, found := range phones(at.Value) {
		l.add(Phone, at, found)
	}
	for _, found := range ibans(at.Value) {
		l.add(IBAN, at, found)
	}
	found, wrong := cards(at.Value)
	if len(found)+wrong == 0 {
		return
	}
	n := l.numbers[at.Column]
	if n == nil {
		n = &numbers{}
		l.numbers[at.Column] = n
	}
	for _, value := range found {
		at.Value = value
		n.cards = append(n.cards, at)
	}
	n.wrong += wrong
}

// address looks for what is personal in a web address. Numbers in it are names of
// pages and pictures.
func (l *linter) address(at Finding) {
	for _, found := range emails(unescaped(at.Value)) {
		l.add(Email, at, found)
	}
	if found := sessionOf(at.Value); found != "" {
		l.add(Session, at, found)
	}
}

func unescaped(address string) string {
	if plain, err := url.PathUnescape(address); err == nil {
		return plain
	}
	return address
}

// person looks at a column's name, once.
func (l *linter) person(at Finding) {
	if !l.named[at.Column] && namesPeople(at.Column) {
		l.add(Person, at, at.Value)
	}
	l.named[at.Column] = true
}

// coincidence is how many digits a number has at least that is not counted from 1
// up: shorter ones of a shop's items and visitors may well be the same.
const coincidence = 10

func (l *linter) visitor(at Finding) {
	if n := digits(at.Value); n == len(at.Value) && n < coincidence {
		return
	}
	l.add(Visitor, at, at.Value)
}

// add notes what was found in a text, unless the owner allows it.
func (l *linter) add(c Check, at Finding, value string) {
	if l.file.allows(at.Column, c) || l.file.values[fold(value)] || l.file.values[fold(at.Value)] {
		return
	}
	at.Value = value
	l.found[c].add(at)
}

// report finishes what only all items together tell.
func (l *linter) report() *Report {
	for _, column := range slices.Sorted(maps.Keys(l.numbers)) {
		n := l.numbers[column]
		if n.wrong > len(n.cards) {
			continue // of arbitrary numbers a tenth have a right check digit
		}
		for _, at := range n.cards {
			l.add(Card, at, at.Value)
		}
	}
	r := &Report{}
	for c := range checkCount {
		if level := l.file.level(c); l.found[c].Count > 0 && level != Off {
			r.Found = append(r.Found, Found{c, level, l.found[c]})
		}
	}
	for topic := range topicCount {
		if items := &l.topics[topic]; items.Count > 0 {
			r.Topics = append(r.Topics, TopicItems{topic, items.Tally, items.rules(topic)})
		}
	}
	return r
}
