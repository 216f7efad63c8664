package lint

import (
	"strings"

	"privet/host/catalog/settings"
)

// Version is the version of lint files that this package reads.
const Version = 1

// Limits of a lint file.
const (
	maxWords  = 4096 // of one topic
	maxValues = 100000
)

// A File says how strict the linter is and what it passes over. The zero File is
// that of an owner who says nothing.
type File struct {
	Name    string
	levels  map[Check]Level
	words   map[Topic][]string        // beside those that are built in
	values  map[string]bool           // allowed, folded
	columns map[string]map[Check]bool // checks that a column does not go through
}

// Load reads a lint file.
func Load(name string) (*File, error) {
	content, err := settings.Load(name)
	if err != nil {
		return nil, err
	}
	return Parse(name, content)
}

// Parse reads the text of a lint file. Its errors are settings.Errors, each with
// the file's name and a line.
func Parse(name string, content []byte) (*File, error) {
	f := &File{
		Name: name, levels: map[Check]Level{}, words: map[Topic][]string{},
		values: map[string]bool{}, columns: map[string]map[Check]bool{},
	}
	err := settings.Parse(name, content, Version, func(root settings.Value) map[string]int {
		return settings.Read(root, f, fileSettings, nil)
	})
	if err != nil {
		return nil, err
	}
	return f, nil
}

var fileSettings = settings.Known[File]{
	"version": func(v settings.Value, _ *File) { v.Version(Version) },
	"checks": func(v settings.Value, f *File) {
		settings.Read(v, f, nil, func(key string, each settings.Value, f *File) {
			check, ok := parseCheck(key)
			if !ok {
				each.Fail("there is no such check: there are %s", strings.Join(checkNames(), ", "))
				return
			}
			f.levels[check] = readLevel(each)
		})
	},
	"topics": func(v settings.Value, f *File) {
		settings.Read(v, f, nil, func(key string, each settings.Value, f *File) {
			topic, ok := parseTopic(key)
			if !ok {
				each.Fail("there is no such topic: there are %s", strings.Join(topicNames(), ", "))
				return
			}
			for _, t := range each.List(maxWords) {
				if _, ok := newPattern(t.Is); !ok {
					each.FailAt(t.Line, "%q has no letters or digits, or a * that ends no word of %d letters or more", t.Is, startLength)
				}
				f.words[topic] = append(f.words[topic], t.Is)
			}
		})
	},
	"allow": func(v settings.Value, f *File) { settings.Read(v, f, allowSettings, nil) },
}

var allowSettings = settings.Known[File]{
	"values": func(v settings.Value, f *File) {
		for _, t := range v.List(maxValues) {
			f.values[fold(t.Is)] = true
		}
	},
	"columns": func(v settings.Value, f *File) {
		settings.Read(v, f, nil, func(column string, each settings.Value, f *File) {
			f.columns[column] = map[Check]bool{}
			for _, t := range each.List(int(checkCount)) {
				check, ok := parseCheck(t.Is)
				if !ok {
					each.FailAt(t.Line, "%q is none of %s", t.Is, strings.Join(checkNames(), ", "))
				}
				f.columns[column][check] = true
			}
		})
	},
}

func readLevel(v settings.Value) Level {
	word := v.Text()
	for l, name := range levels {
		if name == word.Is {
			return Level(l)
		}
	}
	v.Fail("%s is none of %s", v.Written(), strings.Join(levels, ", "))
	return Off
}

// level returns what follows from what a check finds.
func (f *File) level(c Check) Level {
	if l, ok := f.levels[c]; ok {
		return l
	}
	return checks[c].level
}

// allows tells whether a column need not go through a check.
func (f *File) allows(column string, c Check) bool { return f.columns[column][c] }
