package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"privet/host/project"
)

type initiation struct {
	Items    string `placeholder:"FILE" help:"Items, as for privet build. Without them, a generated shop is put into DIR/data."`
	Events   string `placeholder:"FILE" help:"What visitors did with them, as for privet build."`
	Mapping  string `placeholder:"FILE.yaml" help:"How your columns become items and events, as for privet build."`
	Name     string `help:"The site's name; otherwise that of the folder."`
	Currency string `help:"Currency of the prices, an ISO 4217 code such as GBP."`
	Dir      string `arg:"" default:"." help:"Folder to write; it may have files of other names."`
}

// Help is shown by privet init --help.
func (*initiation) Help() string {
	return `Writes a folder in which a catalog is built, tested and deployed: settings, rules,
scenarios, a first page, a worker's settings, workflows for GitHub and GitLab, and what
runs the edge on a machine of your own. Nothing that is there is overwritten.

    privet init shop && cd shop && privet build
    privet init --items feed.xml --events orders.csv shop`
}

func (i *initiation) Run() error { return i.run(os.Stdout) }

func (i *initiation) run(out io.Writer) error {
	o := project.Options{Name: i.Name, Currency: i.Currency}
	for _, file := range []struct {
		name string
		into *string
	}{{i.Items, &o.Items}, {i.Events, &o.Events}, {i.Mapping, &o.Mapping}} {
		if file.name == "" {
			continue
		}
		if _, err := os.Stat(file.name); err != nil {
			return err
		}
		var err error
		if *file.into, err = seenFrom(i.Dir, file.name); err != nil {
			return err
		}
	}
	if i.Items == "" && i.Events != "" {
		return fmt.Errorf("--events %s needs --items: a generated shop has events of its own", i.Events)
	}
	names, err := project.Write(i.Dir, o)
	if err != nil {
		return err
	}
	slices.Sort(names)
	for _, name := range names {
		fmt.Fprintln(out, filepath.Join(i.Dir, name))
	}
	fmt.Fprintf(out, "next: cd %s && privet build; README.md there says the rest\n", i.Dir)
	return nil
}

// seenFrom returns how a file is named in a folder.
func seenFrom(dir, file string) (string, error) {
	if filepath.IsAbs(file) {
		return file, nil
	}
	from, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	to, err := filepath.Abs(file)
	if err != nil {
		return "", err
	}
	return filepath.Rel(from, to)
}
