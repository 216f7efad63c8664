package scenario

import (
	"fmt"
	"slices"

	"privet/host/eval/metric"
)

// checkExposure holds what all visitors of a scenario see together against its
// expectations of a step.
func (s *Shop) checkExposure(step *Step, lists [][]uint32, wrong problem) (failures []Failure) {
	e := metric.NewExposure(len(s.Items))
	for _, list := range lists {
		e.Add(list, make([]float64, len(s.Items)))
	}
	for _, x := range step.Expect {
		if !x.overAll() {
			continue
		}
		if got := s.exposed(x, e, wrong); got != "" {
			failures = append(failures, Failure{Line: x.Line, Want: x.Text, Got: got})
		}
	}
	return failures
}

// exposed says which exposure is out of bounds, or "".
func (s *Shop) exposed(x *Expectation, e *metric.Exposure, wrong problem) string {
	if x.per == "catalog" {
		if covered := e.Coverage(); x.beyond(covered) {
			return fmt.Sprintf("%.1f %% of the catalog's items are in some list", 100*covered)
		}
		return ""
	}
	group := make([]int, len(s.Items))
	var names []string
	if x.per == "" {
		names = []string{x.picks[0].String()}
		for i := range group {
			group[i] = -1
		}
		for _, item := range s.find(x.picks[0], wrong) {
			group[item] = 0
		}
	} else {
		s.checkKey(x.Line, x.per, wrong)
		group, names = s.grouped(x.per)
	}
	for g, share := range e.Shares(group, len(names)) {
		if x.beyond(share) {
			return fmt.Sprintf("%s has %.1f %% of the attention", names[g], 100*share)
		}
	}
	return ""
}

// grouped returns the group of each item by a key of attributes, -1 for none,
// and the groups' names.
func (s *Shop) grouped(key string) (group []int, names []string) {
	group = make([]int, len(s.Items))
	for i := range group {
		name := groupOf(s.attributes[i], key)
		if name == "" {
			group[i] = -1
			continue
		}
		if group[i] = slices.Index(names, name); group[i] < 0 {
			group[i], names = len(names), append(names, name)
		}
	}
	return group, names
}
