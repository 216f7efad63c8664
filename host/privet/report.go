package main

import (
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"privet/host/report"
)

type reporting struct {
	Dir        string `arg:"" help:"Directory that privet build wrote."`
	Out        string `required:"" placeholder:"REPORTDIR" help:"Directory to write. An earlier report in it is replaced; one that holds anything else is left alone."`
	Controller string `placeholder:"NAME" help:"Who answers for the site's processing of personal data: name and address."`
	Contact    string `placeholder:"TEXT" help:"How to reach them about it."`
	DPO        string `name:"dpo" placeholder:"TEXT" help:"The data protection officer and how to reach them, or that there is none."`
	Renew      int    `default:"180" help:"Days that a visitor's choice lasts: data-renew of the script tag."`
}

// Help is shown by privet report --help.
func (*reporting) Help() string {
	return `Writes what a privacy officer asks for, from what the program declares of itself,
the words that visitors read, and the site's own catalog and rules:

    privet report build/shop --out report --controller 'Hearth & Hollow Ltd, 1 High Street, York' \
        --contact privacy@hearth.example --dpo none

    index.html               the record of processing (GDPR Art. 30), a draft of an impact assessment
                             (Art. 35), how data flow, the engine's imports, rules, retention
    report.json              the same for programs
    transparency.LANG.html   a page for visitors in each language, to be published with the site

The report's own words are English; the pages for visitors are in their languages.
What only the owner can say and has not said is marked in the pages, and listed under
"missing" in report.json. It is a draft, and no legal advice. The same input gives
the same bytes.`
}

func (c *reporting) Run() error { return c.run(os.Stdout) }

func (c *reporting) run(out io.Writer) error {
	r, err := report.Make(report.Options{
		Dir: c.Dir, Renew: c.Renew,
		Controller: report.Controller{Name: c.Controller, Contact: c.Contact, DPO: c.DPO},
	})
	if err != nil {
		return err
	}
	files, err := r.Files()
	if err != nil {
		return err
	}
	if err := report.Write(c.Out, files); err != nil {
		return err
	}
	fmt.Fprintf(out, "%s: %s\n", c.Out, strings.Join(slices.Sorted(maps.Keys(files)), ", "))
	if len(r.Missing) > 0 {
		fmt.Fprintf(out, "yet to be filled in: --%s\n", strings.Join(r.Missing, ", --"))
	}
	return nil
}
