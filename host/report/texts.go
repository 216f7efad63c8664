package report

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"

	"privet/web"
)

// texts are the words of one language, as web/src/texts has them. A text is asked
// for by its path, "consent.howLong"; one that is not there is an error, so that
// no page says nothing where it should say something.
type texts struct {
	tag   language.Tag
	words map[string]any
}

func readTexts(name string) (*texts, error) {
	content, err := fs.ReadFile(web.Texts(), name+".json")
	if err != nil {
		return nil, err
	}
	t := &texts{}
	if t.tag, err = language.Parse(name); err != nil {
		return nil, fmt.Errorf("%s.json: its name is no language's tag: %w", name, err)
	}
	if err := json.Unmarshal(content, &t.words); err != nil {
		return nil, fmt.Errorf("%s.json: %w", name, err)
	}
	return t, nil
}

// at returns what is at a path: a text, or several by name.
func (t *texts) at(path ...string) (any, error) {
	var value any = t.words
	for _, name := range strings.Split(strings.Join(path, "."), ".") {
		several, _ := value.(map[string]any)
		value = several[name]
	}
	if value == nil || value == "" {
		return nil, fmt.Errorf("%s.json: there is no text %s", t.tag, strings.Join(path, "."))
	}
	return value, nil
}

// Say returns the text at a path, whose parts may come one by one.
func (t *texts) Say(path ...string) (string, error) {
	value, err := t.at(path...)
	if err != nil {
		return "", err
	}
	text, ok := value.(string)
	if !ok {
		return "", fmt.Errorf("%s.json: %s is no text", t.tag, strings.Join(path, "."))
	}
	return text, nil
}

// SayOf returns the text at a path, about something.
func (t *texts) SayOf(what string, path ...string) (string, error) {
	text, err := t.Say(path...)
	return strings.ReplaceAll(text, "{what}", what), err
}

// forms are the names that texts give to the categories of plural rules.
var forms = map[plural.Form]string{
	plural.Zero: "zero", plural.One: "one", plural.Two: "two", plural.Few: "few", plural.Many: "many", plural.Other: "other",
}

// Count returns the text at a path, in the form that the language has for n.
func (t *texts) Count(n int, path ...string) (string, error) {
	form := forms[plural.Cardinal.MatchPlural(t.tag, n, 0, 0, 0, 0)]
	text, err := t.Say(append(path, form)...)
	if err != nil {
		text, err = t.Say(append(path, "other")...)
	}
	return strings.ReplaceAll(text, "{n}", strconv.Itoa(n)), err
}

// Names returns the names of what is at a path, sorted.
func (t *texts) Names(path string) ([]string, error) {
	value, err := t.at(path)
	several, _ := value.(map[string]any)
	return slices.Sorted(maps.Keys(several)), err
}

// Direction is the attribute dir of a page in the language.
func (t *texts) Direction() string {
	script, _ := t.tag.Script() // of Arabic, say: Arab
	switch script.String() {
	case "Adlm", "Arab", "Hebr", "Nkoo", "Rohg", "Syrc", "Thaa":
		return "rtl"
	}
	return "ltr"
}
