package scenario

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

const tea = "- {name: tea, given: {grant: [history], history: [{view: TEA-1}]}, snapshot: 3}\n"

func TestSnapshot(t *testing.T) {
	dir := folder(t, map[string]string{"a.yaml": "scenarios:\n" + tea + "- {name: more, snapshot: 2}\n"})
	file := filepath.Join(dir, "a.snapshot.yaml")
	update := func(o *Options) { o.Update = true }

	report := run(t, dir, nil)
	require.Equal(t, 2, report.Count(Failed))
	require.Equal(t, "there is no snapshot yet: run privet test --update, look at "+file+" and commit it", report.Results[0].Failures[0].Got)
	require.NoFileExists(t, file)

	report = run(t, dir, update)
	require.Equal(t, []string{file}, report.Written)
	require.Equal(t, 2, report.Count(Passed))
	require.Equal(t, 2, run(t, dir, nil).Count(Passed))
	require.Empty(t, run(t, dir, update).Written, "what is the same is not written again")

	// Another history, and one scenario less.
	text := "version: 1\nscenarios:\n- {name: tea, given: {grant: [history], history: [{view: TEA-1}, {view: MUG-2}]}, snapshot: 3}\n"
	require.NoError(t, os.WriteFile(filepath.Join(dir, "a.yaml"), []byte(text), 0o600))
	report = run(t, dir, nil)
	require.Equal(t, []string{file + ": more"}, report.Obsolete)
	require.Equal(t, 1, report.Count(Failed))
	require.Contains(t, report.Results[0].Failures[0].Got, "history MUG-2 +")
	require.Contains(t, report.Results[0].Failures[0].Got, "is new")
	report = run(t, dir, update)
	require.Equal(t, []string{file}, report.Written)
	require.Empty(t, run(t, dir, nil).Obsolete)

	// Without any, and without the file of scenarios, the snapshots go.
	require.NoError(t, os.Rename(filepath.Join(dir, "a.yaml"), filepath.Join(dir, "b.yaml")))
	report = run(t, dir, nil)
	require.Equal(t, []string{file}, report.Obsolete)
	run(t, dir, update)
	require.NoFileExists(t, file)
	require.FileExists(t, filepath.Join(dir, "b.snapshot.yaml"))
}

// What was not asked for, or cannot be run, keeps its snapshot.
func TestSnapshot_keepsOthers(t *testing.T) {
	dir := folder(t, map[string]string{"a.yaml": "scenarios:\n" + tea + "- {name: more, snapshot: 2}\n"})
	run(t, dir, func(o *Options) { o.Update = true })
	before, err := os.ReadFile(filepath.Join(dir, "a.snapshot.yaml"))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "a.yaml"), []byte("version: 1\nscenarios:\n"+tea+"- {name: more, given: {within: {category: Muggs}}, snapshot: 2}\n"), 0o600))
	report := run(t, dir, func(o *Options) { o.Update = true })
	require.Equal(t, 1, report.Count(Wrong))
	after, err := os.ReadFile(filepath.Join(dir, "a.snapshot.yaml"))
	require.NoError(t, err)
	require.Equal(t, string(before), string(after))
}

func TestSnapshot_difference(t *testing.T) {
	entry := func(item string, score int32, why ...string) Entry { return Entry{Item: item, Score: score, Why: why} }
	before := &Snapshot{List: []Entry{entry("a", 9, "popularity +9"), entry("b", 8, "popularity +5", "history a +3"), entry("c", 7, "popularity +7"), entry("d", 6, "popularity +6")}}
	after := &Snapshot{List: []Entry{
		entry("b", 12, "popularity +5", "history a +7"), entry("a", 9, "popularity +9"), entry("e", 8, "rule advent +8"), entry("d", 7, "popularity +6", "history x +1"),
	}}
	require.Empty(t, before.difference(before))
	require.Equal(t, `~ b: 2nd → 1st: score 8 → 12: history a +3 → +7
~ a: 1st → 2nd: nothing of its own changed; passed by b
+ e: new in the 3rd place: rule advent +8
  d: stays 4th: score 6 → 7: history x +1 is new
- c: was 3rd, is not among the first 4`, before.difference(after))
	require.Equal(t, "~ b: 2nd → 1st: nothing of its own changed; no longer behind a\n~ c: 3rd → 2nd: nothing of its own changed; no longer behind a\n~ d: 4th → 3rd: nothing of its own changed; no longer behind a\n- a: was 1st, is not among the first 3",
		before.difference(&Snapshot{List: before.List[1:]}))
}

func TestParseSnapshots_refused(t *testing.T) {
	for text, want := range map[string]string{
		"version: 2":               "version 2 where this Privet reads 1",
		"version: 1\nlists: []":    `unknown field "lists"`,
		"version: 1\nsnapshots: [": "sequence end token ']' not found",
		"version: 1\nsnapshots: [{scenario: a, list: [{item: b, score: 1, why: [x]}]}]": `"x" is no reason with an amount`,
	} {
		_, err := parseSnapshots("a.snapshot.yaml", []byte(text))
		require.ErrorContains(t, err, want)
		require.ErrorContains(t, err, "take the committed file back")
	}
}
