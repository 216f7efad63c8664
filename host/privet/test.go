package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"runtime"

	"golang.org/x/term"

	"privet/host/catalog/read"
	"privet/host/scenario"
	"privet/host/scenario/output"
)

type test struct {
	Dir      string `arg:"" help:"Directory of scenarios."`
	Catalog  string `placeholder:"DIR" help:"Directory that privet build wrote, in place of those that the files name."`
	Filter   string `name:"run" placeholder:"REGEXP" help:"Only scenarios whose 'FILE: NAME' it matches."`
	Jobs     int    `placeholder:"N" help:"How many run at a time; otherwise as many as there are processors."`
	FailFast bool   `help:"Stop at the first scenario that does not hold."`
	Update   bool   `help:"Write the snapshots, and remove those that no scenario has any more."`
	JUnit    string `name:"junit" placeholder:"FILE" help:"Write JUnit's XML as well."`
	TAP      string `name:"tap" placeholder:"FILE" help:"Write the Test Anything Protocol as well."`
	JSON     string `name:"json" placeholder:"FILE" help:"Write JSON as well."`
	Against  string `placeholder:"OLDDIR" help:"Run nothing; compare the catalog with this older one: what changes for whom."`
	Visitors int    `default:"200" placeholder:"N" help:"With --against: so many made-up visitors beside the folder's personas."`
	Seed     uint64 `default:"1" placeholder:"N" help:"With --against: another seed makes up others."`
	Out      string `placeholder:"FILE" help:"With --against: write a page as well."`
}

// Help is shown by privet test --help.
func (*test) Help() string {
	return `Tests a site's personalization in its CI: scenarios say of whom the site expects which
lists, and each is played on the engine.wasm that pages load. A first one:

    version: 1
    catalog: ../build/shop                 # what privet build wrote, seen from this file

    scenarios:
      - name: whoever looks at lanterns is shown more of them
        given:
          grant: [session, history]        # otherwise context alone
          history:
            - {view: LAN-004, ago: 2 days} # add, buy, like, dismiss; the oldest first
          context: {daypart: evening}
        expect:
          - {top: 8, of: {category: Lanterns}, at least: 3}
          - {before: [LAN-003, MUG-001]}
          - {top: 8, lacks: {category: Clocks}}
          - {why: LAN-003, because: {item: LAN-004, purpose: history}}

    privet test scenarios
    privet test scenarios --run lantern --fail-fast
    privet test scenarios --update         # after looking: keep the lists of snapshot: 10
    privet test scenarios --junit report.xml
    privet test scenarios --against build/shop-before --out changes.html

Every *.yaml under the directory is read; personas.yaml in it defines visitors that
scenarios name (given: {persona: NAME}, for: {personas: all}). What else there is, steps,
tables of examples, made-up visitors, rules, forgetting, exposure and budgets, is in
testdata/scenarios of the project, with a JSON schema for editors.

Colours are for terminals, and NO_COLOR turns them off. With GITHUB_ACTIONS=true failures
are annotations as well. Exit codes:

    0    everything holds
    1    an expectation does not hold
    2    the files or the catalog are wrong, or there is no scenario to run
    80   the command line is wrong
    130  it was interrupted`
}

// An exit is an error with the code that the command ends with.
type exit struct {
	error
	code int
}

func (e exit) ExitCode() int { return e.code }
func (e exit) Unwrap() error { return e.error }

// Run is called by kong.
func (t *test) Run() error { return atTerminal(t.run) }

func (t *test) run(ctx context.Context, out io.Writer, progress read.Progress) error {
	work := t.play
	if t.Against != "" {
		work = t.compare
	}
	err := work(ctx, out, progress)
	var known exit
	switch {
	case err == nil || errors.As(err, &known):
		return err
	case errors.Is(err, context.Canceled):
		return exit{errors.New("interrupted"), 130}
	}
	return exit{err, 2}
}

// play runs the scenarios.
func (t *test) play(ctx context.Context, out io.Writer, progress read.Progress) error {
	o := scenario.Options{Catalog: t.Catalog, Jobs: t.Jobs, FailFast: t.FailFast, Update: t.Update, Progress: progress}
	if o.Jobs < 1 {
		o.Jobs = runtime.GOMAXPROCS(0)
	}
	if t.Filter != "" {
		var err error
		if o.Run, err = regexp.Compile(t.Filter); err != nil {
			return fmt.Errorf("--run: %w", err)
		}
	}
	folder, err := scenario.LoadFolder(t.Dir)
	if err != nil && onGitHub() {
		err = errors.Join(err, output.GitHubErrors(out, err))
	}
	if err != nil {
		return err
	}
	report, err := scenario.Run(ctx, folder, o)
	if err != nil {
		return err
	}
	if err := t.write(out, report); err != nil {
		return err
	}
	return verdict(report)
}

// write writes the report in every form that is wanted.
func (t *test) write(out io.Writer, r *scenario.Report) error {
	for _, file := range []struct {
		name  string
		write func(io.Writer, *scenario.Report) error
	}{{t.JUnit, output.JUnit}, {t.TAP, output.TAP}, {t.JSON, output.JSON}} {
		if file.name == "" {
			continue
		}
		if err := writeFile(file.name, func(w io.Writer) error { return file.write(w, r) }); err != nil {
			return err
		}
	}
	if onGitHub() {
		if err := output.GitHub(out, r); err != nil {
			return err
		}
	}
	return output.Text(out, r, colourful(out))
}

// onGitHub tells whether GitHub reads what is printed.
func onGitHub() bool { return os.Getenv("GITHUB_ACTIONS") == "true" }

func writeFile(name string, write func(io.Writer) error) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	return errors.Join(write(f), f.Close())
}

// colourful tells whether colours may be written: https://no-color.org.
func colourful(out io.Writer) bool {
	f, ok := out.(*os.File)
	return ok && os.Getenv("NO_COLOR") == "" && term.IsTerminal(int(f.Fd()))
}

// verdict is what the command ends with.
func verdict(r *scenario.Report) error {
	switch wrong, failed := r.Count(scenario.Wrong), r.Count(scenario.Failed); {
	case wrong > 0:
		return exit{fmt.Errorf("%d of %d scenarios cannot be run", wrong, len(r.Results)), 2}
	case failed > 0:
		return exit{fmt.Errorf("%d of %d scenarios do not hold", failed, len(r.Results)), 1}
	}
	return nil
}
