package output

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/stretchr/testify/require"

	"privet/host/catalog/settings"
	"privet/host/scenario"
)

// report is one of everything, with all that formats must escape.
func report() *scenario.Report {
	return &scenario.Report{
		Dir: "tests", Took: 1234 * time.Millisecond, Others: 2,
		Results: []scenario.Result{
			{File: "tests/a.yaml", Line: 3, Name: "holds", Status: scenario.Passed, Visitors: 1, Took: 2 * time.Millisecond},
			{File: "tests/a.yaml", Line: 9, Name: "is fast", Status: scenario.Passed, Visitors: 1, Notes: []string{"ranking took 0.03 ms"}},
			{File: "tests/b.yaml", Line: 4, Name: "<tea> & \"mugs\": 100% # 1,\n2\x01", Status: scenario.Failed, Visitors: 9, Failures: []scenario.Failure{
				{Line: 7, Want: "{first: A}", Got: "B is 1st; A is 2nd\nsmallest history: []", For: "baker"}, {Line: 8, Want: "{kept: nothing}", Got: "1 event kept"},
			}},
			{File: "tests/b.yaml", Line: 12, Name: "typo", Status: scenario.Wrong, Errors: settings.Errors{{File: "tests/b.yaml", Line: 13, Detail: "no item has the id \"Z\""}, {File: "tests/b.yaml", Detail: "no catalog"}}},
			{File: "tests/b.yaml", Line: 20, Name: "later", Status: scenario.NotRun},
		},
		Unread: []string{"tests/notes.yml"}, Obsolete: []string{"tests/a.snapshot.yaml: gone"},
	}
}

func write(t *testing.T, f func(io.Writer, *scenario.Report) error, r *scenario.Report) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, f(&b, r))
	return b.String()
}

func TestText(t *testing.T) {
	var b bytes.Buffer
	require.NoError(t, Text(&b, report(), false))
	require.Equal(t, `passed tests/a.yaml:9: is fast
    ranking took 0.03 ms
FAILED tests/b.yaml:4: <tea> & "mugs": 100% # 1,
2`+"\x01"+`
    line 7: expected {first: A} for baker
      B is 1st; A is 2nd
      smallest history: []
    line 8: expected {kept: nothing}
      1 event kept
WRONG tests/b.yaml:12: typo
    line 13: no item has the id "Z"
    no catalog
not read as scenarios: tests/notes.yml
obsolete snapshot, which --update removes: tests/a.snapshot.yaml: gone
5 scenarios: 2 passed, 1 failed, 1 wrong, 1 not run, 2 not asked for, in 1.23s
`, b.String())
	b.Reset()
	r := report()
	r.Written = []string{"tests/a.snapshot.yaml"}
	require.NoError(t, Text(&b, r, true))
	require.Contains(t, b.String(), "\x1b[31mFAILED\x1b[0m")
	require.Contains(t, b.String(), "\x1b[32m2 passed\x1b[0m")
	require.Contains(t, b.String(), "obsolete snapshot, removed")
	require.Contains(t, b.String(), "written: tests/a.snapshot.yaml")
	require.Equal(t, "1 scenario: 0 passed, 1 failed, in 0s", sum(&scenario.Report{Results: report().Results[2:3]}, painter{}))
}

func TestJUnit(t *testing.T) {
	text := write(t, JUnit, report())
	var all junitSuites
	require.NoError(t, xml.Unmarshal([]byte(text), &all), "what is written can be read: %s", text)
	require.Equal(t, []int{5, 1, 1, 1}, []int{all.Tests, all.Failures, all.Errors, all.Skipped})
	require.Len(t, all.Suites, 2)
	b := all.Suites[1]
	require.Equal(t, []int{3, 1, 1, 1}, []int{b.Tests, b.Failures, b.Errors, b.Skipped})
	require.Equal(t, "<tea> & \"mugs\": 100% # 1,\n2\uFFFD", b.Cases[0].Name, "XML has no control characters")
	require.Equal(t, "expected {first: A} for baker", b.Cases[0].Failure.Message)
	require.Equal(t, "tests/b.yaml:7: expected {first: A} for baker\nB is 1st; A is 2nd\nsmallest history: []\ntests/b.yaml:8: expected {kept: nothing}\n1 event kept", b.Cases[0].Failure.Text)
	require.Contains(t, b.Cases[1].Error.Text, "tests/b.yaml:13: no item")
	require.NotNil(t, b.Cases[2].Skipped)
	require.Nil(t, all.Suites[0].Cases[0].Failure)
	require.Equal(t, "ranking took 0.03 ms", all.Suites[0].Cases[1].Output)
	sum := 0
	for _, s := range all.Suites {
		sum += len(s.Cases)
	}
	require.Equal(t, all.Tests, sum)
}

func TestTAP(t *testing.T) {
	text := write(t, TAP, report())
	lines := strings.Split(text, "\n")
	require.Equal(t, []string{"TAP version 14", "1..5", "ok 1 - tests/a.yaml: holds"}, lines[:3])
	require.Contains(t, text, "\nnot ok 3 - tests/b.yaml: <tea> & \"mugs\": 100% \\# 1, 2\x01\n  ---\n")
	require.Contains(t, text, "\nok 5 - tests/b.yaml: later # SKIP an earlier scenario failed\n")
	_, block, ok := strings.Cut(text, "\n  ---\n")
	require.True(t, ok)
	block, _, ok = strings.Cut(block, "\n  ...\n")
	require.True(t, ok)
	var problem tapProblem
	require.NoError(t, yaml.Unmarshal([]byte(block), &problem), block)
	require.Equal(t, tapProblem{"tests/b.yaml", 7, "fail", []string{"line 7: expected {first: A} for baker\nB is 1st; A is 2nd\nsmallest history: []", "line 8: expected {kept: nothing}\n1 event kept"}}, problem)
}

func TestJSON(t *testing.T) {
	var d document
	require.NoError(t, json.Unmarshal([]byte(write(t, JSON, report())), &d))
	require.Equal(t, []int{1, 2, 1, 1, 1}, []int{d.Version, d.Passed, d.Failed, d.Wrong, d.NotRun})
	require.Equal(t, jsonFailure{7, "{first: A}", "B is 1st; A is 2nd\nsmallest history: []", "baker"}, d.Scenarios[2].Failures[0])
	require.Equal(t, jsonError{13, `no item has the id "Z"`}, d.Scenarios[3].Errors[0])
	require.Equal(t, "not run", d.Scenarios[4].Status)
}

func TestGitHub(t *testing.T) {
	text := write(t, GitHub, report())
	require.Equal(t, `::error file=tests/b.yaml,line=7,title=<tea> & "mugs"%3A 100%25 # 1%2C%0A2`+"\x01"+`::expected {first: A} for baker%0AB is 1st; A is 2nd%0Asmallest history: []
::error file=tests/b.yaml,line=8,title=<tea> & "mugs"%3A 100%25 # 1%2C%0A2`+"\x01"+`::expected {kept: nothing}%0A1 event kept
::error file=tests/b.yaml,line=13,title=typo::no item has the id "Z"
::error file=tests/b.yaml,line=1,title=typo::no catalog
`, text)
}

// broken takes nothing.
type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

// What cannot be written is told.
func TestOutputs_broken(t *testing.T) {
	for _, f := range []func(io.Writer, *scenario.Report) error{JUnit, TAP, JSON, GitHub} {
		require.ErrorIs(t, f(broken{}, report()), io.ErrClosedPipe)
	}
	require.ErrorIs(t, Text(broken{}, report(), false), io.ErrClosedPipe)
}
