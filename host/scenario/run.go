package scenario

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"privet/host/catalog/settings"
	"privet/host/headless"
	"privet/wasm"
)

// Options say how a folder is run.
type Options struct {
	Catalog  string         // a directory that privet build wrote, in place of those that files name
	Run      *regexp.Regexp // scenarios whose "FILE: NAME" it matches; nil for all
	Jobs     int            // at least 1
	FailFast bool           // stop at the first failure
	Update   bool           // write snapshots
	Progress func(stage string, done, total int64)
}

// ErrNone says that a run found no scenario to run.
var ErrNone = errors.New("no scenario was run")

// A runner runs the cases of a folder.
type runner struct {
	folder *Folder
	o      Options
	module *headless.Module
	shops  shops
	cases  []*runCase
}

// A runCase is one scenario, and what came of it.
type runCase struct {
	file     *File
	scenario *Scenario
	result   Result
	reviewed *Snapshot // nil for none
	taken    *Snapshot
}

// Run plays the scenarios of a folder. Its error means that nothing could be
// run; what is wrong with a scenario is in its result.
func Run(ctx context.Context, folder *Folder, o Options) (*Report, error) {
	start := time.Now()
	module, err := headless.Compile(wasm.Engine, nil)
	if err != nil {
		return nil, err
	}
	defer module.Close()
	r := &runner{folder: folder, o: o, module: module}
	report := &Report{Dir: folder.Dir, Unread: folder.Unread}
	reviewed := map[string]map[string]Snapshot{}
	for _, f := range folder.Files {
		if reviewed[f.Name], err = loadSnapshots(snapshotFile(f.Name)); err != nil {
			return nil, err
		}
		for _, s := range f.Scenarios {
			if o.Run != nil && !o.Run.MatchString(filepath.Base(f.Name)+": "+s.Name) {
				report.Others++
				continue
			}
			c := &runCase{file: f, scenario: s, result: Result{File: f.Name, Line: s.Line, Name: s.Name, Status: NotRun}}
			if snapshot, ok := reviewed[f.Name][s.Name]; ok {
				c.reviewed = &snapshot
			}
			r.cases = append(r.cases, c)
		}
	}
	if len(r.cases) == 0 {
		return nil, fmt.Errorf("%w: of %d, none matches --run %s", ErrNone, report.Others, o.Run)
	}
	if err := r.runAll(ctx); err != nil {
		return nil, err
	}
	for _, c := range r.cases {
		report.Results = append(report.Results, c.result)
	}
	if err := r.settle(report, reviewed); err != nil {
		return nil, err
	}
	report.Took = time.Since(start)
	return report, nil
}

// runAll hands the cases to workers, each with stages of its own.
func (r *runner) runAll(ctx context.Context) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	next := make(chan *runCase)
	group := errgroup.Group{}
	var lock sync.Mutex
	done := 0
	for range r.o.Jobs {
		group.Go(func() error {
			w := &worker{runner: r, stages: map[*Shop]*Stage{}}
			defer w.close()
			for c := range next {
				w.run(c)
				if c.result.Status != Passed && r.o.FailFast {
					stop(errFailFast)
				}
				lock.Lock()
				done++
				r.o.Progress("scenarios", int64(done), int64(len(r.cases)))
				lock.Unlock()
			}
			return nil
		})
	}
	for _, c := range r.cases {
		select {
		case <-ctx.Done():
		case next <- c:
			continue
		}
		break
	}
	close(next)
	_ = group.Wait() // workers return no error: what is wrong is in their results
	if cause := context.Cause(ctx); cause != nil && !errors.Is(cause, errFailFast) {
		return cause
	}
	return nil
}

var errFailFast = errors.New("a scenario failed")

// A worker runs one case at a time.
type worker struct {
	*runner
	stages map[*Shop]*Stage
}

func (w *worker) close() {
	for _, s := range w.stages {
		s.Close()
	}
}

// stage returns the worker's stage for a scenario, whose catalog is loaded once.
func (w *worker) stage(c *runCase) (*Stage, error) {
	path := cmp.Or(w.o.Catalog, c.file.CatalogPath())
	if path == "" {
		return nil, errors.New("no catalog: name one (catalog: DIR), or give --catalog DIR")
	}
	var shards []string
	for _, t := range c.scenario.Given.Ask.Shards {
		shards = append(shards, t.Is)
	}
	shop, err := w.shops.open(path, shards)
	if err != nil {
		return nil, err
	}
	if w.stages[shop] == nil {
		s, err := NewStage(w.module, shop)
		if err != nil {
			return nil, err
		}
		w.stages[shop] = s
	}
	return w.stages[shop], nil
}

func (w *worker) run(c *runCase) {
	start := time.Now()
	seen := map[settings.Error]bool{}
	wrong := func(line int, format string, args ...any) {
		e := settings.Error{File: c.file.Name, Line: line, Detail: fmt.Sprintf(format, args...)}
		if !seen[e] {
			seen[e] = true
			c.result.Errors = append(c.result.Errors, &e)
		}
	}
	s, err := w.stage(c)
	if err != nil {
		wrong(c.file.Catalog.Line, "%v", err)
	} else if err := w.play(c, s, wrong); err != nil {
		wrong(c.scenario.Line, "%v", err)
	}
	switch {
	case len(c.result.Errors) > 0:
		c.result.Status, c.result.Failures = Wrong, nil
	case len(c.result.Failures) > 0:
		c.result.Status = Failed
	default:
		c.result.Status = Passed
	}
	c.result.Took = time.Since(start)
}

// play runs a case's stories, and what is said of all of them together.
func (w *worker) play(c *runCase, s *Stage, wrong problem) error {
	stories := c.scenario.stories(c.file.Name, s.Shop, w.folder.Personas, wrong)
	c.result.Visitors = len(stories)
	failed := map[[2]int]int{} // by line and step: for how many visitors
	lists := make([][][]uint32, len(c.scenario.Steps))
	for i, st := range stories {
		if len(c.result.Errors) > 0 {
			return nil
		}
		end, err := st.play(s, wrong)
		if err != nil {
			return err
		}
		for step, list := range end.lists {
			lists[step] = append(lists[step], list)
		}
		if i == 0 {
			c.result.Notes = end.notes
		}
		for _, f := range end.failures {
			key := [2]int{f.Line, f.step}
			if failed[key]++; failed[key] > 1 {
				continue // the first visitor is shown, the others are counted
			}
			if c.scenario.For.Visitors > 0 {
				acts, smallest, err := st.shrink(s, f)
				if err != nil {
					return err
				}
				f = smallest
				f.Got += "\nsmallest history: " + historyText(acts)
			}
			c.result.Failures = append(c.result.Failures, f)
		}
		if c.scenario.Snapshot > 0 {
			taken, err := end.last.snapshot(c.scenario.Name, c.scenario.Snapshot)
			if err != nil {
				return err
			}
			c.taken = &taken
			if !w.o.Update {
				c.compare()
			}
		}
	}
	for i := range c.result.Failures {
		f := &c.result.Failures[i]
		if n := failed[[2]int{f.Line, f.step}]; n > 1 {
			f.For += fmt.Sprintf(", and %s more of %d", number(n-1, "visitor"), len(stories))
		}
	}
	for i := range c.scenario.Steps {
		c.result.Failures = append(c.result.Failures, s.Shop.checkExposure(&c.scenario.Steps[i], lists[i], wrong)...)
	}
	return nil
}

// compare holds the list against its snapshot.
func (c *runCase) compare() {
	f := Failure{Line: c.scenario.Line, Want: fmt.Sprintf("{snapshot: %d}", c.scenario.Snapshot)}
	switch {
	case c.reviewed == nil:
		f.Got = "there is no snapshot yet: run privet test --update, look at " + snapshotFile(c.file.Name) + " and commit it"
	default:
		f.Got = c.reviewed.difference(c.taken)
	}
	if f.Got != "" {
		c.result.Failures = append(c.result.Failures, f)
	}
}

// shops opens each catalog once, for all workers.
type shops struct {
	lock   sync.Mutex
	opened map[string]func() (*Shop, error)
}

func (s *shops) open(path string, shards []string) (*Shop, error) {
	key := strings.Join(append([]string{path}, shards...), "\x00")
	s.lock.Lock()
	if s.opened == nil {
		s.opened = map[string]func() (*Shop, error){}
	}
	once := s.opened[key]
	if once == nil {
		once = sync.OnceValues(func() (*Shop, error) { return OpenShop(path, shards) })
		s.opened[key] = once
	}
	s.lock.Unlock()
	return once()
}
