// Command growth measures how the time and memory of privet build grow with a
// shop: it builds the shop as it is, 4 and 16 times as large.
//
//	go run ./host/catalog/growth --items items.csv --events events.csv.gz
//	go run ./host/catalog/growth --items orders.csv --mapping orders.yaml --times 1,4,16
//	go run ./host/catalog/growth --items items.csv --events events.csv.gz --times 10 --every 2
//	go run ./host/catalog/growth --items items.csv --events events.csv.gz --times 75 --max-items 20740
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"privet/host/catalog"
	"privet/host/catalog/read"
)

type cli struct {
	Items    string `required:"" help:"Items of the shop, as for privet build."`
	Events   string `help:"Events of the shop, as for privet build."`
	Mapping  string `help:"Mapping of both, as for privet build."`
	Times    []int  `default:"1,4,16" help:"How many times as large the shop is built."`
	MaxItems int    `default:"50000" help:"Items that the grown shop has at most; visitors and events grow on."`
	Every    int    `default:"1" help:"One in so many visitors is copied: fewer events for the same items."`
	Name     string `default:"shop" help:"Names the figures: build/NAME/4x/seconds."`
	JSON     string `name:"json" placeholder:"FILE" help:"Append a JSON object for each figure to this file."`
	// One build is measured as a process of its own: only so is its peak memory known.
	Child string `hidden:""`
}

func main() {
	var c cli
	run := kong.Parse(&c, kong.Name("growth"), kong.Description("Measures how privet build's time and memory grow with a shop."), kong.UsageOnError())
	if c.Child != "" {
		run.FatalIfErrorf(child(c.Child, c.Items, c.Events))
		return
	}
	run.FatalIfErrorf(c.measure(context.Background()))
}

// child builds once, as privet build does, and prints the bytes an item.
func child(out, items, events string) error {
	r, err := catalog.Build(context.Background(), catalog.Options{Items: items, Events: events, Out: out, MinVisitors: 20})
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(r.Train.BytesPerItem)
}

func (c *cli) measure(ctx context.Context) error {
	o := read.Options{Context: ctx, Items: c.Items, Events: c.Events, MaxErrors: 1000}
	if c.Mapping != "" {
		m, err := read.LoadMapping(c.Mapping)
		if err != nil {
			return err
		}
		o.Mapping = m
	}
	base, _, err := read.Read(o)
	if err != nil {
		return err
	}
	fmt.Printf("%6s %8s %10s %9s %9s %9s %9s %11s\n", "", "items", "events", "MB", "seconds", "CPU s", "peak MB", "bytes/item")
	for _, times := range c.Times {
		g := grow(base, times, c.MaxItems, c.Every)
		f, err := build(ctx, g)
		if err != nil {
			return fmt.Errorf("%d times: %w", times, err)
		}
		fmt.Printf("%5d× %8d %10d %9.0f %9.1f %9.1f %9.0f %11.1f\n", times, g.items(), g.events(), f.read, f.seconds, f.processor, f.megabytes, f.bytesPerItem)
		if err := c.record(times, f); err != nil {
			return err
		}
	}
	return nil
}

// figures are what one build took; read are megabytes of events.
type figures struct{ read, seconds, processor, megabytes, bytesPerItem float64 }

// build writes a grown shop and builds it in a process of its own.
func build(ctx context.Context, g *grown) (f figures, err error) {
	dir, err := os.MkdirTemp("", "privet-growth-")
	if err != nil {
		return f, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	items, events, err := g.write(dir)
	if err != nil {
		return f, err
	}
	info, err := os.Stat(events)
	if err != nil {
		return f, err
	}
	f.read = float64(info.Size()) / 1e6
	self, err := os.Executable()
	if err != nil {
		return f, err
	}
	cmd := exec.CommandContext(ctx, self, "--items", items, "--events", events, "--child", filepath.Join(dir, "out"))
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, os.Stderr
	begin := time.Now()
	if err := cmd.Run(); err != nil {
		return f, err
	}
	f.seconds = time.Since(begin).Seconds()
	f.processor = (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds()
	f.megabytes = peak(cmd.ProcessState)
	return f, json.Unmarshal(out.Bytes(), &f.bytesPerItem)
}

// peak returns the most memory that a finished process held, in megabytes.
func peak(p *os.ProcessState) float64 {
	usage, ok := p.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	if runtime.GOOS == "darwin" {
		return float64(usage.Maxrss) / 1e6 // bytes there, units of 1,024 elsewhere
	}
	return float64(usage.Maxrss) * 1024 / 1e6
}

// record appends the figures to the JSON file.
func (c *cli) record(times int, f figures) error {
	if c.JSON == "" {
		return nil
	}
	out, err := os.OpenFile(c.JSON, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	e := json.NewEncoder(out)
	for _, line := range []struct {
		Name  string  `json:"name"`
		Value float64 `json:"value"`
		Unit  string  `json:"unit"`
	}{
		{fmt.Sprintf("build/%s/%dx/events", c.Name, times), f.read, "MB"},
		{fmt.Sprintf("build/%s/%dx/seconds", c.Name, times), f.seconds, "s"},
		{fmt.Sprintf("build/%s/%dx/processor", c.Name, times), f.processor, "s"},
		{fmt.Sprintf("build/%s/%dx/memory", c.Name, times), f.megabytes, "MB"},
		{fmt.Sprintf("build/%s/%dx/catalog", c.Name, times), f.bytesPerItem, "B/item"},
	} {
		err = errors.Join(err, e.Encode(line))
	}
	return errors.Join(err, out.Close())
}
