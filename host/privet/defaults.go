package main

import (
	"errors"
	"io/fs"
	"slices"

	"github.com/alecthomas/kong"

	"privet/host/catalog/settings"
)

// projectFile says what the options of commands are in the folder where it lies.
const projectFile = "privet.yaml"

// The defaults are what a project file says: for each command its options. What stands on the command line wins.
type defaults struct {
	options map[string]map[string]option // by command and option
}

// An option has one value, or several.
type option struct {
	line   int
	values []string
}

// maxValues bounds the values of an option.
const maxValues = 100

// load reads the project file, where there is one. An option that no command has is an error.
func (p *defaults) load(name string, model *kong.Application) error {
	content, err := settings.Load(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	known := settings.Known[defaults]{"version": func(v settings.Value, _ *defaults) { v.Version(1) }}
	for _, command := range model.Children {
		known[command.Name] = func(v settings.Value, p *defaults) {
			options := map[string]option{}
			known := settings.Known[map[string]option]{}
			for _, flag := range command.Flags {
				known[flag.Name] = func(v settings.Value, into *map[string]option) {
					o := option{line: v.Line()}
					for _, text := range v.List(maxValues) {
						o.values = append(o.values, text.Is)
					}
					(*into)[flag.Name] = o
				}
			}
			delete(known, "help")
			settings.Read(v, &options, known, nil)
			p.options[command.Name] = options
		}
	}
	p.options = map[string]map[string]option{}
	return settings.Parse(name, content, 1, func(root settings.Value) map[string]int {
		return settings.Read(root, p, known, nil)
	})
}

// Validate is a part of kong.Resolver: load has seen to it.
func (p *defaults) Validate(*kong.Application) error { return nil }

// Resolve returns what the project file says of an option that the command line does not name.
func (p *defaults) Resolve(_ *kong.Context, parent *kong.Path, flag *kong.Flag) (any, error) {
	if parent.Command == nil {
		return nil, nil
	}
	o, ok := p.options[parent.Command.Name][flag.Name]
	if !ok && parent.Command.Name == "dev" {
		o, ok = p.options["build"][flag.Name] // it builds
	}
	switch {
	case !ok:
		return nil, nil
	case len(o.values) == 1 && !flag.IsSlice():
		return o.values[0], nil
	case !flag.IsSlice():
		return nil, &settings.Error{File: projectFile, Line: o.line, Detail: flag.Name + " takes one value"}
	}
	all := slices.Grow([]any(nil), len(o.values))
	for _, value := range o.values {
		all = append(all, value)
	}
	return all, nil
}
