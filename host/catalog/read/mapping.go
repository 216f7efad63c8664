package read

import (
	"errors"
	"fmt"
	"os"
	"slices"

	"github.com/goccy/go-yaml"
)

// A Mapping says how the columns of a site's own files become items and events.
// It is read from YAML; testdata/mappings/online-retail.yaml shows every part.
type Mapping struct {
	Name     string        `yaml:"name"`     // the shop's
	Currency string        `yaml:"currency"` // ISO 4217
	Encoding string        `yaml:"encoding"` // of files that do not say it themselves: "windows-1252"
	Missing  string        `yaml:"missing"`  // "empty": a column that the file lacks is empty; otherwise that is an error
	Clean    []Rule        `yaml:"clean"`    // for items and events
	Items    ItemMapping   `yaml:"items"`
	Events   *EventMapping `yaml:"events"` // without it, the events file has Privet's own columns
}

// An ItemMapping says where an item's fields come from. Several rows of one id
// are one item: Field.Choose says which row speaks for it.
type ItemMapping struct {
	Each     []string `yaml:"each"` // JSON: lists in a record of which each element is a row
	Carry    *Carry   `yaml:"carry"`
	Clean    []Rule   `yaml:"clean"`
	ID       Field    `yaml:"id"`
	Aliases  []Field  `yaml:"aliases"` // what else events may call the item
	Variant  Field    `yaml:"variant"` // not empty where the row is a variant of an item that has a row of its own
	Title    Field    `yaml:"title"`
	Category Field    `yaml:"category"`
	URL      Field    `yaml:"url"`
	Image    Field    `yaml:"image"`
	Price    Field    `yaml:"price"`
	Currency Field    `yaml:"currency"` // of the price, where it stands apart
	Supplier Field    `yaml:"supplier"`
	Stock    Field    `yaml:"stock"` // a number, or a word such as in, out, yes, no
	From     Field    `yaml:"available_from"`
	Until    Field    `yaml:"available_until"` // not included
	Tags     Field    `yaml:"tags"`            // separated by |
	Extra    []string `yaml:"extra"`           // columns that the page gets as they are
}

// An EventMapping says where an event's fields come from.
type EventMapping struct {
	Each    []string     `yaml:"each"` // as of items
	Carry   *Carry       `yaml:"carry"`
	Clean   []Rule       `yaml:"clean"`
	Visitor Field        `yaml:"visitor"`
	Item    Field        `yaml:"item"`
	Kind    Field        `yaml:"kind"`
	Time    Field        `yaml:"time"`
	Visit   Field        `yaml:"visit"`
	Context ContextField `yaml:"context"`
}

// ContextField maps context keys, "daypart", to where their values come from.
type ContextField map[string]Field

// A Field says where one value comes from: a column, a constant, or words of
// the title. In YAML a plain string names a column.
type Field struct {
	Column    string            `yaml:"column"`
	Value     string            `yaml:"value"`     // a constant
	Values    map[string]string `yaml:"values"`    // what the column's values stand for
	Words     []Words           `yaml:"words"`     // category and tags: what words of the title say
	Otherwise string            `yaml:"otherwise"` // where Values or Words have nothing
	Case      string            `yaml:"case"`      // "upper", "lower", or "title" for text that shouts
	Choose    string            `yaml:"choose"`    // of several rows: "first", "last", "most-frequent", "median"
	Layout    string            `yaml:"layout"`    // times: "unix", "unix-ms", "unix-us" or a Go layout
	FromTime  string            `yaml:"from-time"` // context: "daypart", "weekday" or "season" of the event
	Cut       []Cut             `yaml:"cut"`       // takes the column's value apart, before anything else
	Markup    string            `yaml:"markup"`    // "remove" where the column has HTML
	Prefix    string            `yaml:"prefix"`    // put before a value that is not empty
	Notation  string            `yaml:"notation"`  // prices: "any", "point" or "comma"; otherwise digits and a decimal point alone
	Match     string            `yaml:"match"`     // an event's item: "url" where the column has the address of an item's page
	Or        *Field            `yaml:"or"`        // where the value is empty
}

// Words says that a title with one of the words means Is. Capitals do not count,
// and a word also stands for its plural in s.
type Words struct {
	Is    string   `yaml:"is"`
	Words []string `yaml:"words"`
}

// A Rule drops rows. It has a name, under which its rows are counted, a column
// and one condition.
type Rule struct {
	Name    string   `yaml:"name"`
	Column  string   `yaml:"column"`
	Matches string   `yaml:"matches"` // a regular expression (RE2, as Go has it) finds something
	Lacks   string   `yaml:"lacks"`   // a regular expression finds nothing
	Empty   bool     `yaml:"empty"`   // there is no value
	AtMost  *float64 `yaml:"at-most"` // the number is this or less
	AtLeast *float64 `yaml:"at-least"`
}

// UnmarshalYAML reads a column's name, or a whole field.
func (f *Field) UnmarshalYAML(unmarshal func(any) error) error {
	if err := unmarshal(&f.Column); err == nil {
		return nil
	}
	type plain Field // without this method
	return unmarshal((*plain)(f))
}

func (f *Field) given() bool {
	return f.Column != "" || f.Value != "" || f.FromTime != "" || len(f.Words) > 0
}

// ItemColumn returns the column that a field of items ("title") comes from, or the
// field's own name where there is no mapping or it comes from no column.
func (m *Mapping) ItemColumn(field string) string {
	if m != nil {
		if f := m.Items.fields()[slices.Index(ItemKeys, field)]; f.Column != "" {
			return f.Column
		}
	}
	return field
}

// maxMapping bounds a mapping file's bytes.
const maxMapping = 1 << 20

// LoadMapping reads a mapping file.
func LoadMapping(name string) (*Mapping, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	m, err := ParseMapping(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return m, nil
}

// ParseMapping reads a mapping. Errors show the line.
func ParseMapping(text []byte) (*Mapping, error) {
	if len(text) > maxMapping {
		return nil, fmt.Errorf("a mapping of %d bytes is longer than %d", len(text), maxMapping)
	}
	m := &Mapping{}
	if err := yaml.UnmarshalWithOptions(text, m, yaml.Strict()); err != nil {
		return nil, errors.New(yaml.FormatError(err, false, true))
	}
	return m, m.check()
}
