// Command quality draws what ranking quality costs: a panel for each data set,
// the engine as a curve over sizes of its catalog and baselines as points. It
// reads the JSON lines that `privet eval` wrote.
package main

import (
	"errors"
	"os"

	"github.com/alecthomas/kong"

	"privet/host/eval/chart"
)

type cli struct {
	Figures string `required:"" type:"existingfile" help:"JSON lines of privet eval."`
	Out     string `required:"" placeholder:"FILE.svg" help:"Where the chart goes."`
}

func main() {
	var c cli
	run := kong.Parse(&c, kong.Description("Draws ranking quality against bytes an item."))
	run.FatalIfErrorf(c.run())
}

func (c *cli) run() error {
	f, err := os.Open(c.Figures)
	if err != nil {
		return err
	}
	sets, err := read(f, c.Figures)
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	out, err := os.Create(c.Out)
	if err != nil {
		return err
	}
	return errors.Join(chart.Write(out, panels(sets)), out.Close())
}
