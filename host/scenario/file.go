// Package scenario tests a site's personalization: it reads what lists a site
// expects of whom, asks the shipped engine.wasm, and says where that is not so.
// testdata/scenarios shows all of the language.
package scenario

import (
	"path/filepath"
	"strings"

	"privet/host/catalog/settings"
)

// Version is the version of scenario files that this package reads.
const Version = 1

// Limits of a file.
const (
	maxScenarios = 10000 // of a file, each example counted
	maxSteps     = 64
	maxActs      = 4096 // of a visitor
	maxExpected  = 256  // of a step
	maxName      = 120  // bytes
	maxItems     = 256  // of a list in a file
)

// A File is a file of scenarios whose every value is in range. What it says of
// items is not yet held against a catalog.
type File struct {
	Name      string
	Catalog   settings.Text // a directory; "" where the file names none
	Scenarios []*Scenario
}

// A Scenario is one visitor's story, or that of several who share it.
type Scenario struct {
	Name     string // with the values of its example
	Line     int
	For      Crowd
	Given    Given
	Steps    []Step
	Snapshot int // so many places of the last list are kept to compare with; 0 keeps none
}

// A Step is what happens next, and the list after it.
type Step struct {
	Line     int
	Later    int64 // milliseconds since the step before
	Grant    *grants
	Withdraw *grants
	Forget   *forgetting
	Do       []Act
	Ask      Ask
	Expect   []*Expectation
}

// ParseFile reads the text of a file of scenarios. Its errors are settings.Errors.
func ParseFile(name string, content []byte) (*File, error) {
	f := &File{Name: name}
	err := settings.Parse(name, content, Version, func(root settings.Value) map[string]int {
		given := settings.Read(root, f, fileSettings, nil)
		if root.IsMapping() && given["scenarios"] == 0 {
			root.Fail("there are no scenarios")
		}
		return given
	})
	if err != nil {
		return nil, err
	}
	return f, nil
}

// CatalogPath is where the file's catalog lies; "" where it names none.
func (f *File) CatalogPath() string {
	if f.Catalog.Is == "" || filepath.IsAbs(f.Catalog.Is) {
		return f.Catalog.Is
	}
	return filepath.Join(filepath.Dir(f.Name), f.Catalog.Is)
}

var fileSettings = settings.Known[File]{
	"version": func(v settings.Value, _ *File) { v.Version(Version) },
	"catalog": func(v settings.Value, f *File) { f.Catalog = v.Text() },
	"scenarios": func(v settings.Value, f *File) {
		seen := map[string]int{}
		for _, each := range v.Elements("scenario", maxScenarios) {
			for _, s := range readScenario(each) {
				if first := seen[s.Name]; first > 0 && s.Name != "" {
					each.FailAt(s.Line, "line %d has a scenario of this name: names must differ", first)
				}
				seen[s.Name] = s.Line
				if f.Scenarios = append(f.Scenarios, s); len(f.Scenarios) == maxScenarios+1 {
					v.Fail("with their examples these are more than %d scenarios: use several files", maxScenarios)
				}
			}
		}
	},
}

// A draft is a scenario while it is read.
type draft struct {
	Scenario
	single Step // of a scenario without steps
}

// readScenario reads a scenario once for each of its examples.
func readScenario(v settings.Value) (all []*Scenario) {
	line := v.Line()
	if name, ok := v.Setting("name"); ok {
		line, v = name.Line, v.Called("scenario "+name.Value.Written())
	}
	rows := []*settings.Row{nil}
	for _, e := range entries(v) {
		if e.Key == "each" {
			rows = rows[:0]
			for _, example := range e.Value.Elements("example", maxScenarios) {
				rows = append(rows, example.Row())
			}
		}
	}
	for _, row := range rows {
		d := &draft{Scenario: Scenario{Line: line}}
		given := settings.Read(v.With(row), d, scenarioSettings, nil)
		if !v.IsMapping() {
			return nil
		}
		d.finish(v, given, row)
		all = append(all, &d.Scenario)
	}
	return all
}

// entries are the settings of a mapping; what is none is told elsewhere.
func entries(v settings.Value) []settings.Entry {
	if !v.IsMapping() {
		return nil
	}
	return v.Entries()
}

var scenarioSettings = settings.Known[draft]{
	"name": func(v settings.Value, d *draft) {
		if d.Name = v.Text().Is; len(d.Name) > maxName {
			v.Fail("%d bytes are more than %d", len(d.Name), maxName)
		}
	},
	"for":    func(v settings.Value, d *draft) { d.For = readCrowd(v) },
	"given":  func(v settings.Value, d *draft) { d.Given = readGiven(v) },
	"expect": func(v settings.Value, d *draft) { d.single.Line, d.single.Expect = v.Line(), readExpectations(v) },
	"steps": func(v settings.Value, d *draft) {
		for _, each := range v.Elements("step", maxSteps) {
			step := Step{Line: each.Line()}
			settings.Read(each, &step, stepSettings, nil)
			d.Steps = append(d.Steps, step)
		}
	},
	"each": func(settings.Value, *draft) {},
	"snapshot": func(v settings.Value, d *draft) {
		d.Snapshot = v.Whole(1, maxItems)
	},
}

var stepSettings = settings.Known[Step]{
	"later":    func(v settings.Value, s *Step) { s.Later = span(v) },
	"grant":    func(v settings.Value, s *Step) { s.Grant = readGrants(v) },
	"withdraw": func(v settings.Value, s *Step) { s.Withdraw = readGrants(v) },
	"forget":   func(v settings.Value, s *Step) { s.Forget = readForgetting(v) },
	"do":       func(v settings.Value, s *Step) { s.Do = readActs(v, true) },
	"ask":      func(v settings.Value, s *Step) { s.Ask = readAsk(v) },
	"expect":   func(v settings.Value, s *Step) { s.Expect = readExpectations(v) },
}

// finish refuses what does not go together.
func (d *draft) finish(v settings.Value, given map[string]int, row *settings.Row) {
	has := func(setting string) bool { return given[setting] > 0 }
	if !has("name") {
		v.Fail("name the scenario: reports show its name")
	}
	if !has("steps") {
		d.Steps = []Step{d.single}
	} else if has("expect") {
		v.FailAt(given["expect"], "expect: with steps, each of them has its own")
	}
	expected := has("snapshot") || has("expect")
	for i := range d.Steps {
		for _, x := range d.Steps[i].Expect {
			expected = true
			if x.overAll() && d.For.alone() {
				v.FailAt(x.Line, "exposure: it is over several visitors: say for whom, such as for: {personas: all}")
			}
		}
	}
	if !expected {
		v.Fail("it expects nothing: give expect, steps with expect, or snapshot")
	}
	if has("snapshot") && !d.For.alone() {
		v.FailAt(given["snapshot"], "snapshot: it is of one visitor: leave for out")
	}
	if row == nil {
		return
	}
	if unused := row.Unused(); len(unused) > 0 {
		v.FailAt(row.Line, "nothing asks for <%s> of this example", strings.Join(unused, ">, <"))
	}
	if !strings.Contains(nameAsWritten(v), "<") {
		d.Name += " (" + row.String() + ")"
	}
}

// nameAsWritten is a scenario's name before examples are filled in.
func nameAsWritten(v settings.Value) string {
	name, _ := v.Setting("name")
	if name.Key == "" {
		return ""
	}
	return name.Value.Text().Is
}
