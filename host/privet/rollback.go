package main

import (
	"fmt"
	"io"
	"os"

	"privet/host/catalog"
)

type rollback struct {
	Dir string `arg:"" help:"Directory that privet build wrote."`
}

// Help is shown by privet rollback --help.
func (*rollback) Help() string {
	return `Makes the build before the present one count again, with its signature where it had one:
only manifest.json changes. Run it again to take that back. The next build forgets the one
that was rolled back.

    privet rollback build/shop
    systemctl reload privet                                # where privet serve hands it out
    privet worker --out build/worker build/shop            # and wrangler deploy, where a worker does`
}

func (r *rollback) Run() error { return r.run(os.Stdout) }

func (r *rollback) run(out io.Writer) error {
	m, err := catalog.Rollback(r.Dir)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s is the build before again: %s, %d items; serve or deploy it\n", r.Dir, m.Catalog.File, m.Items)
	return nil
}
