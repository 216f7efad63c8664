package scenario

import (
	"errors"
	"io/fs"
	"path/filepath"

	"privet/host/catalog/settings"
)

// PersonaFile is the file of a folder that defines personas once for all of its
// scenarios, and those of the folders in it.
const PersonaFile = "personas.yaml"

const maxPersonas = 1000

// A Persona is a visitor of a name.
type Persona struct {
	Name string
	Line int
	Now  int64 // when the persona comes; 0 where it is not said
	Visitor
	file string
}

// LoadPersonas reads a folder's personas; none where it has no such file.
func LoadPersonas(dir string) ([]*Persona, error) {
	name := filepath.Join(dir, PersonaFile)
	content, err := settings.Load(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return ParsePersonas(name, content)
}

// ParsePersonas reads the text of a file of personas.
func ParsePersonas(name string, content []byte) (all []*Persona, err error) {
	err = settings.Parse(name, content, Version, func(root settings.Value) map[string]int {
		return settings.Read(root, &all, personaFileSettings, nil)
	})
	for _, p := range all {
		p.file = name
	}
	return all, err
}

var personaFileSettings = settings.Known[[]*Persona]{
	"version": func(v settings.Value, _ *[]*Persona) { v.Version(Version) },
	"personas": func(v settings.Value, all *[]*Persona) {
		seen := map[string]int{"all": 1}
		for _, each := range v.Elements("persona", maxPersonas) {
			p := &Persona{Line: each.Line()}
			if name, ok := each.Setting("name"); ok {
				p.Line, each = name.Line, each.Called("persona "+name.Value.Written())
			}
			given := settings.Read(each, p, personaSettings, nil)
			switch {
			case !each.IsMapping():
			case given["name"] == 0:
				each.Fail("name the persona: scenarios take it by its name")
			case p.Name == "all":
				each.Fail("all means all personas: find another name")
			case seen[p.Name] > 0:
				each.FailAt(p.Line, "line %d has a persona of this name: names must differ", seen[p.Name])
			}
			seen[p.Name] = p.Line
			*all = append(*all, p)
		}
	},
}

var personaSettings = func() settings.Known[Persona] {
	known := visitorSettings(func(p *Persona) *Visitor { return &p.Visitor })
	known["name"] = func(v settings.Value, p *Persona) { p.Name = v.Text().Is }
	known["now"] = func(v settings.Value, p *Persona) { p.Now = timeOf(v) }
	return known
}()
