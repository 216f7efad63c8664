// Command bench times whole rankings, from request to decoded reply, natively
// and under wazero, as both compilers built the engine, and writes what it
// ranked for hosts that are not Go:
//
//	go run ./host/headless/bench [--bare] [--write DIR] [--json FILE]
package main

import (
	"encoding/json"
	"errors"
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

// The catalogs' numbers of items.
var (
	sizes     = []int{10_000, 100_000}
	bareSizes = []int{50, 1000, 10_000, 100_000, 1_000_000}
)

// standard is the engine as standard Go builds it, seen from the project's root.
const standard = "wasm/build/engine-std.wasm"

func main() {
	bare := flag.Bool("bare", false, "catalogs of vectors alone, in five sizes, which others can rank too")
	dir := flag.String("write", "", "write the catalogs and workloads.json into this folder")
	file := flag.String("json", os.Getenv("JSON"), "append one JSON object a line to this file (default $JSON)")
	flag.Parse()
	if err := run(*bare, *dir, *file); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(bare bool, dir, file string) error {
	workloads, err := makeWorkloads(bare)
	if err != nil {
		return err
	}
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
	hosts := []host{{"native", headless.Native}}
	twin, err := os.ReadFile(standard)
	if err != nil {
		return fmt.Errorf("%w: run make engine, and this at the project's root", err)
	}
	for _, build := range []struct {
		name string
		code []byte
	}{{"wazero", wasm.Engine}, {"wazero, standard Go", twin}} {
		module, err := headless.Compile(build.code, wazero.NewRuntimeConfigCompiler())
		if err != nil {
			return err
		}
		defer module.Close()
		hosts = append(hosts, host{build.name, module.Open})
	}
	for _, host := range hosts {
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

// A host is one way to run the engine.
type host struct {
	name string
	open func() (headless.Guest, error)
}

func makeWorkloads(bare bool) (all []*workload, err error) {
	add := func(w *workload, failed error) {
		all, err = append(all, w), errors.Join(err, failed)
	}
	if bare {
		for _, items := range bareSizes {
			add(newBare(items))
		}
		return all, err
	}
	for _, items := range sizes {
		add(newWorkload(items))
	}
	add(newArranged(sizes[0]))
	return all, err
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
	took, err := median(func() error { return w.fold(e) })
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

// fold does all that makes the state what the stored profile says.
func (w *workload) fold(e *headless.Engine) error {
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
