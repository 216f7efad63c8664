// Command privet builds, serves and examines what a Privet site needs.
package main

import (
	"crypto/sha256"
	"fmt"
	"os"

	"github.com/alecthomas/kong"
	"github.com/willabides/kongplete"

	"privet/host/manual"
	"privet/wasm"
	"privet/web"
)

// cli lists the commands; each is a file of its own.
type cli struct {
	Init       initiation  `cmd:"" help:"Write a folder in which a catalog is built, tested and deployed."`
	Build      build       `cmd:"" help:"Make the directory that a site publishes, from its files of items and events."`
	Trend      trend       `cmd:"" help:"Bring a built directory up to date with what is wanted these days."`
	Sign       sign        `cmd:"" help:"Sign a built directory, for pages that take nothing else."`
	Serve      serve       `cmd:"" help:"Serve a built directory: the edge under /privet/, and a demo shop over it at /."`
	Rollback   rollback    `cmd:"" help:"Go back to the build before."`
	Worker     worker      `cmd:"" help:"Write a Cloudflare worker that serves built directories."`
	Dev        development `cmd:"" help:"Serve your pages while you work on them: built and loaded anew on each change."`
	Test       test        `cmd:"" help:"Test a site's personalization: scenarios, played on the engine that pages load."`
	Rank       rank        `cmd:"" help:"Rank a built directory's items for a history, as a page would."`
	Eval       evaluation  `cmd:"" help:"Measure ranking quality on files of anyone's."`
	Report     reporting   `cmd:"" help:"Write what a privacy officer asks for: record of processing, impact assessment, pages for visitors."`
	Inspect    inspection  `cmd:"" help:"Tell what is in a built directory, a catalog, a visitor's export, a module."`
	Completion completion  `cmd:"" help:"Print what makes a shell complete commands and options."`

	Version     kong.VersionFlag `help:"Tell the version, and the digest of the engine that pages load."`
	Man         manual.Roff      `hidden:""`
	ManMarkdown manual.Markdown  `hidden:""`
}

func main() {
	here := &defaults{}
	parser := newParser(&cli{}, here)
	kongplete.Complete(parser) // where a shell asks, and then that is all
	parser.FatalIfErrorf(here.load(projectFile, parser.Model))
	run, err := parser.Parse(os.Args[1:])
	parser.FatalIfErrorf(err)
	run.FatalIfErrorf(run.Run())
}

// newParser reads command lines, with what the project file says.
func newParser(commands *cli, here *defaults, more ...kong.Option) *kong.Kong {
	return kong.Must(commands, append([]kong.Option{
		kong.Name("privet"),
		kong.Description("Personalizes a web site in its visitors' own browsers.\n\nThe whole manual: privet --man | man -l -"),
		kong.Vars{"version": version()},
		kong.Resolvers(here),
		kong.UsageOnError(),
	}, more...)...)
}

// version tells what this is: two programs with one engine rank alike.
func version() string {
	return fmt.Sprintf("privet %s\nengine.wasm sha256 %x", web.Version(), sha256.Sum256(wasm.Engine))
}
