package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"

	"privet/host/catalog"
	"privet/host/catalog/train"
	"privet/host/eval"
	"privet/host/eval/devices"
)

// An evaluation measures ranking quality.
type evaluation struct {
	Protocol    string    `required:"" enum:"holdout,coldstart,nextclick,replay,devices" help:"What is measured: holdout (people the trainer never saw), coldstart (the same, with a tenth of the items new), nextclick (inside a visit), replay (what a policy would have earned on another's log), or devices (what learning on the device gains with simulated people, whose preferences are known)."`
	Items       string    `type:"existingfile" help:"all but devices: items; item, and optionally orig_id, title, features separated by |. replay: item_id, and any features."`
	Train       string    `type:"existingfile" help:"holdout, coldstart, nextclick: what is learned from; user,item[,ts] or session,item,ts[,context…]."`
	History     string    `type:"existingfile" help:"holdout, coldstart: what is known of the people asked for; user,item[,ts]."`
	Heldout     string    `type:"existingfile" help:"holdout, coldstart: what they chose; user,item."`
	Test        string    `type:"existingfile" help:"nextclick: sessions to predict; session,item,ts[,context…]."`
	Log         string    `type:"existingfile" help:"replay: what was shown; item_id,position,click,propensity_score[,timestamp,session,user-item_affinity_ITEM…,context…]."`
	OtherLog    string    `type:"existingfile" help:"replay: a log of another policy on the same items, to compare estimates of it with what it earned."`
	Policy      string    `default:"privet" enum:"logged,uniform,popularity,privet" help:"replay: whose value is estimated: logged, uniform, popularity or privet. The last two learn from the log's first half and are judged on the rest."`
	Catalog     string    `type:"existingdir" help:"devices: what privet build wrote."`
	People      int       `default:"100" help:"devices: how many simulated people of each taste."`
	Budget      float64   `default:"48" help:"Bytes an item that the compressed catalog may have."`
	Sizes       []float64 `placeholder:"BYTES,…" help:"Also measure catalogs of these budgets, by the same recipe."`
	Seed        uint64    `default:"1" help:"Chooses what is kept back for validation, draws intervals, and makes people up."`
	NoBaselines bool      `help:"Measure the engine alone."`
	Audit       bool      `help:"holdout, nextclick: also tell how attention is spread over items, their categories and suppliers, and over visitors by the column group of the history or test file."`
	Chart       string    `placeholder:"FILE.svg" help:"Also draw the audit; devices: what learning gained, visit by visit."`
	Name        string    `help:"Name of the data set, for the title and the JSON lines."`
	JSON        bool      `help:"Print one JSON object a line."`
	AppendJSON  string    `env:"JSON" placeholder:"FILE" help:"Also append one JSON object a line to this file."`
	floors
}

// Run trains, ranks and prints a table.
func (c *evaluation) Run() error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	progress := newProgress(os.Stderr)
	result, err := c.measure(ctx, progress)
	progress.finish()
	if err != nil {
		return err
	}
	if c.Chart != "" {
		if err := writeChart(c.Chart, result); err != nil {
			return err
		}
	}
	if c.AppendJSON != "" {
		if err := c.appendJSON(result); err != nil {
			return err
		}
	}
	if c.JSON {
		return eval.WriteJSON(os.Stdout, result, c.Name)
	}
	if c.Name != "" {
		fmt.Println("==", c.Name)
	}
	return result.Print(os.Stdout)
}

func (c *evaluation) appendJSON(result eval.Result) error {
	f, err := os.OpenFile(c.AppendJSON, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	return errors.Join(eval.WriteJSON(f, result, c.Name), f.Close())
}

// drawn is what can be drawn of a result.
type drawn interface{ Chart(io.Writer) error }

func writeChart(name string, result eval.Result) error {
	var d drawn
	switch r := result.(type) {
	case *eval.Table:
		d = r.Audit
	case drawn:
		d = r
	default:
		return errors.New("--chart: nothing can be drawn of this protocol")
	}
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	return errors.Join(d.Chart(f), f.Close())
}

func (c *evaluation) measure(ctx context.Context, progress *progress) (eval.Result, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	o := eval.Options{
		MinVisitors: c.MinVisitors,
		Train:       train.Options{Budget: c.Budget, MinSupport: c.MinSupport, Seed: c.Seed},
		Progress:    func(stage string, done, total int) { progress.tell(stage, int64(done), int64(total)) },
		Baselines:   !c.NoBaselines,
		Audit:       c.Audit || c.Chart != "" && c.Protocol != "devices",
		Budgets:     c.Sizes,
	}
	if o.Audit && c.Protocol != "holdout" && c.Protocol != "nextclick" {
		return nil, fmt.Errorf("there is no audit of protocol %s, only of holdout and nextclick", c.Protocol)
	}
	for _, size := range c.Sizes {
		if !(size > 0) {
			return nil, fmt.Errorf("--sizes %v: a size must be above 0 bytes an item", size)
		}
	}
	if c.Protocol == "devices" {
		return c.devices(ctx, o)
	}
	if err := c.need("items", c.Items); err != nil {
		return nil, err
	}
	switch c.Protocol {
	case "holdout", "coldstart":
		if err := c.need("train", c.Train, "history", c.History, "heldout", c.Heldout); err != nil {
			return nil, err
		}
		files := eval.HoldoutFiles{Items: c.Items, Train: c.Train, History: c.History, Heldout: c.Heldout}
		if c.Protocol == "coldstart" {
			return eval.Coldstart(ctx, files, o)
		}
		return eval.Holdout(ctx, files, o)
	case "nextclick":
		if err := c.need("train", c.Train, "test", c.Test); err != nil {
			return nil, err
		}
		return eval.Nextclick(ctx, eval.NextclickFiles{Items: c.Items, Train: c.Train, Test: c.Test}, o)
	default:
		if err := c.need("log", c.Log); err != nil {
			return nil, err
		}
		return eval.Replay(ctx, eval.ReplayFiles{Log: c.Log, Items: c.Items, Other: c.OtherLog}, c.Policy, o)
	}
}

// places is how long the lists of devices are.
const places = 15

// devices lets simulated people live with a built catalog.
func (c *evaluation) devices(ctx context.Context, o eval.Options) (eval.Result, error) {
	if err := c.need("catalog", c.Catalog); err != nil {
		return nil, err
	}
	if c.People < 2 {
		return nil, fmt.Errorf("--people %d: an interval takes at least 2 of each taste", c.People)
	}
	dir, err := catalog.Open(c.Catalog)
	if err != nil {
		return nil, err
	}
	return devices.Run(ctx, dir.Catalog, devices.Options{
		People: c.People, Places: places, Explore: []int32{0, 64, 128, 256}, Seed: c.Seed, Progress: o.Progress,
	})
}

// need takes names of options and their values by turns, and refuses an empty one.
func (c *evaluation) need(options ...string) error {
	for i := 0; i < len(options); i += 2 {
		if options[i+1] == "" {
			return fmt.Errorf("protocol %s needs --%s", c.Protocol, options[i])
		}
	}
	return nil
}
