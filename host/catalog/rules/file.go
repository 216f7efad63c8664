// Package rules reads what the owner of a site wants, rules.yaml, and turns it
// into what training takes and a catalog holds: items to hide, pin, boost or
// bury, limits and floors, what was met or shown before, sensitive items,
// affinities of contexts, variety and exploration. testdata/rules shows all of it.
package rules

import (
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/parser"

	"privet/engine/format"
)

// Version is the version of rules files that this package reads.
const Version = 1

// Limits of a rules file.
const (
	maxBytes  = 1 << 20
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
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	content, err := io.ReadAll(io.LimitReader(f, maxBytes+1))
	if err != nil {
		return nil, err
	}
	return Parse(name, content)
}

// Parse reads the text of a rules file. Its errors are Errors, each with the
// file's name and a line.
func Parse(name string, content []byte) (*File, error) {
	var wrong Errors
	root := value{errors: &wrong, file: name}
	if len(content) > maxBytes {
		root.failAt(0, "a rules file of more than %d bytes: name attributes instead of ids", maxBytes)
		return nil, wrong
	}
	if !utf8.Valid(content) {
		root.failAt(0, "the file is not UTF-8")
		return nil, wrong
	}
	tree, err := parser.ParseBytes(content, 0)
	if err != nil {
		line, detail := 0, err.Error()
		var syntax yaml.Error
		if errors.As(err, &syntax) && syntax.GetToken() != nil {
			line, detail = syntax.GetToken().Position.Line, syntax.GetMessage()
		}
		root.failAt(line, "this is no YAML: %s", detail)
		return nil, wrong
	}
	if len(tree.Docs) != 1 || tree.Docs[0].Body == nil {
		root.failAt(0, "it must be one YAML document that begins with version: %d", Version)
		return nil, wrong
	}
	f := &File{Name: name}
	root.node = tree.Docs[0].Body
	given := read(root, f, fileSettings, nil)
	if _, ok := given["version"]; !ok {
		root.failAt(1, "begin with version: %d", Version)
	}
	f.checkNames(root)
	if err := wrong.orNil(); err != nil {
		return nil, err
	}
	return f, nil
}

var fileSettings = settings[File]{
	"version": func(v value, _ *File) {
		if v.node.GetToken().Value != fmt.Sprint(Version) {
			v.fail("%s where this Privet reads %d", v.written(), Version)
		}
	},
	"variety": func(v value, f *File) {
		f.Variety = &format.VarietyLimits{Most: 100}
		given := read(v, f.Variety, varietySettings, nil)
		if _, ok := given["usual"]; !ok {
			f.Variety.Usual = f.Variety.Least
		}
		if f.Variety.Least > f.Variety.Usual || f.Variety.Usual > f.Variety.Most {
			v.fail("least %d, usual %d and most %d must not fall", f.Variety.Least, f.Variety.Usual, f.Variety.Most)
		}
	},
	"explore": func(v value, f *File) {
		explore := int32(math.Round(256 * v.number(0, 2)))
		f.Explore = &explore
	},
	"rules": func(v value, f *File) {
		for _, each := range v.elements("rule") {
			f.Rules = append(f.Rules, readRule(each))
		}
	},
	"affinities": func(v value, f *File) {
		for _, each := range v.elements("affinity") {
			a := Affinity{Weight: 1, line: each.line()}
			given := read(each, &a, affinitySettings, nil)
			for _, setting := range []string{"when", "toward"} {
				if _, ok := given[setting]; !ok {
					each.fail("give %s", setting)
				}
			}
			f.Affinities = append(f.Affinities, a)
		}
	},
}

var varietySettings = settings[format.VarietyLimits]{
	"least": func(v value, limits *format.VarietyLimits) { limits.Least = int32(v.whole(0, 100)) },
	"usual": func(v value, limits *format.VarietyLimits) { limits.Usual = int32(v.whole(0, 100)) },
	"most":  func(v value, limits *format.VarietyLimits) { limits.Most = int32(v.whole(0, 100)) },
}

var affinitySettings = settings[Affinity]{
	"when": func(v value, a *Affinity) {
		when := readWhen(v)
		if len(when) == 1 {
			a.Contexts = when[0]
		} else if len(when) > 1 {
			v.fail("an affinity is of one context key; a rule with boost can name several")
		}
	},
	"toward": func(v value, a *Affinity) { a.Toward = readWhere(v) },
	"weight": func(v value, a *Affinity) {
		if a.Weight = v.number(-4, 4); a.Weight == 0 {
			v.fail("an affinity of 0 does nothing: leave it out")
		}
	},
}

// checkNames refuses names that stand twice: explanations and reports go by them.
func (f *File) checkNames(root value) {
	lines := map[string]int{}
	for i := range f.Rules {
		r := &f.Rules[i]
		if r.Name == "" {
			continue // told before
		}
		if first, ok := lines[r.Name]; ok {
			root.failAt(r.line, "rule %q: line %d has a rule of that name: names must differ", r.Name, first)
			continue
		}
		lines[r.Name] = r.line
	}
}
