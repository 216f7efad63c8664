package rules

import (
	"slices"

	"privet/host/catalog/manifest"
	"privet/host/catalog/settings"
)

var experimentSettings = settings.Known[manifest.Experiment]{
	"name":    func(v settings.Value, e *manifest.Experiment) { e.Name = experimentName(v) },
	"from":    func(v settings.Value, e *manifest.Experiment) { e.From = moment(v) },
	"until":   func(v settings.Value, e *manifest.Experiment) { e.Until = moment(v) },
	"holdout": func(v settings.Value, e *manifest.Experiment) { e.Holdout = int(thousandths(v)) },
	"arms": func(v settings.Value, e *manifest.Experiment) {
		sum := 0
		for _, each := range v.Elements("arm", manifest.MaxArms) {
			a := manifest.Arm{}
			given := settings.Read(each, &a, armSettings, nil)
			for _, setting := range []string{"name", "share"} {
				if _, ok := given[setting]; !ok && each.IsMapping() {
					each.Fail("give %s", setting)
				}
			}
			same := func(other manifest.Arm) bool { return manifest.Attribute(other.Name) == manifest.Attribute(a.Name) }
			if name := manifest.Attribute(a.Name); name == "holdout" || name != "" && slices.ContainsFunc(e.Arms, same) {
				each.Fail("%q stands twice, or is the word for those who are held out", a.Name)
			}
			e.Arms, sum = append(e.Arms, a), sum+a.Share
		}
		if sum != manifest.Whole {
			v.Fail("the shares add up to %.1f%%, not to 100%%", float64(sum)/10)
		}
	},
}

var armSettings = settings.Known[manifest.Arm]{
	"name":  func(v settings.Value, a *manifest.Arm) { a.Name = experimentName(v) },
	"share": func(v settings.Value, a *manifest.Arm) { a.Share = int(thousandths(v)) },
	"variety": func(v settings.Value, a *manifest.Arm) {
		variety := v.Whole(0, 100)
		a.Variety = &variety
	},
	"strategy": func(v settings.Value, a *manifest.Arm) {
		a.Strategy = map[string]string{}
		for _, slot := range v.Entries() {
			strategy := slot.Value.Text().Is
			if !slices.Contains(manifest.Strategies[:], strategy) {
				slot.Value.Fail("%s is no strategy: there are %v", slot.Value.Written(), manifest.Strategies)
			}
			a.Strategy[slot.Key] = strategy
		}
	},
}

func experimentName(v settings.Value) string {
	name := v.Text().Is
	if wrong := manifest.CheckName(name); wrong != "" {
		v.Fail("%s", wrong)
	}
	return name
}

// readExperiments reads what is tried out. Whether an arm's variety is within the owner's limits is the engine's to see.
func readExperiments(v settings.Value) []manifest.Experiment {
	var all []manifest.Experiment
	for _, each := range v.Elements("experiment", manifest.MaxExperiments) {
		e := manifest.Experiment{}
		given := settings.Read(each, &e, experimentSettings, nil)
		for _, setting := range []string{"name", "arms"} {
			if _, ok := given[setting]; !ok && each.IsMapping() {
				each.Fail("give %s", setting)
			}
		}
		if e.From != 0 && e.Until != 0 && e.Until <= e.From {
			each.FailAt(given["until"], "until: it is not after from")
		}
		same := func(other manifest.Experiment) bool {
			return manifest.Attribute(other.Name) == manifest.Attribute(e.Name)
		}
		if slices.ContainsFunc(all, same) {
			each.Fail("%q stands twice: names must differ", e.Name)
		}
		all = append(all, e)
	}
	return all
}
