package devices

import (
	"math"

	"privet/engine/format"
	"privet/engine/purpose"
	"privet/host/eval/visitor"
)

// told are the purposes whose evidence people are asked to weigh.
var told = purpose.Of(purpose.Context, purpose.Session, purpose.History, purpose.Interests, purpose.Region)

// A mind tells how likely a person clicks an item on a page, once it is looked
// at. It asks a copy of the engine that knows the same acts and learns nothing:
// interests move on with what one looked at.
type mind struct {
	shop    *shop
	witness *visitor.Visitor
	person  *person
	bias    float64 // log-odds of an item of which nothing is said
	// On the page at hand:
	request format.RankRequest
	best    []format.Ranked // what the witness ranks first
	spread  float64
	wants   map[uint32]float64
}

func newMind(s *shop) (*mind, error) {
	witness, err := visitor.New(s.bytes)
	return &mind{shop: s, witness: witness}, err
}

// What a spread of the score is worth, in log-odds, and how much people differ in
// what no feature tells.
const (
	spreadOdds = 1.5
	quirk      = 0.3
)

// pool is how many items the engine's learning chooses among for a list.
const pool = 64

// begin makes up a person's mind before the first visit.
func (m *mind) begin(p *person) error {
	m.person = p
	if err := m.witness.Begin(told); err != nil {
		return err
	}
	return m.meet(p.past)
}

func (m *mind) meet(all []meeting) error { return meet(m.witness, all) }

// turn turns to a page.
func (m *mind) turn(pg *page, context []string, met []uint32) error {
	m.request = request(pg, context, pool)
	m.request.Exclude = met
	best, err := m.witness.List(m.request)
	if err != nil {
		return err
	}
	m.best, m.wants = best, map[uint32]float64{}
	m.spread = math.Max(256, float64(best[0].Score-best[len(best)-1].Score))
	return nil
}

// ponder finds out how much the items of a list are wanted, but for those that it knows.
func (m *mind) ponder(list []format.Ranked) error {
	var unknown []uint32
	for _, r := range list {
		if _, ok := m.wants[r.Item]; !ok {
			unknown = append(unknown, r.Item)
		}
	}
	if len(unknown) == 0 {
		return nil
	}
	all, err := m.witness.Explain(m.request, unknown)
	for i := range all {
		m.wants[all[i].Item] = m.want(&all[i])
	}
	return err
}

// want returns the log-odds of a click beside the bias.
func (m *mind) want(x *format.Explained) float64 {
	var said [parts]float64
	for _, c := range x.Contributions {
		switch c.Source {
		case format.SourcePopularity:
			said[popularity] += float64(c.Amount)
		case format.SourceItem, format.SourceToken:
			said[c.Purpose] += float64(c.Amount)
		}
	}
	want := quirk * deviate(m.person.key, 3, uint64(x.Item))
	for i, amount := range said {
		want += float64(spreadOdds * m.person.purposes[i] * amount / m.spread)
	}
	for _, label := range m.shop.catalog.Labels.Row(int(x.Item)) {
		want += m.person.labels[label]
	}
	return want
}

// attraction returns how likely an item is clicked that is looked at.
func (m *mind) attraction(item uint32) float64 { return logistic(m.bias + m.wants[item]) }

// earns returns how many clicks a list earns, on average.
func (m *mind) earns(list []format.Ranked) float64 {
	sum := 0.0
	for i, r := range list {
		sum += looked(i+1) * m.attraction(r.Item)
	}
	return sum
}

// looked returns how likely the place is looked at, 1 for the first. It falls
// faster than the root of the rank, which the engine takes for granted: nobody's
// page is as a learner thinks.
func looked(place int) float64 { return math.Pow(float64(place), -0.7) }

// A reaction is what a person does with an item of a list.
type reaction uint8

const (
	leaves reaction = iota
	clicks
	dismisses
)

// dismissRate is how often what is looked at and not wanted is dismissed.
const dismissRate = 0.02

// react returns what the person does with an item at a place of a page.
func (m *mind) react(number int, item uint32, place int) reaction {
	n, at := uint64(number), uint64(item)
	switch {
	case chance(m.person.key, 4, n, at) >= looked(place):
		return leaves
	case chance(m.person.key, 5, n, at) < m.attraction(item):
		return clicks
	case chance(m.person.key, 6, n, at) < dismissRate*logistic(-m.wants[item]):
		return dismisses
	}
	return leaves
}

// request asks for the list of a page.
func request(pg *page, context []string, top int) format.RankRequest {
	r := format.RankRequest{Now: pg.at * 1000, Top: uint16(top), Context: context}
	if pg.shelf != nil {
		r.Scope, r.Candidates = format.ScopeGiven, pg.shelf
	}
	return r
}

func meet(v *visitor.Visitor, all []meeting) error {
	for _, x := range all {
		if err := v.Meet(x.item, x.kind, x.at); err != nil {
			return err
		}
	}
	return nil
}
