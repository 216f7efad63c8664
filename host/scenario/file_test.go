package scenario

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"privet/host/catalog/settings"
)

// accepted are scenarios that are read, and that editors accept.
var accepted = map[string]string{
	"the least":   "- {name: x, expect: [{kept: nothing}]}",
	"a snapshot":  "- {name: x, snapshot: 10}",
	"all given":   "- name: x\n  given: {persona: p, grant: [history], history: [{view: a, ago: 2 days}, {buy: b, ago: 90 minutes}, {like: c}], interests: {category: [A, B]}, mutes: {style: C}, context: {daypart: evening}, region: Europe, now: 2026-12-01T08:00:00Z, list: 5, slot: home, strategy: similar, about: [a], within: {category: A}, without: [z], shards: [A], variety: 20, seed: 7}\n  expect: [{first: a}]",
	"a crowd":     "- {name: x, for: {visitors: 20, seed: 3}, expect: [{exposure: catalog, at least: 2.5%}]}",
	"personas":    "- {name: x, for: {personas: [p, q]}, expect: [{first: {not: {category: A}}}]}",
	"steps":       "- name: x\n  steps:\n  - {do: [{view: a}, {dismiss: b}]}\n  - {later: 1 hour, grant: all, do: [{see: 5}], ask: {list: 3, slot: home}}\n  - {withdraw: history, forget: 1, expect: [{kept: 3}]}\n  - {forget: [1, 2]}\n  - {forget: all}\n  - {forget: [3]}\n  - {forget: history}",
	"examples":    "- name: x <a>\n  each: [{a: 1, b: m}, {a: 2, b: n}]\n  given: {list: <a>}\n  expect: [{first: <b>}, {top: <a>, has: [\"<b>-<a>\"]}]",
	"a file":      "- {name: x, given: {history: history.csv}, expect: [{first: a}]}",
	"all reasons": "- {name: x, expect: [{why: a, because: {item: b, purpose: history, source: item}}, {not because: {token: {daypart: evening}}}]}",
	"a rule":      "- {name: x, expect: [{rule: r, hides: a}, {rule: r, moves: [a, b]}, {rule: r, leaves: {category: A}}]}",
	"bounds":      "- {name: x, expect: [{top: 3, of: a, at least: 1, at most: 2}, {top: 3, per: supplier, at most: 2}, {top: 3, distinct: category, at least: 2}]}",
	"memory":      "- {name: x, expect: [{same as: for nobody}, {forgetting: each}, {forgetting: [1, 2]}, {forgetting: 1}]}",
	"budgets":     "- {name: x, expect: [{rank within: 1.5 ms}, {catalog within: 1.5 MB}]}",
}

// refused are scenarios with what is told of them. What only the reader can see,
// for no schema could, is unseen.
var refused = map[string]struct {
	text, told string
	unseen     bool
}{
	"no name":              {"- {expect: [{first: a}]}", "3: scenario 1: name the scenario: reports show its name", false},
	"no mapping":           {"- x", "3: scenario 1: settings belong here, not a text", false},
	"nothing expected":     {"- {name: x}", `3: scenario "x": it expects nothing: give expect, steps with expect, or snapshot`, false},
	"an unknown setting":   {"- {name: x, wants: 1, expect: [{first: a}]}", `3: scenario "x": there is no setting "wants": there are each, expect, for, given, name, snapshot, steps`, false},
	"the same name":        {"- {name: x, expect: [{first: a}]}\n- {name: x, expect: [{first: a}]}", "4: scenario 2: line 3 has a scenario of this name: names must differ", true},
	"expect beside steps":  {"- {name: x, expect: [{first: a}], steps: [{expect: [{first: a}]}]}", `3: scenario "x": expect: with steps, each of them has its own`, false},
	"a purpose":            {"- {name: x, given: {grant: [tracking]}, expect: [{first: a}]}", `3: scenario "x": given: grant: "tracking" is no purpose: there are context, session, history, interests, region, prediction; or write all, or nothing`, false},
	"a span":               {"- {name: x, given: {history: [{view: a, ago: 2d}]}, expect: [{first: a}]}", `3: act 1: ago: "2d" is no span of time: write 90 minutes, 2 days or 3 weeks`, false},
	"the newest first":     {"- {name: x, given: {history: [{view: a}, {view: b, ago: 1 day}]}, expect: [{first: a}]}", "3: act 2: it is before the act above: write the oldest first", true},
	"two acts in one":      {"- {name: x, given: {history: [{view: a, buy: a}]}, expect: [{first: a}]}", "3: act 1: give one of add, buy, dismiss, like, view, not 2", false},
	"seeing without steps": {"- {name: x, given: {history: [{see: 5}]}, expect: [{first: a}]}", `3: act 1: there is no setting "see": there are add, ago, buy, dismiss, like, view`, false},
	"a time":               {"- {name: x, given: {now: tomorrow}, expect: [{first: a}]}", `3: scenario "x": given: now: "tomorrow" is no time from 1971 to 2200: write 2026-12-01 or 2026-12-01T08:00:00+01:00`, true},
	"the region":           {"- {name: x, given: {context: {region: Europe}}, expect: [{first: a}]}", `3: scenario "x": given: context: region: "region" is no key of contexts, such as daypart`, false},
	"a strategy":           {"- {name: x, given: {strategy: best}, expect: [{first: a}]}", `3: scenario "x": given: strategy: "best" is no strategy: there are ["for-you" "similar" "together" "trending" "recent" "continue"]`, false},
	"two kinds":            {"- {name: x, expect: [{first: a, never: b}]}", "3: expectation 1: give one of because, before, catalog within, distinct, exposure, first, forgetting, has, hides, kept, lacks, leaves, moves, never, not because, of, per, rank within, same as, not 2", false},
	"no top":               {"- {name: x, expect: [{has: a}]}", "3: expectation 1: has needs top beside it", false},
	"a needless top":       {"- {name: x, expect: [{first: a, top: 3}]}", "3: expectation 1: top means nothing beside first", false},
	"no bound":             {"- {name: x, expect: [{top: 3, of: a}]}", "3: expectation 1: of needs at least or at most beside it", false},
	"falling bounds":       {"- {name: x, expect: [{top: 3, of: a, at least: 2, at most: 1}]}", "3: expectation 1: at least 2 is more than at most 1", true},
	"a chain of one":       {"- {name: x, expect: [{before: [a]}]}", "3: expectation 1: before: give at least 2 items", false},
	"a share of places":    {"- {name: x, expect: [{top: 3, of: a, at most: 20%}]}", "3: expectation 1: of counts places: write a whole number", true},
	"a count of exposure":  {"- {name: x, for: {personas: all}, expect: [{exposure: catalog, at most: 20}]}", "3: expectation 1: exposure is a share: write 30%", true},
	"exposure of one":      {"- {name: x, expect: [{exposure: catalog, at most: 20%}]}", `3: scenario "x": exposure: it is over several visitors: say for whom, such as for: {personas: all}`, true},
	"a crowd of none":      {"- {name: x, for: {seed: 1}, expect: [{first: a}]}", `3: scenario "x": for: give either visitors or personas`, false},
	"a snapshot of many":   {"- {name: x, for: {personas: all}, snapshot: 5}", `3: scenario "x": snapshot: it is of one visitor: leave for out`, false},
	"a reason of nothing":  {"- {name: x, expect: [{not because: {}}]}", "3: expectation 1: not because: say which reason: item, token, source or purpose", false},
	"a source":             {"- {name: x, expect: [{not because: {source: luck}}]}", `3: expectation 1: not because: source: "luck" is no source of reasons: there are ["popularity" "item" "token" "anchor" "rule" "variety" "learned" "explored" "hidden"]`, false},
	"a delay":              {"- {name: x, expect: [{rank within: 5}]}", `3: expectation 1: rank within: "5" is no time to wait: write 5 ms`, false},
	"a size":               {"- {name: x, expect: [{catalog within: 200kB}]}", `3: expectation 1: catalog within: "200kB" is no size: write 900 bytes, 200 kB or 1.5 MB`, false},
	"a word of same as":    {"- {name: x, expect: [{same as: before}]}", `3: expectation 1: same as: "before" is not for nobody: a list is held against that of an empty history`, false},
	"an empty where":       {"- {name: x, expect: [{first: {}}]}", "3: expectation 1: first: say which items: an empty condition would mean all", false},
	"an unknown example":   {"- {name: x, each: [{a: 1}], expect: [{first: <b>}, {first: <a>}]}", `3: expectation 1: first: no example has "b": there are a`, true},
	"an unused example":    {"- {name: x, each: [{a: 1, b: 2}], expect: [{first: <a>}]}", `3: scenario "x": nothing asks for <b> of this example`, true},
	"shards in a step":     {"- {name: x, steps: [{ask: {shards: A}, expect: [{first: a}]}]}", "3: step 1: ask: shards: say them under given: they are of the page", false},
	"nothing forgotten":    {"- {name: x, steps: [{forget: nothing, expect: [{first: a}]}]}", "3: step 1: forget: say what is forgotten: all, a purpose, or numbers of what was done", false},
}

// whole makes a file of scenarios.
func whole(scenarios string) string { return "version: 1\nscenarios:\n" + scenarios + "\n" }

func TestParseFile(t *testing.T) {
	for name, text := range accepted {
		_, err := ParseFile("a.yaml", []byte(whole(text)))
		require.NoError(t, err, name)
	}
	for name, c := range refused {
		_, err := ParseFile("a.yaml", []byte(whole(c.text)))
		var wrong settings.Errors
		assert.ErrorAs(t, err, &wrong, name)
		assert.EqualError(t, err, "a.yaml:"+c.told, name)
	}
	_, err := ParseFile("a.yaml", []byte("version: 1\n"))
	require.EqualError(t, err, "a.yaml:1: there are no scenarios")
}

func TestParseFile_examples(t *testing.T) {
	f, err := ParseFile("a.yaml", []byte(whole("- name: shelf\n  each: [{n: 3, of: Tea}, {n: 4, of: Mugs}]\n  given: {list: <n>}\n  expect: [{first: {category: <of>}}]")))
	require.NoError(t, err)
	require.Len(t, f.Scenarios, 2)
	require.Equal(t, "shelf (n 4, of Mugs)", f.Scenarios[1].Name)
	require.Equal(t, 4, f.Scenarios[1].Given.Ask.Top)
	require.Equal(t, "{first: {category: Mugs}}", f.Scenarios[1].Steps[0].Expect[0].Text)
}

func TestParsePersonas(t *testing.T) {
	all, err := ParsePersonas("personas.yaml", []byte("version: 1\npersonas:\n- {name: a, grant: all, now: 2026-01-01}\n- {name: b}\n"))
	require.NoError(t, err)
	require.Len(t, all, 2)
	_, err = ParsePersonas("personas.yaml", []byte("version: 1\npersonas:\n- {name: a}\n- {name: a}\n- {name: all}\n- {grant: all}\n- {name: b, list: 3}\n"))
	require.EqualError(t, err, `personas.yaml:4: persona "a": line 3 has a persona of this name: names must differ
personas.yaml:5: persona "all": all means all personas: find another name
personas.yaml:6: persona 4: name the persona: scenarios take it by its name
personas.yaml:7: persona "b": there is no setting "list": there are context, grant, history, interests, mutes, name, now, region`)
}

func TestLoadFolder(t *testing.T) {
	one := "scenarios: [{name: x, given: {history: sub/h.csv}, expect: [{first: a}]}]"
	dir := folder(t, map[string]string{
		"b.yaml": one, "a/a.yaml": one, "a/notes.yml": "x", "sub/h.csv": "item\na\n", "a/personas.yaml": "personas: []",
		".git/x.yaml": "x", "old.snapshot.yaml": "version: 1", "personas.yaml": "personas: [{name: p, history: p.csv}]", "p.csv": "item\na\n",
	})
	f, err := LoadFolder(dir)
	require.NoError(t, err)
	relative := func(names []string) (all []string) {
		for _, name := range names {
			r, err := filepath.Rel(dir, name)
			require.NoError(t, err)
			all = append(all, filepath.ToSlash(r))
		}
		return all
	}
	require.Equal(t, []string{"a/a.yaml", "b.yaml"}, relative([]string{f.Files[0].Name, f.Files[1].Name}))
	require.Equal(t, []string{"a/notes.yml", "a/personas.yaml"}, relative(f.Unread))
	require.Equal(t, []string{"old.snapshot.yaml"}, relative(f.Snaps))
	require.Len(t, f.Personas, 1)

	_, err = LoadFolder(folder(t, map[string]string{"a.yaml": "scenario: 1", "b.yaml": "scenarios: 1", "personas.yaml": "personas: 1"}))
	require.Equal(t, 4, strings.Count(err.Error(), "\n")+1, "of every file at once: %v", err)
	_, err = LoadFolder(t.TempDir())
	require.ErrorContains(t, err, "holds no file of scenarios")
	_, err = LoadFolder(filepath.Join(dir, "none"))
	require.True(t, errors.Is(err, os.ErrNotExist))
}
