// Command worker makes the worker's script, which is the same for every shop: `privet worker` adds a shop to it.
package main

import (
	"os"

	"github.com/alecthomas/kong"
)

type cli struct {
	Out  string `default:"build/worker" help:"Directory to write."`
	JSON string `env:"JSON" placeholder:"FILE" help:"Append the size of what is uploaded to this file, as JSON objects."`
}

// Help is shown by --help.
func (*cli) Help() string {
	return `Run it inside the project, whose Go code it compiles. privet worker looks for what it
writes in a folder called worker beside the program.`
}

func (c *cli) Run() error {
	if err := writeScript(c.Out); err != nil {
		return err
	}
	return printSize(os.Stdout, c.Out, c.JSON)
}

func main() {
	run := kong.Parse(&cli{}, kong.Name("worker"), kong.UsageOnError(),
		kong.Description("Makes the script of the worker that privet worker writes for a shop."))
	run.FatalIfErrorf(run.Run())
}
