package scenario

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"privet/engine/format"
	"privet/engine/purpose"
	"privet/host/headless"
	"privet/wasm"
)

// What is wrong in the light of the catalog has its line, and a suggestion.
func TestRun_wrong(t *testing.T) {
	for text, want := range map[string]string{
		"- {name: x, expect: [{first: TEA1}]}":                                                           `3: no item has the id "TEA1": did you mean TEA-1?`,
		"- {name: x, expect: [{first: sofa}]}":                                                           `3: no item has the id "sofa"`,
		"- {name: x, given: {history: [{view: MUG1}]}, expect: [{first: TEA-1}]}":                        `3: no item has the id "MUG1": did you mean MUG-1?`,
		"- {name: x, expect: [{first: {category: Muggs}}]}":                                              `3: no item has category=Muggs`,
		"- {name: x, expect: [{first: {category: Mugs, supplier: Hive}}]}":                               `3: no item meets {category: Mugs, supplier: Hive}`,
		"- {name: x, expect: [{never: {stock: out}}]}":                                                   "3: no item says whether it is in stock: the items need a column stock",
		"- {name: x, given: {grant: [interests], interests: {category: Mug}}, expect: [{first: TEA-1}]}": "3: no item has category=Mug: did you mean category=Mugs?",
		"- {name: x, expect: [{rule: sold outt, hides: TEA-1}]}":                                         `3: the catalog has no rule "sold outt": did you mean sold out?`,
		"- {name: x, expect: [{top: 5, per: colour, at most: 2}]}":                                       "3: no item has any colour",
		"- {name: x, expect: [{top: 50, has: TEA-1}]}":                                                   "3: top 50 is more than the list has: it asks for 12 places; see list",
		"- {name: x, given: {persona: bob}, expect: [{first: TEA-1}]}":                                   `3: there is no persona "bob": the folder has no personas.yaml`,
		"- {name: x, for: {personas: all}, expect: [{first: TEA-1}]}":                                    "3: personas: the folder has no personas.yaml",
		"- {name: x, given: {strategy: similar}, expect: [{first: TEA-1}]}":                              "3: strategy similar needs about: the item that the list is about",
		"- {name: x, given: {about: [TEA-1]}, expect: [{first: TEA-1}]}":                                 "3: about means something with the strategies similar and together alone",
		"- {name: x, given: {arms: {More varieti: varied}}, expect: [{first: TEA-1}]}":                   `3: the catalog has no experiment "More varieti": did you mean More variety?`,
		"- {name: x, given: {arms: {More variety: holdout}}, expect: [{first: TEA-1}]}":                  `3: experiment "More variety" has no arm "holdout" that ranks: there are ["usual" "varied"]`,
		"- {name: x, given: {shards: [Tea]}, expect: [{first: TEA-1}]}":                                  "has no shard of \"Tea\"",
		"- {name: x, given: {history: none.csv}, expect: [{first: TEA-1}]}":                              "none.csv: no such file",
		"- {name: x, steps: [{do: [{see: 3}]}, {expect: [{first: TEA-1}]}]}":                             "3: see: there is no list yet that could be seen",
		"- {name: x, steps: [{forget: 1, expect: [{first: TEA-1}]}]}":                                    "line 3: forget 1: ",
		"- {name: x, expect: [{why: TEA-1, because: {item: TEA-9}}]}":                                    `3: no item has the id "TEA-9": did you mean TEA-`,
	} {
		r := one(t, text)
		require.Equal(t, Wrong, r.Status, text)
		require.Contains(t, told(r), want)
		require.Empty(t, r.Failures, "what cannot be asked cannot fail")
	}
	require.Len(t, one(t, "- {name: x, expect: [{never: [TEA9, TEA9]}]}").Errors, 1, "the same is told once")
	report := run(t, folder(t, map[string]string{"a.yaml": "scenarios:\n- {name: x, expect: [{kept: nothing}]}"}), func(o *Options) { o.Catalog = "" })
	require.Equal(t, "0: no catalog: name one (catalog: DIR), or give --catalog DIR", told(&report.Results[0]))
	report = run(t, folder(t, map[string]string{"a.yaml": "version: 1\ncatalog: none\nscenarios:\n- {name: x, expect: [{kept: nothing}]}"}), func(o *Options) { o.Catalog = "" })
	require.Contains(t, told(&report.Results[0]), "2: ")
	require.Contains(t, told(&report.Results[0]), "build it with privet build")
}

// A catalog is found beside the file that names it.
func TestRun_namedCatalog(t *testing.T) {
	dir := folder(t, map[string]string{"sub/a.yaml": "version: 1\ncatalog: ../shop\nscenarios:\n- {name: x, expect: [{first: TEA-2}]}"})
	require.NoError(t, os.CopyFS(filepath.Join(dir, "shop"), os.DirFS(corner(t))))
	require.Equal(t, 1, run(t, dir, func(o *Options) { o.Catalog = "" }).Count(Passed))
}

// Steps are a visit: time goes by, minds change, what was seen counts.
func TestRun_steps(t *testing.T) {
	r := one(t, `- name: a visit
  given: {grant: nothing}
  steps:
  - do: [{view: TEA-1}]
    expect: [{kept: nothing}]
  - grant: [history, prediction]
    do: [{view: TEA-1}, {see: 3}]
    expect: [{kept: 4}, {why: MUG-1, because: {item: TEA-1}}]
  - ask: {list: 2, within: {category: Mugs}}
    expect: [{first: MUG-1}, {top: 2, of: {category: Mugs}, at least: 2}]
  - expect: [{top: 2, of: {category: Mugs}, at least: 2}]
  - forget: prediction
    expect: [{kept: 1}]
  - later: 5 weeks
    forget: [2]
    expect: [{kept: nothing}]
  - do: [{dismiss: MUG-2}]
    expect: [{kept: 1}, {never: MUG-2}]
  - withdraw: history
    expect: [{kept: 1}]
  - do: [{view: TEA-1}]
    expect: [{kept: 2}]
  - withdraw: all
    expect: [{kept: nothing}, {same as: for nobody}]
  - grant: all
    do: [{view: TEA-1}]
    expect: [{kept: 1}]
  - forget: all
    expect: [{kept: nothing}, {top: 2, has: MUG-2}]
`)
	require.Equal(t, Passed, r.Status, told(r))
}

// Time goes by between steps.
func TestRun_later(t *testing.T) {
	r := one(t, "- name: x\n  given: {grant: [history]}\n  steps: [{do: [{buy: MUG-1}], expect: [{never: MUG-1}]}, {later: 5 weeks, expect: [{top: 12, has: MUG-1}]}]")
	require.Equal(t, Passed, r.Status, told(r))
}

// What was done in one scenario is not there in the next, whatever the first did.
func TestRun_scenariosCannotSeeEachOther(t *testing.T) {
	module, err := headless.Compile(wasm.Engine, nil)
	require.NoError(t, err)
	defer module.Close()
	shop, err := OpenShop(corner(t), nil)
	require.NoError(t, err)
	used, err := NewStage(module, shop)
	require.NoError(t, err)
	list := func(s *Stage) []format.Ranked {
		v := &visit{stage: s, request: format.RankRequest{Top: 12, Now: started, Context: []string{"daypart=morning"}}}
		require.NoError(t, s.begin(purpose.All))
		list, err := v.list()
		require.NoError(t, err)
		return list
	}
	file, err := ParseFile("a.yaml", []byte(whole("- name: much\n  given: {grant: all, history: [{view: TEA-1}, {buy: MUG-1}, {dismiss: LAN-1}], interests: {category: Tea}, list: 6, slot: home, seed: 4, variety: 50}\n  steps: [{}, {do: [{see: 6}], expect: [{kept: 9}]}]")))
	require.NoError(t, err)
	for _, st := range file.Scenarios[0].stories("a.yaml", shop, nil, quiet) {
		end, err := st.play(used, quiet)
		require.NoError(t, err)
		require.Empty(t, end.failures)
	}
	fresh, err := NewStage(module, shop)
	require.NoError(t, err)
	require.Equal(t, list(fresh), list(used))
	profile, err := used.engine.Export()
	require.NoError(t, err)
	require.Empty(t, profile.Events)
}

func quiet(int, string, ...any) {}

// However many run at a time, the report is the same.
func TestRun_order(t *testing.T) {
	var text strings.Builder
	text.WriteString("scenarios:\n")
	for i := range 60 {
		fmt.Fprintf(&text, "- {name: s%d, given: {grant: all, history: [{view: %s}]}, expect: [{first: %s}, {forgetting: each}]}\n", i, []string{"TEA-1", "MUG-2", "LAN-1"}[i%3], []string{"TEA-2", "MUG-1"}[i%2])
	}
	dir := folder(t, map[string]string{"a.yaml": text.String(), "b.yaml": text.String()})
	tell := func(jobs int) (all []string) {
		report := run(t, dir, func(o *Options) { o.Jobs = jobs })
		for i := range report.Results {
			x := &report.Results[i]
			all = append(all, fmt.Sprint(filepath.Base(x.File), x.Line, x.Name, x.Status, told(x)))
		}
		return all
	}
	once := tell(1)
	require.Len(t, once, 120)
	require.Equal(t, once, tell(7))
}

func TestRun_filter(t *testing.T) {
	dir := folder(t, map[string]string{"a.yaml": "scenarios: [{name: tea, expect: [{first: TEA-2}]}, {name: mugs, expect: [{first: MUG-1}]}]"})
	report := run(t, dir, func(o *Options) { o.Run = regexp.MustCompile("^a.yaml: tea$") })
	require.Len(t, report.Results, 1)
	require.Equal(t, 1, report.Others)
	f, err := LoadFolder(dir)
	require.NoError(t, err)
	_, err = Run(context.Background(), f, Options{Run: regexp.MustCompile("coffee"), Jobs: 1})
	require.ErrorIs(t, err, ErrNone)
}

func TestRun_failFast(t *testing.T) {
	var text strings.Builder
	text.WriteString("scenarios:\n")
	for i := range 40 {
		fmt.Fprintf(&text, "- {name: s%d, expect: [{first: %s}]}\n", i, map[bool]string{true: "MUG-1", false: "TEA-2"}[i == 3])
	}
	report := run(t, folder(t, map[string]string{"a.yaml": text.String()}), func(o *Options) { o.FailFast, o.Jobs = true, 1 })
	require.Equal(t, 1, report.Count(Failed))
	require.Positive(t, report.Count(NotRun))
	require.Positive(t, report.Count(Passed))
}

func TestRun_interrupted(t *testing.T) {
	f, err := LoadFolder(folder(t, map[string]string{"a.yaml": "scenarios: [{name: tea, expect: [{first: TEA-2}]}]"}))
	require.NoError(t, err)
	ctx, stop := context.WithCancel(context.Background())
	stop()
	_, err = Run(ctx, f, Options{Catalog: corner(t), Jobs: 1, Progress: func(string, int64, int64) {}})
	require.True(t, errors.Is(err, context.Canceled))
}

// A persona is one whom scenarios can change, and who is counted with others.
func TestRun_personas(t *testing.T) {
	report := run(t, folder(t, map[string]string{
		"a.yaml": `scenarios:
- {name: own, given: {persona: drinker}, expect: [{kept: 1}, {why: MUG-1, because: {item: TEA-1}}]}
- {name: changed, given: {persona: drinker, grant: nothing}, expect: [{kept: nothing}]}
- {name: file, given: {persona: reader}, expect: [{kept: 1}]}
- {name: all, for: {personas: all}, expect: [{kept: nothing}]}
`,
		"personas.yaml": "personas:\n- {name: drinker, grant: [history], history: [{view: TEA-1, ago: 1 day}]}\n- {name: reader, grant: all, history: h.csv}\n- {name: quiet}\n",
		"h.csv":         "item,kind\nLAN-1,view\n",
	}), nil)
	require.Equal(t, 3, report.Count(Passed), told(&report.Results[2]))
	all := &report.Results[3]
	require.Equal(t, 3, all.Visitors)
	require.Len(t, all.Failures, 1)
	require.Equal(t, "drinker, and 1 visitor more of 3", all.Failures[0].For)
	require.Empty(t, report.Unread)
}

// What is muted does not count, as in a page.
func TestRun_mutes(t *testing.T) {
	r := one(t, "- {name: x, given: {grant: all, history: [{view: TEA-1}, {view: LAN-1}], interests: {category: Tea}, mutes: {category: Tea}}, expect: [{kept: 1}]}")
	require.Equal(t, Passed, r.Status, told(r))
}

func TestRun_arms(t *testing.T) {
	const varied = "{top: 4, distinct: category, at least: 4}"
	for given, holds := range map[string]bool{
		"{list: 4}":                                           false,
		"{list: 4, arms: {More variety: usual}}":              false,
		"{list: 4, arms: {More variety: varied}}":             true,
		"{list: 4, arms: {More variety: varied}, variety: 0}": false, // what a visitor prefers goes first
	} {
		r := one(t, "- {name: x, given: "+given+", expect: ["+varied+"]}")
		require.Empty(t, r.Errors, given)
		require.Equal(t, holds, r.Status == Passed, "%s: %s", given, told(r))
	}
	r := one(t, "- {name: x, given: {grant: all, history: [{view: MUG-2}, {view: MUG-1}], slot: aside, arms: {More variety: varied}}, expect: [{before: [MUG-1, MUG-2]}, {never: TEA-1}]}")
	require.Equal(t, Passed, r.Status, told(r))
}
