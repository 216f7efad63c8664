package devices

import (
	"errors"
	"strconv"

	"privet/engine/format"
	"privet/engine/purpose"
	"privet/host/eval/visitor"
)

// A policy is how a device makes its lists.
type policy struct {
	name    string
	learns  bool
	explore int32 // format.Params.Explore
}

// plainly is the name of the policy that learns and never explores.
const plainly = "learning"

// policies are those that are compared: no learning first, then by how far exploration strays.
func policies(explore []int32) []policy {
	out := []policy{{name: "no learning"}}
	for _, x := range explore {
		name := plainly
		if x > 0 {
			name = plainly + ", exploring " + strconv.FormatFloat(float64(x)/256, 'g', -1, 64)
		}
		out = append(out, policy{name, true, x})
	}
	return out
}

// A device is a person's engine under one policy.
type device struct {
	policy  policy
	visitor *visitor.Visitor
	mind    *mind
	met     []uint32 // in this visit: they are not listed again
	life    Life
}

// A Life is what one policy earned with one person, list by list.
type Life struct {
	Clicks                    []float64 // expected, by the truth
	Lost                      []float64 // what the list by the posterior mean would have earned more
	Shown, Clicked, Dismissed int
	trials                    []trial
}

// A trial is a place of a list, and what is needed to estimate from it what
// other policies would have earned.
type trial struct {
	place   int
	chance  float64 // of the item in this place, as the engine says
	clicked bool
	others  [len(others)]other
}

// An other is what another policy would have shown in a trial's place.
type other struct {
	same  bool
	truth float64 // how likely it would have been clicked
}

// others are the policies whose value is estimated from what exploring ones
// recorded, at the same pages and after the same acts.
var others = [...]string{"posterior mean", "no learning"}

func newDevice(s *shop, p policy) (*device, error) {
	b, err := s.exploring(p.explore)
	if err != nil {
		return nil, err
	}
	v, err := visitor.New(b)
	if err != nil {
		return nil, err
	}
	m, err := newMind(s)
	return &device{policy: p, visitor: v, mind: m}, err
}

// begin hands the device to a person.
func (d *device) begin(p *person) error {
	d.life = Life{}
	grants := told
	if d.policy.learns {
		grants = purpose.All
	}
	if err := d.visitor.Begin(grants); err != nil {
		return err
	}
	if err := d.mind.begin(p); err != nil {
		return err
	}
	return meet(d.visitor, p.past)
}

// visit begins a visit.
func (d *device) visit(opening []meeting) error {
	d.met = d.met[:0]
	for _, x := range opening {
		d.met = append(d.met, uint32(x.item))
	}
	if err := d.mind.meet(opening); err != nil {
		return err
	}
	return meet(d.visitor, opening)
}

// show shows a list, and lets the person react.
func (d *device) show(pg *page, context []string, places int) error {
	m := d.mind
	if err := m.turn(pg, context, d.met); err != nil {
		return err
	}
	r := request(pg, context, places)
	r.Exclude, r.Seed = d.met, uint32(scatter(m.person.key, 7, uint64(pg.number)))|1
	list, err := d.visitor.List(r)
	if err != nil {
		return err
	}
	mean := list
	if d.policy.explore > 0 {
		r.Seed = 0
		if mean, err = d.visitor.List(r); err != nil {
			return err
		}
	}
	if err := m.ponder(list); err != nil {
		return err
	}
	if err := m.ponder(mean); err != nil {
		return err
	}
	if err := m.ponder(m.best[:min(places, len(m.best))]); err != nil {
		return err
	}
	earned := m.earns(list)
	d.life.Clicks = append(d.life.Clicks, earned)
	d.life.Lost = append(d.life.Lost, m.earns(mean)-earned)
	if d.policy.learns {
		if err := d.visitor.Shown(list, pg.at); err != nil {
			return err
		}
	}
	return d.react(pg, list, mean)
}

// react records what the person does with a list.
func (d *device) react(pg *page, list, mean []format.Ranked) error {
	m := d.mind
	d.life.Shown += len(list)
	for i, x := range list {
		kind, reaction := format.View, m.react(pg.number, x.Item, i+1)
		if d.policy.explore > 0 {
			t := trial{place: i + 1, chance: float64(x.Propensity) / (1<<16 - 1), clicked: reaction == clicks}
			for at, item := range [len(others)]uint32{mean[i].Item, m.best[i].Item} {
				t.others[at] = other{item == x.Item, looked(i+1) * m.attraction(item)}
			}
			d.life.trials = append(d.life.trials, t)
		}
		switch reaction {
		case leaves:
			continue
		case clicks:
			d.life.Clicked++
			d.met = append(d.met, x.Item)
		case dismisses:
			d.life.Dismissed++
			kind = format.Dismiss
		}
		did := []meeting{{int32(x.Item), kind, pg.at + int64(i) + 1}}
		if err := errors.Join(meet(d.visitor, did), d.mind.meet(did)); err != nil {
			return err
		}
	}
	return nil
}
