package output

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"time"

	"privet/host/scenario"
)

// The elements of JUnit's XML that CI systems read, in the form that Jenkins,
// GitLab and others share: a suite for each file, a case for each scenario.
type junitSuites struct {
	XMLName  xml.Name     `xml:"testsuites"`
	Name     string       `xml:"name,attr"`
	Tests    int          `xml:"tests,attr"`
	Failures int          `xml:"failures,attr"`
	Errors   int          `xml:"errors,attr"`
	Skipped  int          `xml:"skipped,attr"`
	Time     string       `xml:"time,attr"`
	Suites   []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Errors   int         `xml:"errors,attr"`
	Skipped  int         `xml:"skipped,attr"`
	Time     string      `xml:"time,attr"`
	Cases    []junitCase `xml:"testcase"`
	took     time.Duration
}

type junitCase struct {
	Name      string        `xml:"name,attr"`
	ClassName string        `xml:"classname,attr"`
	File      string        `xml:"file,attr"`
	Line      int           `xml:"line,attr"`
	Time      string        `xml:"time,attr"`
	Failure   *junitProblem `xml:"failure"`
	Error     *junitProblem `xml:"error"`
	Skipped   *junitProblem `xml:"skipped"`
	Output    string        `xml:"system-out,omitempty"`
}

type junitProblem struct {
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

// JUnit writes a report as JUnit's XML.
func JUnit(w io.Writer, r *scenario.Report) error {
	all := junitSuites{
		Name: "privet test", Tests: len(r.Results), Failures: r.Count(scenario.Failed), Errors: r.Count(scenario.Wrong),
		Skipped: r.Count(scenario.NotRun), Time: seconds(r.Took),
	}
	for i := range r.Results {
		x := &r.Results[i]
		if n := len(all.Suites); n == 0 || all.Suites[n-1].Name != x.File {
			all.Suites = append(all.Suites, junitSuite{Name: x.File})
		}
		all.Suites[len(all.Suites)-1].add(x)
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(all); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

func (s *junitSuite) add(x *scenario.Result) {
	c := junitCase{Name: x.Name, ClassName: x.File, File: x.File, Line: x.Line, Time: seconds(x.Took), Output: strings.Join(x.Notes, "\n")}
	var found *junitProblem
	if all := problems(x); len(all) > 0 {
		lines := make([]string, len(all))
		for i := range all {
			lines[i] = fmt.Sprintf("%s:%d: %s", x.File, all[i].line, all[i].detail)
		}
		found = &junitProblem{Message: firstLine(all[0].detail), Text: strings.Join(lines, "\n")}
	}
	s.Tests++
	switch x.Status {
	case scenario.Failed:
		s.Failures++
		c.Failure = found
	case scenario.Wrong:
		s.Errors++
		c.Error = found
	case scenario.NotRun:
		s.Skipped++
		c.Skipped = &junitProblem{Message: "an earlier scenario failed"}
	}
	s.took += x.Took
	s.Time = seconds(s.took)
	s.Cases = append(s.Cases, c)
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.6f", d.Seconds()) }

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}
