package rules

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"privet/engine/format"
	"privet/host/catalog/settings"
)

// shipped is the file that documentation points to.
const shipped = "../../../testdata/rules/shop.yaml"

// oneRule writes a file of one rule called r.
func oneRule(settings string) string { return "version: 1\nrules:\n  - {name: r, " + settings + "}\n" }

// accepted are rules as they are written and as they are read.
var accepted = map[string]struct {
	text string
	want Rule
}{
	"hide":         {"hide: true, where: {id: a}", Rule{Action: format.ActionHide}},
	"pin":          {"pin: 3, where: {id: [b, a]}", Rule{Action: format.ActionPin, Value: 3}},
	"boost":        {"boost: 0.5, where: {id: a}", Rule{Action: format.ActionBoost, Value: 128}},
	"largest":      {"boost: 16, where: {id: a}", Rule{Action: format.ActionBoost, Value: format.MaxBoost}},
	"smallest":     {"boost: 0.01, where: {id: a}", Rule{Action: format.ActionBoost, Value: 3}},
	"bury":         {"bury: 1, where: {id: a}", Rule{Action: format.ActionBoost, Value: -256}},
	"limit":        {"limit: 2, where: {category: X}", Rule{Action: format.ActionLimit, Value: 2}},
	"limit per":    {"limit: 2, per: supplier", Rule{Action: format.ActionLimit, Value: 2, Per: "supplier"}},
	"floor":        {"floor: 2.5%, where: {category: X}", Rule{Action: format.ActionFloor, Value: 25}},
	"all of it":    {"floor: 100 %, per: brand", Rule{Action: format.ActionFloor, Value: 1000, Per: "brand"}},
	"met one":      {"met: buy, within: 30d, then: hide", Rule{Action: format.ActionMet, Count: 1, Kinds: 1 << format.Buy, Span: 30 * 86400, Value: format.HideMet}},
	"met several":  {"met: [view, add, like], then: {boost: 0.25}", Rule{Action: format.ActionMet, Count: 1, Kinds: 1<<format.View | 1<<format.Add | 1<<format.Like, Value: 64}},
	"shown":        {"shown: 5, within: 8w, then: {bury: 2}", Rule{Action: format.ActionShown, Count: 5, Span: 8 * 7 * 86400, Value: -512}},
	"sensitive":    {"sensitive: true, where: {tag: x}", Rule{Action: format.ActionSensitive}},
	"minutes":      {"shown: 1, within: 90m, then: hide", Rule{Action: format.ActionShown, Count: 1, Span: 5400, Value: format.HideMet}},
	"hours":        {"shown: 1, within: 12h, then: hide", Rule{Action: format.ActionShown, Count: 1, Span: 43200, Value: format.HideMet}},
	"when":         {"boost: 1, where: {id: a}, when: {device: phone, daypart: [evening, night]}", Rule{Action: format.ActionBoost, Value: 256, When: [][]string{{"device=phone"}, {"daypart=evening", "daypart=night"}}}},
	"slots":        {"boost: 1, where: {id: a}, slots: [home, 404]", Rule{Action: format.ActionBoost, Value: 256, Slots: []string{"home", "404"}}},
	"one slot":     {"boost: 1, where: {id: a}, slots: home", Rule{Action: format.ActionBoost, Value: 256, Slots: []string{"home"}}},
	"dates":        {"boost: 1, where: {id: a}, from: 2026-12-01, until: 2026-12-02", Rule{Action: format.ActionBoost, Value: 256, From: 1796083200, Until: 1796169600}},
	"time of zone": {"boost: 1, where: {id: a}, from: 2026-12-01T01:00:00+01:00", Rule{Action: format.ActionBoost, Value: 256, From: 1796083200}},
}

func TestParse_accepts(t *testing.T) {
	for name, c := range accepted {
		t.Run(name, func(t *testing.T) {
			f, err := Parse("rules.yaml", []byte(oneRule(c.text)))
			require.NoError(t, err)
			require.Len(t, f.Rules, 1)
			got := f.Rules[0]
			require.Equal(t, 3, got.line)
			require.Equal(t, strings.Contains(c.text, "where"), got.Where != nil)
			got.line, got.whereLine, got.perLine, got.Where = 0, 0, 0, nil
			c.want.Name = "r"
			require.Equal(t, c.want, got)
		})
	}
}

// whole are files that are accepted for what stands beside rules.
var whole = map[string]struct {
	text    string
	variety *format.VarietyLimits
	explore *int32
}{
	"nothing":     {text: "version: 1\n"},
	"comments":    {text: "# mine\nversion: 1 # the first\n"},
	"variety":     {text: "version: 1\nvariety: {least: 5, usual: 20, most: 60}\n", variety: &format.VarietyLimits{Least: 5, Usual: 20, Most: 60}},
	"least alone": {text: "version: 1\nvariety: {least: 30}\n", variety: &format.VarietyLimits{Least: 30, Usual: 30, Most: 100}},
	"usual alone": {text: "version: 1\nvariety: {usual: 10}\n", variety: &format.VarietyLimits{Usual: 10, Most: 100}},
	"never":       {text: "version: 1\nexplore: 0\n", explore: new(int32)},
	"far":         {text: "version: 1\nexplore: 2\n", explore: &far},
}

var far = int32(512)

func TestParse_beside(t *testing.T) {
	for name, c := range whole {
		t.Run(name, func(t *testing.T) {
			f, err := Parse("rules.yaml", []byte(c.text))
			require.NoError(t, err)
			require.Equal(t, &File{Name: "rules.yaml", Variety: c.variety, Explore: c.explore}, f)
		})
	}
}

// refused are files that are wrong, and what is said of them. The schema, which
// knows nothing of other places of a file, sees some of it.
var refused = map[string]struct {
	text, want string
	unseen     bool // by the schema
}{
	"no YAML":             {text: "version: [1\n", want: "rules.yaml:1: this is no YAML: sequence end token ']' not found", unseen: true},
	"empty":               {text: "", want: "rules.yaml: it must be one YAML document that begins with version: 1"},
	"two documents":       {text: "version: 1\n---\nversion: 1\n", want: "rules.yaml: it must be one YAML document that begins with version: 1", unseen: true},
	"not UTF-8":           {text: "version: \xff\n", want: "rules.yaml: the file is not UTF-8", unseen: true},
	"too long":            {text: "version: 1 #" + strings.Repeat("#", settings.MaxBytes), want: "rules.yaml: more than 1048576 bytes: shorten its lists", unseen: true},
	"a list":              {text: "- version: 1\n", want: "rules.yaml:1: settings belong here, not a list\nrules.yaml:1: begin with version: 1"},
	"no version":          {text: "explore: 0\n", want: "rules.yaml:1: begin with version: 1"},
	"version":             {text: "version: 2\n", want: `rules.yaml:1: version: "2" where this Privet reads 1`},
	"unknown setting":     {text: "version: 1\nrule: []\n", want: `rules.yaml:2: there is no setting "rule": there are affinities, experiments, explore, rules, variety, version`},
	"setting twice":       {text: "version: 1\nversion: 1\n", want: `rules.yaml:2: this is no YAML: mapping key "version" already defined at [1:1]`, unseen: true},
	"alias":               {text: "version: 1\nexplore: &a 1\nvariety: *a\n", want: "rules.yaml:2: explore: an anchor, alias or tag (write the value out) is not a number from 0 to 2\nrules.yaml:3: variety: settings belong here, not an anchor, alias or tag (write the value out)", unseen: true},
	"variety above 100":   {text: "version: 1\nvariety: {most: 101}\n", want: `rules.yaml:2: variety: most: "101" is not a number from 0 to 100`},
	"variety in parts":    {text: "version: 1\nvariety: {most: 0.5}\n", want: `rules.yaml:2: variety: most: "0.5" is not a whole number`},
	"variety that falls":  {text: "version: 1\nvariety: {least: 9, most: 8}\n", want: "rules.yaml:2: variety: least 9, usual 9 and most 8 must not fall", unseen: true},
	"usual below least":   {text: "version: 1\nvariety: {least: 30, usual: 20}\n", want: "rules.yaml:2: variety: least 30, usual 20 and most 100 must not fall", unseen: true},
	"explore below 0":     {text: "version: 1\nexplore: -1\n", want: `rules.yaml:2: explore: "-1" is not a number from 0 to 2`},
	"explore in words":    {text: "version: 1\nexplore: much\n", want: `rules.yaml:2: explore: "much" is not a number from 0 to 2`},
	"explore in hex":      {text: "version: 1\nexplore: 0x1\n", want: `rules.yaml:2: explore: "0x1" is not a number from 0 to 2`, unseen: true},
	"explore nothing":     {text: "version: 1\nexplore:\n", want: "rules.yaml:2: explore: nothing is not a number from 0 to 2"},
	"rules without list":  {text: "version: 1\nrules: {hide: true}\n", want: "rules.yaml:2: rules: a list belongs here, not settings"},
	"rule without itself": {text: "version: 1\nrules:\n  - 5\n", want: "rules.yaml:3: rule 1: settings belong here, not a number"},
	"too many rules":      {text: "version: 1\nrules: [" + strings.Repeat("{},", maxRules) + "{}]", want: "rules.yaml:2: rules: 4097 are more than 4096"},

	"no name":       {text: "version: 1\nrules:\n  - hide: true\n    where: {id: a}\n", want: "rules.yaml:3: rule 1: name the rule: explanations and reports show its name"},
	"same name":     {text: "version: 1\nrules:\n  - {name: r, hide: true, where: {id: a}}\n  - {name: r, hide: true, where: {id: b}}\n", want: `rules.yaml:4: rule "r": line 3 has a rule of that name: names must differ`, unseen: true},
	"long name":     {text: "version: 1\nrules: [{hide: true, where: {id: a}, name: " + strings.Repeat("n", 65) + "}]\n", want: `rules.yaml:2: rule "` + strings.Repeat("n", 40) + `…": name: 65 bytes are more than 64`},
	"empty name":    {text: "version: 1\nrules: [{hide: true, where: {id: a}, name: ''}]\n", want: `rules.yaml:2: rule "": name: the text is empty: write something, or leave the setting out`},
	"unknown":       {text: oneRule("hide: true, wehre: {id: a}"), want: "rules.yaml:3: rule \"r\": there is no setting \"wehre\": there are boost, bury, floor, from, hide, limit, met, name, per, pin, sensitive, shown, slots, then, until, when, where, within\nrules.yaml:3: rule \"r\": say which items: where"},
	"no action":     {text: oneRule("where: {id: a}"), want: `rules.yaml:3: rule "r": give one of boost, bury, floor, hide, limit, met, pin, sensitive, shown, not 0`},
	"two actions":   {text: oneRule("hide: true, pin: 1, where: {id: a}"), want: `rules.yaml:3: rule "r": give one of boost, bury, floor, hide, limit, met, pin, sensitive, shown, not 2`},
	"hide no":       {text: oneRule("hide: false, where: {id: a}"), want: `rules.yaml:3: rule "r": hide: write true, or leave the setting out`},
	"hide all":      {text: oneRule("hide: true"), want: `rules.yaml:3: rule "r": say which items: where`},
	"pin at 0":      {text: oneRule("pin: 0, where: {id: a}"), want: `rules.yaml:3: rule "r": pin: "0" is not a number from 1 to 10000`},
	"pin in words":  {text: oneRule("pin: first, where: {id: a}"), want: `rules.yaml:3: rule "r": pin: "first" is not a number from 1 to 10000`},
	"boost of 0":    {text: oneRule("boost: 0, where: {id: a}"), want: `rules.yaml:3: rule "r": boost: "0" is not a number from 0.01 to 16`},
	"boost of 17":   {text: oneRule("boost: 17, where: {id: a}"), want: `rules.yaml:3: rule "r": boost: "17" is not a number from 0.01 to 16`},
	"bury below 0":  {text: oneRule("bury: -1, where: {id: a}"), want: `rules.yaml:3: rule "r": bury: "-1" is not a number from 0.01 to 16`},
	"limit of all":  {text: oneRule("limit: 3"), want: `rules.yaml:3: rule "r": say which items: where`},
	"limit of 0":    {text: oneRule("limit: 0, per: supplier"), want: `rules.yaml:3: rule "r": limit: "0" is not a number from 1 to 10000`},
	"floor of 10":   {text: oneRule("floor: 10, per: supplier"), want: `rules.yaml:3: rule "r": floor: "10" is no share of the places: write 10%`},
	"floor of 0":    {text: oneRule("floor: 0%, per: supplier"), want: `rules.yaml:3: rule "r": floor: "0%" is not above 0% and up to 100%`, unseen: true},
	"floor of 101":  {text: oneRule("floor: 101%, per: supplier"), want: `rules.yaml:3: rule "r": floor: "101%" is not above 0% and up to 100%`, unseen: true},
	"per of pins":   {text: oneRule("pin: 1, per: supplier, where: {id: a}"), want: `rules.yaml:3: rule "r": per: it means nothing beside pin`},
	"per attribute": {text: oneRule("limit: 1, per: a=b"), want: `rules.yaml:3: rule "r": per: "a=b" is no key of attributes, such as supplier`},
	"met how":       {text: oneRule("met: [buy, see], then: hide"), want: `rules.yaml:3: rule "r": met: "see" is none of view, add, buy, like`},
	"met then":      {text: oneRule("met: buy"), want: `rules.yaml:3: rule "r": say what becomes of the items: then: hide, or {bury: 0.5}`},
	"then what":     {text: oneRule("met: buy, then: go"), want: `rules.yaml:3: rule "r": then: "go" is none of hide, {bury: 0.5} and {boost: 0.5}`},
	"then both":     {text: oneRule("met: buy, then: {bury: 1, boost: 1}"), want: `rules.yaml:3: rule "r": then: give one of boost and bury, not 2`},
	"then nothing":  {text: oneRule("met: buy, then: {}"), want: `rules.yaml:3: rule "r": then: give one of boost and bury, not 0`},
	"then pin":      {text: oneRule("met: buy, then: {pin: 1}"), want: "rules.yaml:3: rule \"r\": then: there is no setting \"pin\": there are boost, bury"},
	"then of hide":  {text: oneRule("hide: true, where: {id: a}, then: hide"), want: `rules.yaml:3: rule "r": then: it means nothing beside hide`},
	"within":        {text: oneRule("met: buy, then: hide, within: 3 days"), want: `rules.yaml:3: rule "r": within: "3 days" is no span of time: write 90m, 12h, 30d or 8w`},
	"within pins":   {text: oneRule("pin: 1, where: {id: a}, within: 3d"), want: `rules.yaml:3: rule "r": within: it means nothing beside pin`},
	"shown never":   {text: oneRule("shown: 0, then: hide"), want: `rules.yaml:3: rule "r": shown: "0" is not a number from 1 to 1000`},
	"sensitive at":  {text: oneRule("sensitive: true, where: {id: a}, slots: home"), want: `rules.yaml:3: rule "r": slots: it means nothing beside sensitive: what is sensitive is so everywhere, always`},
	"sensitive all": {text: oneRule("sensitive: true"), want: `rules.yaml:3: rule "r": say which items: where`},

	"time":           {text: oneRule("hide: true, where: {id: a}, from: tomorrow"), want: `rules.yaml:3: rule "r": from: "tomorrow" is no time: write 2026-12-01 or 2026-12-01T08:00:00+01:00`},
	"time with zone": {text: oneRule("hide: true, where: {id: a}, from: 2026-12-01T08:00:00"), want: `rules.yaml:3: rule "r": from: "2026-12-01T08:00:00" is no time: write 2026-12-01 or 2026-12-01T08:00:00+01:00`, unseen: true},
	"long ago":       {text: oneRule("hide: true, where: {id: a}, from: 1970-01-01"), want: `rules.yaml:3: rule "r": from: "1970-01-01" is before 1971 or after 2200`, unseen: true},
	"over before":    {text: oneRule("hide: true, where: {id: a}, from: 2026-12-01, until: 2026-12-01"), want: `rules.yaml:3: rule "r": until: it is not after from`, unseen: true},
	"when of a list": {text: oneRule("hide: true, where: {id: a}, when: [phone]"), want: "rules.yaml:3: rule \"r\": when: settings belong here, not a list\nrules.yaml:3: rule \"r\": when: 0 contexts are not 1 to 8"},
	"when nothing":   {text: oneRule("hide: true, where: {id: a}, when: {}"), want: `rules.yaml:3: rule "r": when: 0 contexts are not 1 to 8`},
	"when a token":   {text: oneRule("hide: true, where: {id: a}, when: {a=b: c}"), want: `rules.yaml:3: rule "r": when: a=b: "a=b" is no key of contexts, such as daypart`},
	"long token":     {text: oneRule("hide: true, where: {id: a}, when: {k: " + strings.Repeat("v", 255) + "}"), want: `rules.yaml:3: rule "r": when: k: "` + strings.Repeat("v", 255) + `" makes a token of more than 256 bytes`, unseen: true},
	"many slots":     {text: oneRule("hide: true, where: {id: a}, slots: [" + strings.Repeat("s,", 33) + "]"), want: `rules.yaml:3: rule "r": slots: a list of 33 is not of 1 to 32`},
	"long slot":      {text: oneRule("hide: true, where: {id: a}, slots: " + strings.Repeat("s", 65)), want: `rules.yaml:3: rule "r": slots: "` + strings.Repeat("s", 65) + `" has more than 64 bytes`},

	"where all":        {text: oneRule("hide: true, where: {}"), want: `rules.yaml:3: rule "r": where: say which items: an empty condition would mean all`},
	"where a text":     {text: oneRule("hide: true, where: all"), want: `rules.yaml:3: rule "r": where: settings belong here, not a text`},
	"where not all":    {text: oneRule("hide: true, where: {not: {}}"), want: `rules.yaml:3: rule "r": where: not: say which items: an empty condition would mean all`},
	"where deep":       {text: oneRule("hide: true, where: {not: {not: {not: {not: {not: {id: a}}}}}}"), want: `rules.yaml:3: rule "r": where: not: not: not: not: not: not stands within not more than 4 times`, unseen: true},
	"where a token":    {text: oneRule("hide: true, where: {a=b: c}"), want: `rules.yaml:3: rule "r": where: a=b: "a=b" is no key of attributes, such as category`},
	"no ids":           {text: oneRule("hide: true, where: {id: []}"), want: `rules.yaml:3: rule "r": where: id: a list of 0 is not of 1 to 100000`},
	"an id twice":      {text: oneRule("hide: true, where: {id: [a, b, a]}"), want: `rules.yaml:3: rule "r": where: id: "a" stands twice`},
	"id of a mapping":  {text: oneRule("hide: true, where: {id: {a: b}}"), want: `rules.yaml:3: rule "r": where: id: a text belongs here, not settings`},
	"empty value":      {text: oneRule("hide: true, where: {category: }"), want: `rules.yaml:3: rule "r": where: category: a text belongs here, not nothing`},
	"long value":       {text: oneRule("hide: true, where: {category: " + strings.Repeat("c", 257) + "}"), want: `rules.yaml:3: rule "r": where: category: 257 bytes are more than 256`},
	"control":          {text: oneRule(`hide: true, where: {category: "a\tb"}`), want: `rules.yaml:3: rule "r": where: category: "a\tb" has control characters`, unseen: true},
	"price of 5":       {text: oneRule("hide: true, where: {price: 5}"), want: "rules.yaml:3: rule \"r\": where: price: settings belong here, not a number\nrules.yaml:3: rule \"r\": where: price: give from, to or both"},
	"price of nothing": {text: oneRule("hide: true, where: {price: {}}"), want: `rules.yaml:3: rule "r": where: price: give from, to or both`},
	"price that falls": {text: oneRule("hide: true, where: {price: {from: 3, to: 2}}"), want: `rules.yaml:3: rule "r": where: price: from 3 is more than to 2`, unseen: true},
	"price below 0":    {text: oneRule("hide: true, where: {price: {from: -3}}"), want: `rules.yaml:3: rule "r": where: price: from: "-3" is not a number from 0 to 1e+12`},
	"price above":      {text: oneRule("hide: true, where: {price: {above: 3}}"), want: "rules.yaml:3: rule \"r\": where: price: there is no setting \"above\": there are from, to"},
	"stock of 3":       {text: oneRule("hide: true, where: {stock: 3}"), want: `rules.yaml:3: rule "r": where: stock: "3" is none of in and out`},
	"title is":         {text: oneRule("hide: true, where: {title: {is: x}}"), want: "rules.yaml:3: rule \"r\": where: title: there is no setting \"is\": there are contains"},
	"title of nothing": {text: oneRule("hide: true, where: {title: {}}"), want: `rules.yaml:3: rule "r": where: title: give contains`},

	"affinity of nothing":  {text: "version: 1\naffinities: [{}]\n", want: "rules.yaml:2: affinity 1: give when\nrules.yaml:2: affinity 1: give toward"},
	"affinity of two":      {text: "version: 1\naffinities: [{when: {a: b, c: d}, toward: {id: a}}]\n", want: "rules.yaml:2: affinity 1: when: an affinity is of one context key; a rule with boost can name several"},
	"affinity of weight 0": {text: "version: 1\naffinities: [{when: {a: b}, toward: {id: a}, weight: 0}]\n", want: "rules.yaml:2: affinity 1: weight: an affinity of 0 does nothing: leave it out"},
	"affinity of weight 5": {text: "version: 1\naffinities: [{when: {a: b}, toward: {id: a}, weight: -5}]\n", want: `rules.yaml:2: affinity 1: weight: "-5" is not a number from -4 to 4`},
}

func TestParse_refuses(t *testing.T) {
	for name, c := range refused {
		t.Run(name, func(t *testing.T) {
			f, err := Parse("rules.yaml", []byte(c.text))
			require.Nil(t, f)
			if name == "too many rules" {
				require.ErrorContains(t, err, c.want)
				return
			}
			require.EqualError(t, err, c.want)
			var all settings.Errors
			require.ErrorAs(t, err, &all)
		})
	}
}

func TestParse_tellsAllLinesAtOnce(t *testing.T) {
	_, err := Parse("rules.yaml", []byte(`version: 1
explore: 3
rules:
  - name: first
    boost: 99
    where:
      category: Lanterns
      price:
        from: cheap
  - pin: 1
    where: {id: a}
variety:
  usual: 200
`))
	require.EqualError(t, err, `rules.yaml:2: explore: "3" is not a number from 0 to 2
rules.yaml:5: rule "first": boost: "99" is not a number from 0.01 to 16
rules.yaml:9: rule "first": where: price: from: "cheap" is not a number from 0 to 1e+12
rules.yaml:10: rule 2: name the rule: explanations and reports show its name
rules.yaml:13: variety: usual: "200" is not a number from 0 to 100`)

	_, err = Parse("rules.yaml", []byte("version: 1\nrules: ["+strings.Repeat("{name: r},", 30)+"]"))
	require.Equal(t, 21, strings.Count(err.Error(), "\n")+1, "a long list is cut")
	require.Contains(t, err.Error(), "\nrules.yaml: and 39 more")
}

func TestLoad(t *testing.T) {
	f, err := Load(shipped)
	require.NoError(t, err)
	seen := map[format.Action]bool{}
	for i := range f.Rules {
		seen[f.Rules[i].Action] = true
	}
	require.Len(t, seen, int(format.ActionSensitive), "the shipped file shows every action")
	require.NotEmpty(t, f.Affinities)
	_, err = Load("none.yaml")
	require.ErrorContains(t, err, "none.yaml")
}

func TestWarning_saysWhere(t *testing.T) {
	require.Equal(t, "f:7: x", fmt.Sprint(Warning{"f", 7, "x"}))
}
