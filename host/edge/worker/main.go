// Command worker makes a directory from which `wrangler deploy` puts a built shop on Cloudflare.
package main

import (
	"fmt"
	"os"
	"testing/fstest"

	"github.com/alecthomas/kong"

	"privet/host/edge/publish"
)

type cli struct {
	Out string `default:"host/edge/worker/build" help:"Directory to write."`
	Dir string `arg:"" help:"Directory that privet build wrote."`
}

func (c *cli) Run() error {
	tree, err := publish.Tree(os.DirFS(c.Dir), fstest.MapFS{}, []byte("\x00asm"))
	if err != nil {
		return fmt.Errorf("%s: %w", c.Dir, err)
	}
	return bundle(c.Out, tree)
}

func main() {
	run := kong.Parse(&cli{}, kong.Name("worker"), kong.UsageOnError())
	run.FatalIfErrorf(run.Run())
}
