package engine

import (
	"privet/engine/format"
	"privet/engine/purpose"
)

// tell adds a contribution, and keeps enough of its reason to leave it out later.
func tell(x *format.Explained, r reason, amount int32, key string) {
	x.Score += amount
	x.Contributions = append(x.Contributions, format.Contribution{Source: r.source, Purpose: uint8(r.purpose), Index: uint32(r.row), Key: key, Amount: amount})
}

// explain takes one item's score apart. It sums what each reason adds, on its
// own, and never looks at the scores: that both agree is a property test.
func (a *arrangement) explain(x *format.Explained) {
	x.Position = a.position(x.Item)
	if !met(a.r.Strategy) {
		if amount := a.engine.prior(a.f, x.Item); amount != 0 {
			tell(x, reason{source: format.SourcePopularity}, amount, "")
		}
	}
	for i := range a.f.tokens {
		a.explainToken(x, &a.f.tokens[i])
	}
	a.explainRules(x)
	if at := x.Position; at > 0 && int(at) <= len(a.places) {
		a.explainPlace(x, &a.places[at-1])
	}
}

func (a *arrangement) explainToken(x *format.Explained, t *token) {
	e, c := a.engine, a.engine.catalog
	amount := int32(0)
	switch {
	case met(a.r.Strategy):
		if t.row == int(x.Item) {
			amount = t.weight
		}
	case t.row == int(x.Item):
		amount = t.again()
	default:
		amount = e.addTo(e.scratch.u, t, int(x.Item)) // what u becomes nobody reads
	}
	if !met(a.r.Strategy) {
		amount += lookUp(&c.Taste, t, t.mix.taste, x.Item) + lookUp(&c.Next, t, t.mix.next, x.Item) + lookUp(&c.Together, t, t.mix.together, x.Item)
	}
	if amount == 0 {
		return
	}
	tell(x, t.reason, amount, keyAt(c, t.row))
}

// explainRules names what the owner's rules do to an item, and what the visitor
// hid. What moves it without touching its score has the amount 0.
func (a *arrangement) explainRules(x *format.Explained) {
	running := x.Score
	for i := range a.f.wishes {
		w := &a.f.wishes[i]
		if !w.hides() && (!w.lifts() || met(a.r.Strategy)) || !w.reaches(int(x.Item)) {
			continue
		}
		r, lifted := reason{source: format.SourceRule, row: w.index}, running
		if w.index < 0 {
			r = reason{source: format.SourceHidden, row: int(x.Item)}
		}
		if w.lifts() {
			lifted = w.lift(running, a.spread)
		}
		tell(x, r, lifted-running, w.Name)
		running = lifted
	}
}

// explainPlace says what arranging the list did to an item of it.
func (a *arrangement) explainPlace(x *format.Explained, p *place) {
	if p.by >= 0 {
		tell(x, reason{source: format.SourceRule, row: p.by}, 0, a.engine.catalog.Rules.Rules[p.by].Name)
	}
	if p.learned != 0 {
		a.explainLearned(x, p)
	}
	if p.drawn != p.learned {
		tell(x, reason{source: format.SourceExplored}, p.drawn-p.learned, "")
	}
	if p.penalty != 0 {
		tell(x, reason{source: format.SourceVariety, row: int(p.twin)}, -p.penalty, a.engine.catalog.Items.At(int(p.twin)))
	}
}

// explainLearned says what each feature of an item gains: a part of its score,
// named by its purpose, or an attribute.
func (a *arrangement) explainLearned(x *format.Explained, p *place) {
	gained := int32(0)
	for i := range p.x {
		after := a.learnt.mean.gain(&p.x, i, a.spread, gained)
		if after != gained {
			tell(x, reason{source: format.SourceLearned, row: i}, after-gained, a.feature(i))
		}
		gained = after
	}
}

// feature names a feature of learning.
func (a *arrangement) feature(i int) string {
	switch {
	case i >= partCount:
		return a.engine.catalog.Tokens.At(int(a.learnt.labels[i-partCount].item))
	case i == int(partPopularity):
		return "popularity"
	}
	return purpose.Purpose(i).String()
}

// lookUp returns what a token's row of a sparse list adds to one item.
func lookUp(m *format.Sparse, t *token, mix int32, item uint32) int32 {
	factor := sparseFactor(m, t, mix)
	if factor == 0 {
		return 0
	}
	at, ok := find(m.Row(t.row), item)
	if !ok {
		return 0
	}
	return entryScore(factor, m.Weight[int(m.Start[t.row])+at])
}
