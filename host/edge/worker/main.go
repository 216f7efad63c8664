// Command worker makes a directory from which `wrangler deploy` puts a built shop on Cloudflare.
package main

import (
	"os"

	"github.com/alecthomas/kong"

	"privet/host/edge/publish"
)

type cli struct {
	Out  string `default:"host/edge/worker/build" help:"Directory to write."`
	JSON string `env:"JSON" placeholder:"FILE" help:"Append the size of what is uploaded to this file, as JSON objects."`
	Dir  string `arg:"" optional:"" help:"Directory that privet build wrote. Without one, only what is the same for every shop is written."`
}

// Help is shown by --help.
func (*cli) Help() string {
	return `Run it inside the project, whose Go code it compiles, and then deploy:

    go run ./host/edge/worker build/shop
    cd host/edge/worker/build && npx wrangler deploy`
}

func (c *cli) Run() error {
	if err := c.write(); err != nil {
		return err
	}
	return printSize(os.Stdout, c.Out, c.JSON)
}

func (c *cli) write() error {
	if c.Dir == "" {
		return writeScript(c.Out)
	}
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
