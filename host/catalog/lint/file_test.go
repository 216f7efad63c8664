package lint

import (
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"privet/host/catalog/settings"
	"privet/host/catalog/settings/settingstest"
)

// The files that documentation points to.
const (
	shipped    = "../../../testdata/lint/shop.yaml"
	schemaFile = "../../../testdata/lint/lint.schema.json"
	readme     = "../../../testdata/lint/README.md"
)

func TestLoad_shipped(t *testing.T) {
	f, err := Load(shipped)
	require.NoError(t, err)
	require.Len(t, f.levels, int(checkCount), "the shipped file shows every check")
	for c := range checkCount {
		require.Equal(t, checks[c].level, f.level(c), "what the file shows is what is usual: %v", c)
	}
	require.Len(t, f.words, int(topicCount), "the shipped file shows every topic")
	require.Equal(t, []string{"=after dark"}, f.words[Sexuality])
	require.Equal(t, map[string]bool{"service@shop.example": true, "+44 20 7946 0958": true, "sexual botany": true}, f.values)
	require.True(t, f.allows("serial", Phone) && f.allows("serial", Card) && f.allows("author", Person))
	require.False(t, f.allows("serial", Email) || f.allows("title", Card))
	_, err = Load("none.yaml")
	require.ErrorContains(t, err, "none.yaml")
}

// accepted are files that are read and that editors accept.
var accepted = map[string]string{
	"nothing":     "version: 1\n",
	"one check":   "version: 1\nchecks: {phone: off}\n",
	"one word":    "version: 1\ntopics: {health: reiki}\n",
	"one value":   "version: 1\nallow: {values: 4111111111111111}\n",
	"one column":  "version: 1\nallow: {columns: {author: person}}\n",
	"Arabic":      "version: 1\ntopics: {religion: [سبحة]}\n",
	"empty allow": "version: 1\nallow: {}\n",
}

// refused are files that are wrong, and what is said of them.
var refused = map[string]struct {
	text, want string
	unseen     bool // by the schema
}{
	"no version":    {text: "checks: {phone: off}\n", want: "lint.yaml:1: begin with version: 1"},
	"version":       {text: "version: 2\n", want: `lint.yaml:1: version: "2" where this Privet reads 1`},
	"setting":       {text: "version: 1\ncheck: {}\n", want: `lint.yaml:2: there is no setting "check": there are allow, checks, topics, version`},
	"check":         {text: "version: 1\nchecks:\n  fax: off\n", want: "lint.yaml:3: checks: fax: there is no such check: there are email, phone, iban, card, session, visitor, person, sensitive"},
	"level":         {text: "version: 1\nchecks:\n  phone: no\n", want: `lint.yaml:3: checks: phone: "no" is none of off, warn, refuse`},
	"topic":         {text: "version: 1\ntopics:\n  sport: [golf]\n", want: "lint.yaml:3: topics: sport: there is no such topic: there are health, sexuality, religion, politics, union, ethnicity, genetics, biometrics"},
	"no words":      {text: "version: 1\ntopics: {health: []}\n", want: "lint.yaml:2: topics: health: a list of 0 is not of 1 to 4096"},
	"no word":       {text: "version: 1\ntopics:\n  health: [reiki,\n    '!?']\n", want: `lint.yaml:4: topics: health: "!?" has no letters or digits, or a * that ends no word of 4 letters or more`, unseen: true},
	"short stem":    {text: "version: 1\ntopics: {health: [abc*]}\n", want: `lint.yaml:2: topics: health: "abc*" has no letters or digits, or a * that ends no word of 4 letters or more`, unseen: true},
	"allow what":    {text: "version: 1\nallow: {words: [x]}\n", want: `lint.yaml:2: allow: there is no setting "words": there are columns, values`},
	"column check":  {text: "version: 1\nallow: {columns: {author: [people]}}\n", want: `lint.yaml:2: allow: columns: author: "people" is none of email, phone, iban, card, session, visitor, person, sensitive`},
	"value twice":   {text: "version: 1\nallow: {values: [a, a]}\n", want: `lint.yaml:2: allow: values: "a" stands twice`},
	"several lines": {text: "version: 1\nchecks: {phone: maybe}\ntopics: 5\n", want: "lint.yaml:2: checks: phone: \"maybe\" is none of off, warn, refuse\nlint.yaml:3: topics: settings belong here, not a number"},
}

func TestParse(t *testing.T) {
	s := settingstest.Schema(t, schemaFile)
	for name, text := range accepted {
		_, err := Parse("lint.yaml", []byte(text))
		require.NoError(t, err, name)
		require.NoError(t, settingstest.Validate(s, text), name)
	}
	for name, c := range refused {
		f, err := Parse("lint.yaml", []byte(c.text))
		require.Nil(t, f, name)
		require.EqualError(t, err, c.want, name)
		var all settings.Errors
		require.ErrorAs(t, err, &all)
		if !c.unseen {
			require.Error(t, settingstest.Validate(s, c.text), name)
		}
	}
}

// What documentation shows must work, in the reader and in editors.
func TestParse_documentation(t *testing.T) {
	s := settingstest.Schema(t, schemaFile)
	text, err := os.ReadFile(shipped)
	require.NoError(t, err)
	require.NoError(t, settingstest.Validate(s, string(text)))
	text, err = os.ReadFile(readme)
	require.NoError(t, err)
	_, block, _ := strings.Cut(string(text), "```yaml\n")
	block, _, ok := strings.Cut(block, "```")
	require.True(t, ok)
	_, err = Parse(readme, []byte(block))
	require.NoError(t, err)
	require.NoError(t, settingstest.Validate(s, block))
	for c := range checkCount {
		require.Contains(t, string(text), "| `"+c.String()+"` |")
		require.Contains(t, string(text), "`"+checks[c].level.String()+"` |")
	}
}

// Every setting that is read is one that editors offer, and the reverse.
func TestSchema_sameSettings(t *testing.T) {
	text, err := os.ReadFile(schemaFile)
	require.NoError(t, err)
	type object struct {
		Properties map[string]json.RawMessage
	}
	var whole struct {
		object
		Defs struct{ Level, Check struct{ Enum []string } } `json:"$defs"`
	}
	require.NoError(t, json.Unmarshal(text, &whole))
	offered := func(property string) []string {
		var inner object
		require.NoError(t, json.Unmarshal(whole.Properties[property], &inner))
		return slices.Sorted(maps.Keys(inner.Properties))
	}
	require.Equal(t, slices.Sorted(maps.Keys(fileSettings)), slices.Sorted(maps.Keys(whole.Properties)))
	require.Equal(t, slices.Sorted(maps.Keys(allowSettings)), offered("allow"))
	require.ElementsMatch(t, checkNames(), offered("checks"))
	require.ElementsMatch(t, topicNames(), offered("topics"))
	require.Equal(t, checkNames(), whole.Defs.Check.Enum)
	require.Equal(t, levels, whole.Defs.Level.Enum)
}
