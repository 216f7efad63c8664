// Package output writes what came of scenarios: for people, and in the formats
// that CI systems read.
package output

import (
	"fmt"
	"io"
	"strings"
	"time"

	"privet/host/scenario"
)

// Text writes a report for people: what failed and why, what is worth a note,
// and the sum. Colours are for terminals.
func Text(w io.Writer, r *scenario.Report, colours bool) error {
	p := painter{colours}
	var b strings.Builder
	for i := range r.Results {
		x := &r.Results[i]
		title := fmt.Sprintf("%s:%d: %s", x.File, x.Line, x.Name)
		switch x.Status {
		case scenario.Failed:
			fmt.Fprintf(&b, "%s %s\n", p.red("FAILED"), title)
		case scenario.Wrong:
			fmt.Fprintf(&b, "%s %s\n", p.red("WRONG"), title)
		default:
			if len(x.Notes) > 0 {
				fmt.Fprintf(&b, "%s %s\n", p.green("passed"), title)
			}
		}
		for _, problem := range problems(x) {
			fmt.Fprintf(&b, "    %s\n", strings.ReplaceAll(problem.String(), "\n", "\n      "))
		}
		for _, note := range x.Notes {
			fmt.Fprintf(&b, "    %s\n", note)
		}
	}
	if len(r.Unread) > 0 {
		fmt.Fprintf(&b, "not read as scenarios: %s\n", strings.Join(r.Unread, ", "))
	}
	for _, name := range r.Obsolete {
		word := "obsolete snapshot, which --update removes"
		if len(r.Written) > 0 {
			word = "obsolete snapshot, removed"
		}
		fmt.Fprintf(&b, "%s: %s\n", word, name)
	}
	for _, name := range r.Written {
		fmt.Fprintf(&b, "written: %s: look at what changed and commit it\n", name)
	}
	fmt.Fprintf(&b, "%s\n", sum(r, p))
	_, err := io.WriteString(w, b.String())
	return err
}

// sum says how many scenarios ended in which way.
func sum(r *scenario.Report, p painter) string {
	text := fmt.Sprintf("%d scenarios", len(r.Results))
	if len(r.Results) == 1 {
		text = "1 scenario"
	}
	word := map[scenario.Status]func(string) string{scenario.Passed: p.green, scenario.Failed: p.red, scenario.Wrong: p.red}
	for i, s := range []scenario.Status{scenario.Passed, scenario.Failed, scenario.Wrong, scenario.NotRun} {
		if n := r.Count(s); n > 0 || i == 0 {
			part := fmt.Sprintf("%d %s", n, s)
			if paint := word[s]; paint != nil && n > 0 {
				part = paint(part)
			}
			text += []string{": ", ", ", ", ", ", "}[i] + part
		}
	}
	if r.Others > 0 {
		text += fmt.Sprintf(", %d not asked for", r.Others)
	}
	return fmt.Sprintf("%s, in %s", text, r.Took.Round(10*time.Millisecond))
}

// A problem is one thing that is wrong with a scenario, and where.
type problem struct {
	line   int
	detail string
}

func (p problem) String() string {
	if p.line == 0 {
		return p.detail
	}
	return fmt.Sprintf("line %d: %s", p.line, p.detail)
}

// problems are all that is wrong with a scenario.
func problems(x *scenario.Result) (all []problem) {
	for _, e := range x.Errors {
		all = append(all, problem{e.Line, e.Detail})
	}
	for _, f := range x.Failures {
		detail := "expected " + f.Want
		if f.For != "" {
			detail += " for " + f.For
		}
		all = append(all, problem{f.Line, detail + "\n" + f.Got})
	}
	return all
}

// A painter colours words where there are colours.
type painter struct{ on bool }

func (p painter) paint(code, text string) string {
	if !p.on {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

func (p painter) red(text string) string   { return p.paint("31", text) }
func (p painter) green(text string) string { return p.paint("32", text) }
