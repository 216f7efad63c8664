package scenario

import (
	"fmt"
	"slices"
)

// settle looks after the files of snapshots: what no scenario has any more is
// told, or removed, and with Update the new lists are written.
func (r *runner) settle(report *Report, reviewed map[string]map[string]Snapshot) error {
	taken := map[*Scenario]*Snapshot{}
	for _, c := range r.cases {
		if c.result.Status != Wrong {
			taken[c.scenario] = c.taken
		}
	}
	for _, f := range r.folder.Files {
		name, before := snapshotFile(f.Name), reviewed[f.Name]
		var after []Snapshot
		wanted := map[string]bool{}
		for _, s := range f.Scenarios {
			if s.Snapshot == 0 {
				continue
			}
			wanted[s.Name] = true
			if now := taken[s]; now != nil {
				after = append(after, *now)
			} else if old, ok := before[s.Name]; ok {
				after = append(after, old) // it was not run
			}
		}
		var gone []string
		for scenario := range before {
			if !wanted[scenario] {
				gone = append(gone, fmt.Sprintf("%s: %s", name, scenario))
			}
		}
		slices.Sort(gone)
		report.Obsolete = append(report.Obsolete, gone...)
		if r.o.Update {
			if err := r.write(report, name, after); err != nil {
				return err
			}
		}
	}
	for _, name := range r.folder.Snaps {
		if slices.ContainsFunc(r.folder.Files, func(f *File) bool { return snapshotFile(f.Name) == name }) {
			continue
		}
		report.Obsolete = append(report.Obsolete, name)
		if r.o.Update {
			if err := r.write(report, name, nil); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *runner) write(report *Report, name string, all []Snapshot) error {
	changed, err := writeSnapshots(name, all)
	if changed {
		report.Written = append(report.Written, name)
	}
	return err
}
