package scenario

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"privet/engine/format"
	"privet/host/catalog/settings"
)

// generate makes up a visitor from the catalog itself: somebody who likes one to
// three categories, looks at much and buys little, in a few visits of the last
// months, popular items most. The same seed and number give the same visitor.
func (s *Shop) generate(seed uint64, number int) []Act {
	r := rand.New(rand.NewPCG(seed, uint64(number)))
	var liked []string
	for range 1 + r.IntN(3) {
		liked = append(liked, s.Items[s.popular(r, len(s.Items))].Category)
	}
	ofLiked := s.ofCategories(liked)
	visits := 1 + r.IntN(5)
	agos := make([]int64, visits)
	for i := range agos {
		agos[i] = int64(math.Min(170, r.ExpFloat64()*20)*24*60) * milliseconds["minute"]
	}
	slices.Sort(agos)
	slices.Reverse(agos)
	var acts []Act
	for _, ago := range agos {
		for range 1 + r.IntN(6) {
			item := uint32(s.popular(r, len(s.Items)))
			if len(ofLiked) > 0 && r.IntN(10) < 7 {
				item = ofLiked[s.popular(r, len(ofLiked))]
			}
			acts = append(acts, Act{Kind: kindOf(r.IntN(100)), Item: settings.Text{Is: s.Items[item].ID}, Ago: ago})
			ago = max(0, ago-milliseconds["minute"])
		}
	}
	// A visit that runs into the next one is still told in order.
	slices.SortStableFunc(acts, func(a, b Act) int { return int((b.Ago - a.Ago) / 1000) })
	return acts
}

// popular draws a place among n, the first ones most: items stand in order of
// popularity, and the chance of the k-th falls with 1/k.
func (s *Shop) popular(r *rand.Rand, n int) int {
	return min(n-1, int(math.Exp(r.Float64()*math.Log(float64(n+1)))-1))
}

func (s *Shop) ofCategories(liked []string) (items []uint32) {
	for i := range s.Items {
		if category := s.Items[i].Category; category != "" && slices.Contains(liked, category) {
			items = append(items, uint32(i))
		}
	}
	return items
}

// kindOf is what is done, by a draw from 0 to 99.
func kindOf(draw int) format.Kind {
	switch {
	case draw < 74:
		return format.View
	case draw < 86:
		return format.Add
	case draw < 94:
		return format.Buy
	case draw < 98:
		return format.Like
	}
	return format.Dismiss
}

// stories are a scenario's visitors: its own, or each of its crowd.
func (s *Scenario) stories(file string, shop *Shop, personas []*Persona, wrong problem) (all []*story) {
	tell := func(t settings.Text) *Persona {
		for _, p := range personas {
			if p.Name == t.Is {
				return p
			}
		}
		var names []string
		for _, p := range personas {
			names = append(names, p.Name)
		}
		hint := suggest(t.Is, names)
		if len(names) == 0 {
			hint = ": the folder has no " + PersonaFile
		}
		wrong(t.Line, "there is no persona %q%s", t.Is, hint)
		return nil
	}
	own := &story{scenario: s, file: file, visitor: s.Given.Visitor, now: s.Given.Now}
	as := func(p *Persona, label string) *story {
		st := &story{scenario: s, file: file, label: label, visitor: s.Given.under(&p.Visitor), now: s.Given.Now}
		if st.visitor.From == p.From {
			st.file = p.file
		}
		if st.now == 0 {
			st.now = p.Now
		}
		return st
	}
	if s.Given.Persona.Is != "" {
		if p := tell(s.Given.Persona); p != nil {
			own = as(p, "")
		}
	}
	for _, t := range s.For.Personas {
		if t.Is == "all" {
			for _, p := range personas {
				all = append(all, as(p, p.Name))
			}
			if len(personas) == 0 {
				wrong(t.Line, "personas: the folder has no %s", PersonaFile)
			}
		} else if p := tell(t); p != nil {
			all = append(all, as(p, t.Is))
		}
	}
	for n := range s.For.Visitors {
		made := *own
		made.label = fmt.Sprintf("made-up visitor %d of seed %d", n+1, s.For.Seed)
		made.visitor.History, made.visitor.From = shop.generate(s.For.Seed, n), settings.Text{}
		all = append(all, &made)
	}
	if s.For.alone() {
		all = append(all, own)
	}
	return all
}
