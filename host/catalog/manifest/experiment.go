package manifest

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"privet/engine/format"
)

// Limits of experiments.
const (
	MaxExperiments = 16
	MaxArms        = 8 // of one
	MaxName        = 64
	Whole          = 1000 // what all shares add up to
)

// Strategies are the words for what a list is for, by format.Strategy.
var Strategies = [format.StrategyCount]string{"for-you", "similar", "together", "trending", "recent", "continue"}

// An Experiment is one that runs in visitors' browsers, which draw their arms themselves.
type Experiment struct {
	Name    string `json:"name"`
	From    int64  `json:"from,omitempty"`  // seconds since the Unix epoch; 0 = already
	Until   int64  `json:"until,omitempty"` // 0 = for good
	Holdout int    `json:"holdout"`         // thousandths of browsers that see the default order
	Arms    []Arm  `json:"arms"`
}

// An Arm is what some browsers see. What it does not say is as it is without.
type Arm struct {
	Name     string            `json:"name"`
	Share    int               `json:"share"`              // thousandths of browsers that are not held out
	Variety  *int              `json:"variety,omitempty"`  // percent
	Strategy map[string]string `json:"strategy,omitempty"` // by the slot's name
}

// names are such that an attribute of HTML can be made of each.
var names = regexp.MustCompile(`^[A-Za-z0-9]+([ -][A-Za-z0-9]+)*$`)

// Attribute is what a name is in an attribute: "more-variety" of "More variety".
func Attribute(name string) string { return strings.ToLower(strings.ReplaceAll(name, " ", "-")) }

// CheckName says what is wrong with the name of an experiment or an arm; "" for nothing.
func CheckName(name string) string {
	if len(name) > MaxName || !names.MatchString(name) {
		return fmt.Sprintf("%q is no name of letters, digits and single spaces or hyphens, at most %d", name, MaxName)
	}
	return ""
}

// Check says what is wrong with experiments, each with where it is: "[0].arms".
func Check(experiments []Experiment) error {
	if len(experiments) > MaxExperiments {
		return refuse("", "%d are more than %d", len(experiments), MaxExperiments)
	}
	seen := map[string]bool{}
	for i := range experiments {
		e := &experiments[i]
		at := fmt.Sprintf("experiments[%d]", i)
		if wrong := CheckName(e.Name); wrong != "" {
			return refuse(at+".name", "%s", wrong)
		}
		if seen[Attribute(e.Name)] {
			return refuse(at+".name", "%q stands twice", e.Name)
		}
		seen[Attribute(e.Name)] = true
		if e.From < 0 || e.Until < 0 || e.Until != 0 && e.Until <= e.From {
			return refuse(at+".until", "%d is not after %d", e.Until, e.From)
		}
		if e.Holdout < 0 || e.Holdout > Whole {
			return refuse(at+".holdout", "%d is not from 0 to %d", e.Holdout, Whole)
		}
		if err := checkArms(at+".arms", e.Arms); err != nil {
			return err
		}
	}
	return nil
}

func checkArms(at string, arms []Arm) error {
	if len(arms) < 1 || len(arms) > MaxArms {
		return refuse(at, "%d are not from 1 to %d", len(arms), MaxArms)
	}
	sum, seen := 0, map[string]bool{}
	for _, a := range arms {
		if wrong := CheckName(a.Name); wrong != "" {
			return refuse(at, "%s", wrong)
		}
		if name := Attribute(a.Name); seen[name] || name == "holdout" {
			return refuse(at, "%q stands twice, or is taken", a.Name)
		}
		seen[Attribute(a.Name)] = true
		if a.Share < 1 || a.Share > Whole {
			return refuse(at, "a share of %d is not from 1 to %d", a.Share, Whole)
		}
		sum += a.Share
		if a.Variety != nil && (*a.Variety < 0 || *a.Variety > 100) {
			return refuse(at, "a variety of %d is not from 0 to 100", *a.Variety)
		}
		for slot, strategy := range a.Strategy {
			if slot == "" || !slices.Contains(Strategies[:], strategy) {
				return refuse(at, "%q is no strategy of a slot %q", strategy, slot)
			}
		}
	}
	if sum != Whole {
		return refuse(at, "the shares add up to %d, not to %d", sum, Whole)
	}
	return nil
}
