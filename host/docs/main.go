// Command docs writes the site of documentation: plain pages, without a script, that can be looked at where they lie.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/alecthomas/kong"
)

type options struct {
	Commands string `required:"" placeholder:"FILE" help:"What privet --man-markdown prints."`
	Out      string `required:"" placeholder:"DIR" help:"Folder to write, in place of what is there."`
}

func main() {
	var o options
	run := kong.Parse(&o, kong.Name("docs"), kong.Description("Writes the site of documentation, in the project's folder."))
	run.FatalIfErrorf(o.write())
}

func (o *options) write() error {
	commands, err := os.ReadFile(o.Commands)
	if err != nil {
		return err
	}
	files, err := build(os.DirFS("."), commands)
	if err != nil {
		return err
	}
	if err := os.RemoveAll(o.Out); err != nil {
		return err
	}
	for name, content := range files {
		to := filepath.Join(o.Out, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(to, content, 0o644); err != nil {
			return err
		}
	}
	fmt.Printf("%d files; open %s in a browser\n", len(files), filepath.Join(o.Out, "index.html"))
	return nil
}
