// Package against compares two catalogs of a site: what changes for whom, and why.
package against

import (
	"context"
	"math"
	"slices"

	"golang.org/x/sync/errgroup"

	"privet/host/eval/metric"
	"privet/host/headless"
	"privet/host/scenario"
	"privet/wasm"
)

// Options say what is compared, and for whom.
type Options struct {
	Old, New string // directories that privet build wrote
	Personas []*scenario.Persona
	Visitors int    // made up from the new catalog
	Seed     uint64 // of them
	Progress func(stage string, done, total int64)
}

const (
	places      = 50  // of each list that is compared
	shownPlaces = 10  // of each list that is shown, and whose reasons count
	persistence = 0.9 // of rank-biased overlap: the first ten places have most of the weight
)

// A Side is what one catalog shows a visitor.
type Side struct {
	Items   []Place
	ids     []string
	reasons map[string]float64 // share of the amounts in the first places, by kind
}

// A Place is one of a list.
type Place struct{ ID, Title string }

// A Visitor is what changes for one of them.
type Visitor struct {
	Name        string
	Persona     bool // not made up
	RBO         float64
	Overlap     float64 // of the first ten places
	Old, New    Side
	Reason      string // kind whose share changed most; "" where none did
	Before, Now float64
}

// Compare ranks for every visitor on both catalogs, at the same time of day.
func Compare(ctx context.Context, o Options) (*Comparison, error) {
	module, err := headless.Compile(wasm.Engine, nil)
	if err != nil {
		return nil, err
	}
	defer module.Close()
	var shops [2]*scenario.Shop
	var stages [2]*scenario.Stage
	for i, path := range []string{o.Old, o.New} {
		if shops[i], err = scenario.OpenShop(path, nil); err != nil {
			return nil, err
		}
		if stages[i], err = scenario.NewStage(module, shops[i]); err != nil {
			return nil, err
		}
	}
	crowd := slices.Clone(o.Personas)
	for n := range o.Visitors {
		crowd = append(crowd, shops[1].MakeUp(o.Seed, n))
	}
	visitors := make([]Visitor, len(crowd))
	for n, p := range crowd {
		visitors[n] = Visitor{Name: p.Name, Persona: n < len(o.Personas)}
	}
	// A catalog is one goroutine's: two engines, two processors.
	group, ctx := errgroup.WithContext(ctx)
	for i, stage := range stages {
		group.Go(func() error {
			for n, p := range crowd {
				if err := ctx.Err(); err != nil {
					return err
				}
				same := *p
				if same.Now == 0 {
					same.Now = stages[1].TrendAt()
				}
				side, err := show(stage, &same)
				if err != nil {
					return err
				}
				if i == 0 {
					visitors[n].Old = *side
				} else {
					visitors[n].New = *side
					o.Progress("visitors", int64(n+1), int64(len(crowd)))
				}
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	for i := range visitors {
		visitors[i].compare()
	}
	return sum(o, shops, visitors), nil
}

func show(stage *scenario.Stage, p *scenario.Persona) (*Side, error) {
	list, err := stage.Show(p, places)
	if err != nil {
		return nil, err
	}
	side := &Side{reasons: map[string]float64{}}
	total := 0.0
	for i, shown := range list {
		t := &stage.Shop.Items[shown.Item]
		side.ids = append(side.ids, t.ID)
		if i >= shownPlaces {
			continue
		}
		side.Items = append(side.Items, Place{t.ID, t.Title})
		for _, r := range shown.Reasons {
			amount := math.Abs(float64(r.Amount))
			side.reasons[kind(&r)] += amount
			total += amount
		}
	}
	for name := range side.reasons {
		side.reasons[name] /= max(1, total)
	}
	return side, nil
}

// kind is what reasons are counted by: a purpose, a rule, or the source.
func kind(r *headless.Reason) string {
	switch {
	case r.Source == "rule":
		return "rule " + r.Key
	case r.Purpose != "":
		return r.Purpose
	}
	return r.Source
}

func (v *Visitor) compare() {
	v.RBO = metric.RBO(v.Old.ids, v.New.ids, persistence)
	v.Overlap = metric.Overlap(v.Old.ids, v.New.ids, shownPlaces)
	most := 0.005 // less is none
	for _, name := range kinds(v.Old.reasons, v.New.reasons) {
		before, now := v.Old.reasons[name], v.New.reasons[name]
		if change := math.Abs(now - before); change > most {
			most, v.Reason, v.Before, v.Now = change, name, before, now
		}
	}
}

// kinds are the names of both, sorted.
func kinds(a, b map[string]float64) (names []string) {
	for name := range a {
		names = append(names, name)
	}
	for name := range b {
		names = append(names, name)
	}
	slices.Sort(names)
	return slices.Compact(names)
}
