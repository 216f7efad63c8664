// Command bench times whole rankings, from request to decoded reply, natively
// and under wazero, and writes what it ranked for hosts that are not Go:
//
//	go run ./host/headless/bench [--write DIR] [--json FILE]
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"slices"
	"time"

	"github.com/tetratelabs/wazero"

	"privet/engine/format"
	"privet/host/headless"
	"privet/wasm"
)

// sizes are the catalogs' numbers of items.
var sizes = []int{10_000, 100_000}

func main() {
	dir := flag.String("write", "", "write the catalogs and workloads.json into this folder")
	file := flag.String("json", os.Getenv("JSON"), "append one JSON object a line to this file (default $JSON)")
	flag.Parse()
	if err := run(*dir, *file); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(dir, file string) error {
	var workloads []*workload
	for _, items := range sizes {
		w, err := newWorkload(items)
		if err != nil {
			return err
		}
		workloads = append(workloads, w)
	}
	arranged, err := newArranged(sizes[0])
	if err != nil {
		return err
	}
	workloads = append(workloads, arranged)
	if dir != "" {
		if err := write(dir, workloads); err != nil {
			return err
		}
	}
	out := report{}
	if file != "" {
		f, err := os.OpenFile(file, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
		if err != nil {
			return err
		}
		defer f.Close()
		out.json = json.NewEncoder(f)
	}
	module, err := headless.Compile(wasm.Engine, wazero.NewRuntimeConfigCompiler())
	if err != nil {
		return err
	}
	defer module.Close()
	for _, host := range []struct {
		name string
		open func() (headless.Guest, error)
	}{{"native", headless.Native}, {"wazero", module.Open}} {
		for _, w := range workloads {
			if err := w.time(host.open, func(name string, took time.Duration) error {
				return out.row(host.name+": "+name, float64(took.Nanoseconds())/1e6, "ms")
			}); err != nil {
				return fmt.Errorf("%s: %w", host.name, err)
			}
		}
	}
	return nil
}

// time opens a guest and reports the median of each request.
func (w *workload) time(open func() (headless.Guest, error), report func(string, time.Duration) error) error {
	e, err := headless.New(open)
	if err != nil {
		return err
	}
	defer e.Close()
	began := time.Now()
	if _, err := e.Load(w.catalog); err != nil {
		return err
	}
	if err := report("load "+w.name, time.Since(began)); err != nil {
		return err
	}
	fold := func() error { // all that makes the state what the stored profile says
		if _, err := e.Forget(format.ForgetRequest{Scope: format.ForgetAll}); err != nil {
			return err
		}
		if err := e.SetConsent(w.consent); err != nil {
			return err
		}
		observed, err := e.Observe(w.events)
		if err == nil && int(observed.Accepted) != len(w.events) {
			return fmt.Errorf("%d of %d events accepted", observed.Accepted, len(w.events))
		}
		return err
	}
	took, err := median(fold)
	if err != nil {
		return err
	}
	if err := report(fmt.Sprintf("fold %d events, %s", len(w.events), w.name), took); err != nil {
		return err
	}
	for _, q := range w.cases {
		took, err := median(func() error { return expect(e.Rank(q.rank)) })
		if err != nil {
			return err
		}
		if err := report(q.name, took); err != nil {
			return err
		}
	}
	return nil
}

// expect guards against timing something that ranks nothing.
func expect(r format.Ranking, err error) error {
	if err == nil && len(r.Items) != 20 {
		return fmt.Errorf("%d items ranked, not 20", len(r.Items))
	}
	return err
}

// median returns the middle of many calls over half a second, after warming up.
func median(call func() error) (time.Duration, error) {
	var took []time.Duration
	for began := time.Now(); time.Since(began) < 700*time.Millisecond; {
		start := time.Now()
		if err := call(); err != nil {
			return 0, err
		}
		took = append(took, time.Since(start))
	}
	took = took[len(took)/4:]
	slices.Sort(took)
	return took[len(took)/2], nil
}

// A report is a table for people and, where json is set, lines for programs.
type report struct{ json *json.Encoder }

func (r report) row(name string, value float64, unit string) error {
	fmt.Printf("%-44s %10.4f %s\n", name, value, unit)
	if r.json == nil {
		return nil
	}
	return r.json.Encode(struct {
		Name  string  `json:"name"`
		Value float64 `json:"value"`
		Unit  string  `json:"unit"`
	}{name, value, unit})
}
