package output

import (
	"encoding/json"
	"io"

	"privet/host/scenario"
)

// document is the JSON form of a report.
type document struct {
	Version   int            `json:"version"`
	Dir       string         `json:"dir"`
	Passed    int            `json:"passed"`
	Failed    int            `json:"failed"`
	Wrong     int            `json:"wrong"`
	NotRun    int            `json:"notRun"`
	Seconds   float64        `json:"seconds"`
	Scenarios []jsonScenario `json:"scenarios"`
	Unread    []string       `json:"unread,omitempty"`
	Obsolete  []string       `json:"obsolete,omitempty"`
	Written   []string       `json:"written,omitempty"`
}

type jsonScenario struct {
	File     string        `json:"file"`
	Line     int           `json:"line"`
	Name     string        `json:"name"`
	Status   string        `json:"status"`
	Visitors int           `json:"visitors"`
	Seconds  float64       `json:"seconds"`
	Failures []jsonFailure `json:"failures,omitempty"`
	Errors   []jsonError   `json:"errors,omitempty"`
	Notes    []string      `json:"notes,omitempty"`
}

type jsonFailure struct {
	Line int    `json:"line"`
	Want string `json:"want"`
	Got  string `json:"got"`
	For  string `json:"for,omitempty"`
}

type jsonError struct {
	Line   int    `json:"line"`
	Detail string `json:"detail"`
}

// JSON writes a report as one JSON object.
func JSON(w io.Writer, r *scenario.Report) error {
	d := document{
		Version: 1, Dir: r.Dir, Passed: r.Count(scenario.Passed), Failed: r.Count(scenario.Failed), Wrong: r.Count(scenario.Wrong),
		NotRun: r.Count(scenario.NotRun), Seconds: r.Took.Seconds(), Scenarios: []jsonScenario{},
		Unread: r.Unread, Obsolete: r.Obsolete, Written: r.Written,
	}
	for i := range r.Results {
		x := &r.Results[i]
		s := jsonScenario{File: x.File, Line: x.Line, Name: x.Name, Status: string(x.Status), Visitors: x.Visitors, Seconds: x.Took.Seconds(), Notes: x.Notes}
		for _, f := range x.Failures {
			s.Failures = append(s.Failures, jsonFailure{f.Line, f.Want, f.Got, f.For})
		}
		for _, e := range x.Errors {
			s.Errors = append(s.Errors, jsonError{e.Line, e.Detail})
		}
		d.Scenarios = append(d.Scenarios, s)
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(d)
}
