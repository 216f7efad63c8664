package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"

	"privet/host/catalog/train"
	"privet/host/eval"
)

// An evaluation measures ranking quality.
type evaluation struct {
	Protocol    string  `required:"" enum:"holdout,nextclick" help:"What is measured: holdout (people the trainer never saw) or nextclick (inside a visit)."`
	Items       string  `required:"" type:"existingfile" help:"Items: item, and optionally orig_id, title, features separated by |."`
	Train       string  `required:"" type:"existingfile" help:"What is learned from: user,item[,ts] or session,item,ts[,context…]."`
	History     string  `type:"existingfile" help:"holdout: what is known of the people asked for; user,item[,ts]."`
	Heldout     string  `type:"existingfile" help:"holdout: what they chose; user,item."`
	Test        string  `type:"existingfile" help:"nextclick: sessions to predict; session,item,ts[,context…]."`
	Budget      float64 `default:"48" help:"Bytes an item that the compressed catalog may have."`
	MinSupport  int     `default:"5" help:"Visitors who must share a pair of items before it is published."`
	Seed        uint64  `default:"1" help:"Chooses what is kept back for validation."`
	NoBaselines bool    `help:"Measure the engine alone."`
	JSON        bool    `help:"Print one JSON object a line."`
	AppendJSON  string  `env:"JSON" placeholder:"FILE" help:"Also append one JSON object a line to this file."`
}

// Run trains, ranks and prints a table.
func (c *evaluation) Run() error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	progress := newProgress(os.Stderr)
	table, err := c.measure(ctx, progress)
	progress.finish()
	if err != nil {
		return err
	}
	if c.AppendJSON != "" {
		if err := appendJSON(c.AppendJSON, table); err != nil {
			return err
		}
	}
	if c.JSON {
		return table.JSON(os.Stdout)
	}
	return table.Print(os.Stdout)
}

func appendJSON(name string, table *eval.Table) error {
	f, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	return errors.Join(table.JSON(f), f.Close())
}

func (c *evaluation) measure(ctx context.Context, progress *progress) (*eval.Table, error) {
	o := eval.Options{
		Train:     train.Options{Budget: c.Budget, MinSupport: c.MinSupport, Seed: c.Seed},
		Progress:  func(stage string, done, total int) { progress.tell(stage, int64(done), int64(total)) },
		Baselines: !c.NoBaselines,
	}
	if c.Protocol == "holdout" {
		if c.History == "" || c.Heldout == "" {
			return nil, errors.New("protocol holdout needs --history and --heldout")
		}
		return eval.Holdout(ctx, eval.HoldoutFiles{Items: c.Items, Train: c.Train, History: c.History, Heldout: c.Heldout}, o)
	}
	if c.Test == "" {
		return nil, fmt.Errorf("protocol %s needs --test", c.Protocol)
	}
	return eval.Nextclick(ctx, eval.NextclickFiles{Items: c.Items, Train: c.Train, Test: c.Test}, o)
}
