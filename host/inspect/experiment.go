package inspect

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"privet/host/catalog/manifest"
)

// An Experiment is one of the owner's in words: when it runs, and who sees what.
type Experiment struct {
	Name    string `json:"name"`
	Runs    string `json:"runs"`
	Holdout string `json:"holdout"` // the share of browsers that see the default order
	Arms    []Arm  `json:"arms"`
}

// An Arm is what some of the other browsers see.
type Arm struct {
	Name  string `json:"name"`
	Share string `json:"share"`
	Does  string `json:"does"`
}

// Experiments returns a manifest's experiments in their order.
func Experiments(m *manifest.Manifest) []Experiment {
	var all []Experiment
	for i := range m.Experiments {
		e := &m.Experiments[i]
		told := Experiment{Name: e.Name, Runs: span(e.From, e.Until), Holdout: share(e.Holdout)}
		if told.Runs == "" {
			told.Runs = "always"
		}
		for k := range e.Arms {
			told.Arms = append(told.Arms, Arm{e.Arms[k].Name, share(e.Arms[k].Share), tries(&e.Arms[k])})
		}
		all = append(all, told)
	}
	return all
}

// tries says in words what an arm does otherwise.
func tries(a *manifest.Arm) string {
	var parts []string
	if a.Variety != nil {
		parts = append(parts, fmt.Sprintf("variety %d%%", *a.Variety))
	}
	for _, slot := range slices.Sorted(maps.Keys(a.Strategy)) {
		parts = append(parts, fmt.Sprintf("%s in %s", a.Strategy[slot], slot))
	}
	if len(parts) == 0 {
		return "as without it"
	}
	return strings.Join(parts, ", ")
}

func share(thousandths int) string { return fmt.Sprintf("%g%%", float64(thousandths)/10) }

func describeExperiments(out io.Writer, m *manifest.Manifest) {
	if len(m.Experiments) == 0 {
		return
	}
	fmt.Fprintln(out)
	t := table(out)
	row(t, "experiment", "runs", "default order", "arm", "of the others", "does")
	for _, e := range Experiments(m) {
		for i, a := range e.Arms {
			if i > 0 {
				e.Name, e.Runs, e.Holdout = "", "", ""
			}
			row(t, e.Name, e.Runs, e.Holdout, a.Name, a.Share, a.Does)
		}
	}
	t.Flush()
}
