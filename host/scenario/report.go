package scenario

import (
	"time"

	"privet/host/catalog/settings"
)

// A Status says what came of a scenario.
type Status string

const (
	Passed Status = "passed"
	Failed Status = "failed" // an expectation does not hold
	Wrong  Status = "wrong"  // the file or the catalog is wrong
	NotRun Status = "not run"
)

// A Result is what came of one scenario.
type Result struct {
	File     string
	Line     int
	Name     string
	Status   Status
	Visitors int
	Failures []Failure
	Errors   settings.Errors // with Wrong
	Notes    []string
	Took     time.Duration
}

// A Report is what came of a folder.
type Report struct {
	Dir      string
	Results  []Result // by file and line; those that were asked for
	Others   int      // scenarios that were not asked for
	Unread   []string // files that are not of scenarios
	Obsolete []string // snapshots that no scenario has any more
	Written  []string // files that --update changed
	Took     time.Duration
}

// Count returns how many scenarios ended in a way.
func (r *Report) Count(s Status) (n int) {
	for i := range r.Results {
		if r.Results[i].Status == s {
			n++
		}
	}
	return n
}
