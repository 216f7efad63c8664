package eval

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"privet/engine/format"
	"privet/host/catalog/dataset"
	"privet/host/eval/offpolicy"
)

// ReplayFiles are the inputs of the protocol replay.
type ReplayFiles struct {
	Log, Items string
	// Other is a log of another policy on the same items, or "". How often it
	// showed what is a policy too, whose value it tells itself: with it, estimates
	// can be compared with what they estimate.
	Other string
}

// Policies are the names that Replay knows.
var Policies = []string{"logged", "uniform", "popularity", "privet"}

// Replay estimates what a policy would have earned on a log. Policies that
// learn, do so on the log's first half in order of time, and all are judged on
// the rest; otherwise all of it serves.
func Replay(ctx context.Context, files ReplayFiles, name string, o Options) (*Values, error) {
	shelf, err := readBanditItems(files.Items)
	if err != nil {
		return nil, err
	}
	l, err := shelf.readBanditLog(files.Log)
	if err != nil {
		return nil, err
	}
	r := &replay{shelf: shelf, log: l, judged: l.impressions, seed: o.Train.Seed, values: &Values{}}
	learned := []impression(nil)
	switch name {
	case "logged", "uniform":
	case "popularity", "privet":
		half := len(l.impressions) / 2
		learned, r.judged = l.impressions[:half], l.impressions[half:]
	default:
		return nil, fmt.Errorf("there is no policy %q, only %v", name, Policies)
	}
	if err := r.baselines(files.Other, shelf); err != nil {
		return nil, err
	}
	if learned != nil {
		if err := r.run("popularity", popularityPolicy(learned, len(l.slots), len(shelf.items))); err != nil {
			return nil, err
		}
	}
	if name == "privet" {
		p, err := r.train(ctx, learned, o)
		if err != nil {
			return nil, err
		}
		if err := r.run(name, p); err != nil {
			return nil, err
		}
	}
	r.values.conclude(r.judged, learned)
	return r.values, ctx.Err()
}

// A replay asks one policy after another what it would have shown.
type replay struct {
	shelf  *shelf
	log    *banditLog
	judged []impression
	reward *rewardModel
	seed   uint64
	values *Values
}

// baselines measures the log's own policy, which needs no estimating, and the
// uniform one; and what another log showed.
func (r *replay) baselines(other string, shelf *shelf) error {
	r.reward = newRewardModel(shelf, r.log, r.judged)
	r.values.add("logged", onPolicy(r.judged, r.seed))
	if err := r.run("uniform", uniformPolicy(len(r.log.slots), len(shelf.items))); err != nil || other == "" {
		return err
	}
	o, err := shelf.readBanditLog(other)
	if err != nil {
		return err
	}
	if !slices.Equal(o.slots, r.log.slots) {
		return fmt.Errorf("%s: its positions are %v, those of the log are %v: they cannot be compared", other, o.slots, r.log.slots)
	}
	if err := r.run("other", frequencyPolicy(o, len(shelf.items))); err != nil {
		return err
	}
	r.values.add("other-logged", onPolicy(o.impressions, r.seed))
	return nil
}

// onPolicy is the value of the policy that wrote the log: all estimators are
// the mean.
func onPolicy(log []impression, seed uint64) offpolicy.Value {
	samples := make([]offpolicy.Sample, len(log))
	for i := range log {
		samples[i] = offpolicy.Sample{Weight: 1, Reward: log[i].click, Cluster: log[i].cluster}
	}
	return offpolicy.Evaluate(samples, seed)
}

// run estimates one policy's value.
func (r *replay) run(name string, p policy) error {
	samples, shares := make([]offpolicy.Sample, len(r.judged)), make([]float64, len(r.shelf.items))
	for i := range r.judged {
		x := &r.judged[i]
		clear(shares)
		if err := p.shares(x, shares); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		s := offpolicy.Sample{Weight: shares[x.item] / x.propensity, Reward: x.click, Cluster: x.cluster}
		s.Predicted, s.Expected = r.reward.predict(r.log, x, shares)
		samples[i] = s
	}
	r.values.add(name, offpolicy.Evaluate(samples, r.seed))
	return nil
}

// train builds a catalog from clicks, each of a visitor of its own, and makes a
// policy of the engine that has loaded it.
func (r *replay) train(ctx context.Context, log []impression, o Options) (policy, error) {
	c, err := dataset.NewCollector(slices.Clone(r.shelf.items), r.log.contexts)
	if err != nil {
		return nil, err
	}
	c.MinVisitors = o.MinVisitors
	for i := range log {
		if log[i].click == 0 {
			continue
		}
		row := dataset.Row{Visitor: []byte(strconv.Itoa(i)), Item: []byte(r.shelf.items[log[i].item].ID), Kind: format.View, At: log[i].at}
		for _, v := range log[i].context {
			row.Context = append(row.Context, []byte(v))
		}
		if _, err := c.Add(&row); err != nil {
			return nil, err
		}
	}
	d := c.Dataset()
	site, err := newSite(ctx, d, o, &r.values.Notes)
	if err != nil {
		return nil, err
	}
	number, on := make([]int32, len(d.Items)), r.shelf.numbers()
	for i := range d.Items {
		number[i] = on[d.Items[i].ID]
	}
	return &enginePolicy{visitor: site.visitors[0], contexts: r.log.contexts, slots: len(r.log.slots), number: number}, nil
}
