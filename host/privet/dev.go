package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"privet/host/catalog"
	"privet/host/catalog/read"
	"privet/host/dev"
	"privet/web"
)

type development struct {
	Addr string `default:"127.0.0.1:8787" help:"Where to listen."`
	Site string `placeholder:"DIR" help:"Folder of your pages; otherwise the demo shop shows the catalog."`
	build
}

// Help is shown by privet dev --help.
func (*development) Help() string {
	return `Builds, serves your pages with the catalog under /privet/, and does both again whenever
one of the files changes; open pages load anew, or show what is wrong. Only what changed is
done again: a change of rules needs no training. In the page a panel says why each item
is where it is, what each purpose does, how long it took, and what another context or
another past would change. It is only there under privet dev.

    privet dev --site site --items items.csv --events events.csv.gz --out build/catalog

The options are those of privet build, and in privet.yaml they stand there.`
}

func (d *development) Run() error { return atTerminal(d.run) }

func (d *development) run(ctx context.Context, out io.Writer, progress read.Progress) error {
	var builder catalog.Builder
	server := dev.New(dev.Options{
		Site:   d.Site,
		Inputs: []string{d.Items, d.Events, d.Mapping, d.Rules, d.Lint},
		Out:    d.Out,
		Script: web.Dev(),
		Build: func(ctx context.Context) error {
			err := d.build.with(ctx, &builder, out, progress)
			if err != nil {
				fmt.Fprintf(out, "%s stays as it was: %v\n", d.Out, err)
			}
			return err
		},
	})
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	watched := make(chan error, 1)
	go func() {
		watched <- server.Run(ctx)
		stop()
	}()
	serving := d.Site
	if serving == "" {
		serving = "the demo shop"
	}
	err := listen(ctx, d.Addr, serving, server, out)
	stop()
	return errors.Join(err, <-watched)
}
