package engine

import (
	"privet/engine/format"
	"privet/engine/purpose"
)

// An account gathers an item's contributions, and the reason behind each.
type account struct {
	format.Explained
	reasons []reason
}

func (x *account) add(r reason, amount int32, c format.Contribution) {
	c.Source, c.Purpose, c.Amount = r.source, uint8(r.purpose), amount
	x.Score += amount
	x.Contributions = append(x.Contributions, c)
	x.reasons = append(x.reasons, r)
}

// explain takes one item's score apart. It sums what each reason adds, on its
// own, and never looks at the scores: that both agree is a property test.
func (a *arrangement) explain(item uint32) (format.Explained, []reason) {
	x := account{Explained: format.Explained{Item: item, Position: a.position(item)}}
	if !met(a.r.Strategy) {
		if amount := a.engine.prior(a.f, item); amount != 0 {
			x.add(reason{source: format.SourcePopularity}, amount, format.Contribution{})
		}
	}
	for i := range a.f.tokens {
		a.explainToken(&x, &a.f.tokens[i])
	}
	a.explainRules(&x)
	for i := range a.places {
		if p := &a.places[i]; p.item == item {
			a.explainPlace(&x, p)
		}
	}
	return x.Explained, x.reasons
}

func (a *arrangement) explainToken(x *account, t *token) {
	e, c := a.engine, a.engine.catalog
	amount := int32(0)
	switch {
	case met(a.r.Strategy):
		if t.row == int(x.Item) {
			amount = t.weight
		}
	case t.row == int(x.Item):
		amount = t.again()
	case e.vector(t):
		amount = e.dot(e.scratch.q, int(x.Item))
	}
	if !met(a.r.Strategy) {
		amount += lookUp(&c.Taste, t, t.mix.taste, x.Item) + lookUp(&c.Next, t, t.mix.next, x.Item) + lookUp(&c.Together, t, t.mix.together, x.Item)
	}
	if amount == 0 {
		return
	}
	var named format.Contribution
	if t.row < c.Items.Len() {
		named.Item, named.Key = uint32(t.row), c.Items.At(t.row)
	} else {
		named.Key = c.Tokens.At(t.row - c.Items.Len())
	}
	x.add(reason{t.source, t.purpose, t.row}, amount, named)
}

// explainRules names what the owner's rules do to an item, and what the visitor
// hid. What moves it without touching its score has the amount 0.
func (a *arrangement) explainRules(x *account) {
	for _, item := range a.f.hidden {
		if item == x.Item {
			x.add(reason{source: format.SourceHidden, row: int(item)}, 0, format.Contribution{})
		}
	}
	running := x.Score
	for i := range a.f.wishes {
		w := &a.f.wishes[i]
		if !w.hides() && !w.lifts() || !a.engine.reaches(w, int(x.Item)) {
			continue
		}
		amount := int32(0)
		if w.lifts() {
			if met(a.r.Strategy) {
				continue
			}
			amount = w.lift(running, a.spread) - running
			running += amount
		}
		x.add(reason{source: format.SourceRule, row: w.index}, amount, format.Contribution{Key: w.Name})
	}
	for i := range a.engine.catalog.Rules.Windows {
		if w := &a.engine.catalog.Rules.Windows[i]; w.Item == x.Item && closed(w, a.r.Now) {
			x.add(windowOf(x.Item), 0, format.Contribution{Key: "availability"})
		}
	}
}

// windowOf is the reason that an item's own window is: a rule of no index.
func windowOf(item uint32) reason { return reason{source: format.SourceRule, row: -1 - int(item)} }

// explainPlace says what arranging the list did to an item of it.
func (a *arrangement) explainPlace(x *account, p *place) {
	if p.by >= 0 {
		x.add(reason{source: format.SourceRule, row: p.by}, 0, format.Contribution{Key: a.engine.catalog.Rules.Rules[p.by].Name})
	}
	if p.learned != 0 {
		a.explainLearned(x, p)
	}
	if p.explored != 0 {
		x.add(reason{source: format.SourceExplored}, p.explored, format.Contribution{})
	}
	if p.penalty != 0 {
		x.add(reason{source: format.SourceVariety}, p.penalty, format.Contribution{Item: p.like, Key: a.engine.catalog.Items.At(int(p.like))})
	}
}

// explainLearned says what each feature of an item gains: a part of its score,
// named by its purpose, or an attribute.
func (a *arrangement) explainLearned(x *account, p *place) {
	gained := int32(0)
	for i := range p.x {
		after := a.learnt.mean.gain(&p.x, i, a.spread, gained)
		if after != gained {
			x.add(reason{source: format.SourceLearned, row: i}, after-gained, a.feature(i))
		}
		gained = after
	}
}

// feature names a feature of learning.
func (a *arrangement) feature(i int) format.Contribution {
	switch {
	case i >= partCount:
		return format.Contribution{Key: a.engine.catalog.Tokens.At(int(a.learnt.labels[i-partCount]))}
	case i == int(partPopularity):
		return format.Contribution{Key: "popularity"}
	}
	return format.Contribution{Key: purpose.Purpose(i).String()}
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
