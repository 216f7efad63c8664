// Package rules reads what the owner of a site wants, rules.yaml, and turns it
// into what training takes and a catalog holds: items to hide, pin, boost or
// bury, limits and floors, what was met or shown before, sensitive items,
// affinities of contexts, variety, exploration and experiments. testdata/rules shows all of it.
package rules

import (
	"math"

	"privet/engine/format"
	"privet/host/catalog/manifest"
	"privet/host/catalog/settings"
)

// Version is the version of rules files that this package reads.
const Version = 1

// Limits of a rules file.
const (
	maxRules  = 4096 // that a catalog holds; one of the file may make several
	maxName   = 64   // bytes of a rule's name or a slot's
	maxSlots  = 32   // of one rule
	maxWhen   = 8    // context keys of one rule
	maxValues = 1024 // texts of one list, but for ids
	maxIDs    = 100000
)

// A File is a rules file that was read and whose every value is in range. What
// it says of items is not yet held against a data set. The zero File is that of
// an owner without rules.
type File struct {
	Name       string
	Variety    *format.VarietyLimits // nil leaves what training chose
	Explore    *int32                // as format.Params has it; nil leaves what training chose
	Rules      []Rule
	Affinities []Affinity
	// Experiments change nothing of what is built: pages read them in the manifest.
	Experiments []manifest.Experiment
}

// An Affinity is the owner's word that a context speaks for items.
type Affinity struct {
	Contexts []string // any of these tokens, "daypart=evening"
	Toward   *Where
	Weight   float64 // 1 = as a strong context that was learned; below 0 it speaks against
	line     int
}

// Load reads a rules file.
func Load(name string) (*File, error) {
	content, err := settings.Load(name)
	if err != nil {
		return nil, err
	}
	return Parse(name, content)
}

// Parse reads the text of a rules file. Its errors are settings.Errors, each with
// the file's name and a line.
func Parse(name string, content []byte) (*File, error) {
	f := &File{Name: name}
	err := settings.Parse(name, content, Version, func(root settings.Value) map[string]int {
		given := settings.Read(root, f, fileSettings, nil)
		f.checkNames(root)
		return given
	})
	if err != nil {
		return nil, err
	}
	return f, nil
}

var fileSettings = settings.Known[File]{
	"version": func(v settings.Value, _ *File) { v.Version(Version) },
	"variety": func(v settings.Value, f *File) {
		f.Variety = &format.VarietyLimits{Most: 100}
		given := settings.Read(v, f.Variety, varietySettings, nil)
		if _, ok := given["usual"]; !ok {
			f.Variety.Usual = f.Variety.Least
		}
		if f.Variety.Least > f.Variety.Usual || f.Variety.Usual > f.Variety.Most {
			v.Fail("least %d, usual %d and most %d must not fall", f.Variety.Least, f.Variety.Usual, f.Variety.Most)
		}
	},
	"explore": func(v settings.Value, f *File) {
		explore := int32(math.Round(256 * v.Number(0, 2)))
		f.Explore = &explore
	},
	"rules": func(v settings.Value, f *File) {
		for _, each := range v.Elements("rule", maxRules) {
			f.Rules = append(f.Rules, readRule(each))
		}
	},
	"affinities": func(v settings.Value, f *File) {
		for _, each := range v.Elements("affinity", maxRules) {
			a := Affinity{Weight: 1, line: each.Line()}
			given := settings.Read(each, &a, affinitySettings, nil)
			for _, setting := range []string{"when", "toward"} {
				if _, ok := given[setting]; !ok {
					each.Fail("give %s", setting)
				}
			}
			f.Affinities = append(f.Affinities, a)
		}
	},
	"experiments": func(v settings.Value, f *File) { f.Experiments = readExperiments(v) },
}

var varietySettings = settings.Known[format.VarietyLimits]{
	"least": func(v settings.Value, limits *format.VarietyLimits) { limits.Least = int32(v.Whole(0, 100)) },
	"usual": func(v settings.Value, limits *format.VarietyLimits) { limits.Usual = int32(v.Whole(0, 100)) },
	"most":  func(v settings.Value, limits *format.VarietyLimits) { limits.Most = int32(v.Whole(0, 100)) },
}

var affinitySettings = settings.Known[Affinity]{
	"when": func(v settings.Value, a *Affinity) {
		when := readWhen(v)
		if len(when) == 1 {
			a.Contexts = when[0]
		} else if len(when) > 1 {
			v.Fail("an affinity is of one context key; a rule with boost can name several")
		}
	},
	"toward": func(v settings.Value, a *Affinity) { a.Toward = ReadWhere(v) },
	"weight": func(v settings.Value, a *Affinity) {
		if a.Weight = v.Number(-4, 4); a.Weight == 0 {
			v.Fail("an affinity of 0 does nothing: leave it out")
		}
	},
}

// checkNames refuses names that stand twice: explanations and reports go by them.
func (f *File) checkNames(root settings.Value) {
	lines := map[string]int{}
	for i := range f.Rules {
		r := &f.Rules[i]
		if r.Name == "" {
			continue // told before
		}
		if first, ok := lines[r.Name]; ok {
			root.FailAt(r.line, "rule %q: line %d has a rule of that name: names must differ", r.Name, first)
			continue
		}
		lines[r.Name] = r.line
	}
}
