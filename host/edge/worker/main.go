// Command worker makes a directory from which `wrangler deploy` puts a built shop on Cloudflare.
package main

import (
	"github.com/alecthomas/kong"

	"privet/host/edge/publish"
)

type cli struct {
	Out string `default:"host/edge/worker/build" help:"Directory to write."`
	Dir string `arg:"" help:"Directory that privet build wrote."`
}

func (c *cli) Run() error {
	tree, err := publish.Dir(c.Dir)
	if err != nil {
		return err
	}
	return bundle(c.Out, tree)
}

func main() {
	run := kong.Parse(&cli{}, kong.Name("worker"), kong.UsageOnError(),
		kong.Description("Makes a directory from which wrangler deploy puts a built shop on Cloudflare."))
	run.FatalIfErrorf(run.Run())
}
