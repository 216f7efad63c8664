package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"privet/host/edge/publish"
)

type worker struct {
	Out    string         `required:"" placeholder:"OUT" help:"Directory to write, from which wrangler deploys."`
	Script string         `placeholder:"DIR" help:"The worker's script, which is the same for every shop; otherwise the folder worker beside this program."`
	Sites  []publish.Site `arg:"" name:"dir" help:"Directory that privet build wrote; of several sites, NAME=DIR for each."`
}

// Help is shown by privet worker --help.
func (*worker) Help() string {
	return `Writes a Cloudflare worker: the manifest is answered by the edge handler, and every other
file is a static asset that never starts it.

    privet worker --out build/worker build/shop
    cd build/worker && npx wrangler deploy --dry-run
    cd build/worker && npx wrangler deploy --route 'shop.example/privet/*'

One worker serves several sites, each under its own name: pages of the first take
/privet/shop/privet.js, those of the second /privet/news/privet.js.

    privet worker --out build/worker shop=build/shop news=build/news

A release has the script in its folder worker; in a clone of the project, make worker
compiles it.`
}

func (w *worker) Run() error {
	script := w.Script
	if script == "" {
		program, err := os.Executable()
		if err != nil {
			return fmt.Errorf("where is this program? Say where the worker's script is with --script DIR: %w", err)
		}
		script = filepath.Join(filepath.Dir(program), "worker")
	}
	return w.write(script, os.Stdout)
}

func (w *worker) write(script string, out io.Writer) error {
	tree, err := publish.Sites(w.Sites)
	if err != nil {
		return err
	}
	err = publish.Worker(w.Out, os.DirFS(script), tree)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s: the worker's script is not there (%w): take the folder worker of a release, run make worker in a clone of the project, or name it with --script", script, err)
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s is complete: %d files; to deploy it: cd %s && npx wrangler deploy\n", w.Out, len(tree), w.Out)
	return nil
}
