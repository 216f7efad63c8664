package scenario

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"privet/host/catalog/settings"
)

// A Folder is all that a folder says: files of scenarios, and personas.
type Folder struct {
	Dir      string
	Files    []*File // by name
	Personas []*Persona
	Snaps    []string // files of snapshots
	Unread   []string // files that are none of these, such as *.yml or another personas.yaml
}

// LoadFolder reads every *.yaml under a folder. What is wrong with any of them is
// told of all.
func LoadFolder(dir string) (*Folder, error) {
	f := &Folder{Dir: dir}
	var wrong []error
	err := filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		hidden := name != dir && strings.HasPrefix(entry.Name(), ".")
		switch {
		case err != nil:
			return err
		case hidden && entry.IsDir():
			return fs.SkipDir
		case hidden, entry.IsDir(), name == filepath.Join(dir, PersonaFile):
			return nil
		case strings.HasSuffix(name, snapshotEnding):
			f.Snaps = append(f.Snaps, name)
			return nil
		case filepath.Ext(name) != ".yaml" || entry.Name() == PersonaFile:
			f.Unread = append(f.Unread, name)
			return nil
		}
		file, err := loadFile(name)
		if err != nil {
			wrong = append(wrong, err)
			return nil
		}
		f.Files = append(f.Files, file)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if f.Personas, err = LoadPersonas(dir); err != nil {
		wrong = append(wrong, err)
	}
	if err := errors.Join(wrong...); err != nil {
		return nil, err
	}
	if len(f.Files) == 0 {
		return nil, fmt.Errorf("%s holds no file of scenarios: one is called *.yaml and begins with version: %d; privet test --help shows it", dir, Version)
	}
	f.forgetRead()
	return f, nil
}

func loadFile(name string) (*File, error) {
	content, err := settings.Load(name)
	if err != nil {
		return nil, err
	}
	return ParseFile(name, content)
}

// forgetRead takes files of histories from those that are not read.
func (f *Folder) forgetRead() {
	read := map[string]bool{}
	note := func(beside string, v *Visitor) {
		if v.From.Is != "" {
			read[filepath.Join(filepath.Dir(beside), v.From.Is)] = true
		}
	}
	for _, file := range f.Files {
		for _, s := range file.Scenarios {
			note(file.Name, &s.Given.Visitor)
		}
	}
	for _, p := range f.Personas {
		note(p.file, &p.Visitor)
	}
	f.Unread = slices.DeleteFunc(f.Unread, func(name string) bool { return read[name] })
}
