package report

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"html/template"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

//go:embed pages/*.html
var sources embed.FS

// pages are the documents. They have no scripts, and every text in them is
// escaped for where it stands.
var pages = template.Must(template.New("").Funcs(template.FuncMap{
	"iri": iri, "languageName": languageName, "thousands": thousands, "groups": groups, "list": list,
	"span":      span,
	"lasts":     func(seconds int64) string { return span(float64(seconds)) },
	"days":      func(n float64) string { return count(n, "day") },
	"wholeDays": func(seconds int64) int { return int(seconds / day) },
	"add":       func(a, b int) int { return a + b },
	"mul":       func(a, b int) int { return a * b },
	"said":      func(text, missing string) said { return said{text, missing} },
}).ParseFS(sources, "pages/*.html"))

// index is what index.html gets.
type index struct {
	*Report
	Flow         picture
	EveryRequest string
	MaxRenew     int
}

// transparency is what a page for visitors gets. All of its words are the texts'.
type transparency struct {
	*texts
	Notice
	Report   *Report
	Requests []string // names in texts of what is fetched
}

// said is what the owner says, or that it is missing.
type said struct{ Text, Missing string }

// Files are the report's files, by name.
func (r *Report) Files() (map[string][]byte, error) {
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(r); err != nil {
		return nil, err
	}
	files := map[string][]byte{jsonName: text.Bytes()}
	var err error
	if files["index.html"], err = page("index", index{r, flow, everyRequest, MaxRenew}); err != nil {
		return nil, err
	}
	for _, n := range r.Notices {
		words, err := readTexts(n.Language)
		if err != nil {
			return nil, err
		}
		if files[n.Page], err = page("transparency", transparency{words, n, r, fetched}); err != nil {
			return nil, fmt.Errorf("%s: %w", n.Page, err)
		}
	}
	return files, nil
}

// fetched are the texts about what a page fetches, in the order in which it does.
var fetched = []string{"requestScript", "requestManifest", "requestEngine", "requestCatalog", "requestTrend", "requestTexts", "requestWords"}

func page(name string, content any) ([]byte, error) {
	var out bytes.Buffer
	err := pages.ExecuteTemplate(&out, name, content)
	return out.Bytes(), err
}

// iri is the address of a term of the W3C Data Privacy Vocabulary: of
// "pd:Interest", https://w3id.org/dpv/pd#Interest.
func iri(term string) string {
	prefix, name, _ := strings.Cut(term, ":")
	if prefix != "dpv" {
		prefix = "dpv/" + prefix
	}
	return "https://w3id.org/" + prefix + "#" + name
}

// languageName is what a language calls itself.
func languageName(tag string) string { return display.Self.Name(language.Make(tag)) }

// list writes names one after the other.
func list(names []string) string {
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, "\u00a0· ")
}

// A group is the values of attributes of one key.
type group struct {
	Key    string
	Values []string
}

// groups sorts attributes, "category=Lanterns", by their keys.
func groups(attributes []string) []group {
	var all []group
	for _, attribute := range attributes {
		key, value, _ := strings.Cut(attribute, "=")
		i := slices.IndexFunc(all, func(g group) bool { return g.Key == key })
		if i < 0 {
			i, all = len(all), append(all, group{Key: key})
		}
		all[i].Values = append(all[i].Values, value)
	}
	return all
}

// thousands writes 12345 as 12,345.
func thousands(n int) string {
	text := strconv.Itoa(n)
	for at := len(text) - 3; at > 0; at -= 3 {
		text = text[:at] + "," + text[at:]
	}
	return text
}
