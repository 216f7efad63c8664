package engine

import (
	"slices"

	"privet/engine/format"
	"privet/engine/purpose"
)

// A wish is an owner's rule that is in force under a request.
type wish struct {
	*format.Rule
	index int      // of the rule; -1 for what is hidden because the visitor dismissed it
	items []uint32 // the items that it is about now, for rules about what the visitor met or was shown
}

// dismissals is the one rule that is everybody's: whoever says "not for me" does
// not want to see the item again.
var dismissals = format.Rule{Action: format.ActionMet, Kinds: 1 << format.Dismiss, Count: 1, Value: format.HideMet}

// wish finds the rules in force. What the visitor did not grant puts none in force.
func (e *Engine) wish(f *folding, r *format.RankRequest) {
	f.wishes = []wish{{Rule: &dismissals, index: -1, items: e.witnessed(f, &dismissals, r.Now)}}
	for i := range e.catalog.Rules.Rules {
		rule := &e.catalog.Rules.Rules[i]
		if rule.Action == format.ActionSensitive || f.omits(reason{source: format.SourceRule, row: i}) || !e.applies(rule, r) {
			continue
		}
		f.wishes = append(f.wishes, wish{Rule: rule, index: i})
		if w := &f.wishes[len(f.wishes)-1]; w.witnesses() {
			w.items = e.witnessed(f, rule, r.Now)
		}
	}
}

// applies tells whether a rule is in force at the request's time and slot and
// under its context.
func (e *Engine) applies(rule *format.Rule, r *format.RankRequest) bool {
	if rule.From != 0 && r.Now < rule.From*1000 || rule.Until != 0 && r.Now >= rule.Until*1000 {
		return false
	}
	if len(rule.Slots) > 0 && !slices.Contains(rule.Slots, r.Slot) {
		return false
	}
	for _, key := range rule.When {
		if !e.granted.Has(purpose.OfContextKey(key)) || !slices.Contains(r.Context, key) {
			return false
		}
	}
	return true
}

// Acts by which an item is wanted, whatever was said of it before.
const (
	wants = 1<<format.Add | 1<<format.Buy | 1<<format.Like
	takes = wants | 1<<format.View | 1<<format.Dismiss
)

// witnessed returns the items of a rule that were met, or shown, often enough.
// Impressions before an act on the item do not count, nor do dismissals of what
// was wanted later: only the last word does.
func (e *Engine) witnessed(f *folding, rule *format.Rule, now int64) []uint32 {
	counting, ending := rule.Kinds, uint16(0)
	switch {
	case rule.Action == format.ActionShown:
		counting, ending = 1<<format.Show, takes
	case rule == &dismissals:
		ending = wants
	}
	if counting&e.log.kinds == 0 {
		return nil
	}
	var items []uint32
	times := e.scratch.place
	for i := len(e.log.entries) - 1; i >= 0; i-- {
		x := &e.log.entries[i]
		if x.row < 0 || x.Kind == format.Declare || (counting|ending)>>x.Kind&1 == 0 {
			continue
		}
		there := e.visible(f, i)
		if rule.Action == format.ActionShown {
			there = e.granted.Has(purpose.Prediction) && purpose.Set(x.Purposes).Has(purpose.Prediction)
		}
		if !there {
			continue
		}
		if ending>>x.Kind&1 == 1 {
			times[x.row] = -MaxEvents
		}
		if counting>>x.Kind&1 == 1 && (rule.Span == 0 || now-x.At < rule.Span*1000) {
			if times[x.row]++; times[x.row] == int32(rule.Count) && about(rule, x.row) {
				items = append(items, uint32(x.row))
			}
		}
	}
	e.freePlaces()
	return items
}

// about tells whether a rule is about an item at all.
func about(rule *format.Rule, item int) bool {
	return len(rule.Items) == 0 || holds(rule.Items, uint32(item))
}

// reaches tells whether a wish is about an item now.
func (w *wish) reaches(item int) bool {
	if w.witnesses() {
		return slices.Contains(w.items, uint32(item))
	}
	return about(w.Rule, item)
}

// impose lets a wish hide its items, or change their scores.
func (s *scratch) impose(w *wish, spread int32) {
	items := w.items
	if !w.witnesses() {
		items = w.Items
		if len(items) == 0 {
			for item := range s.scores {
				s.imposeOn(w, spread, item)
			}
		}
	}
	for _, item := range items {
		s.imposeOn(w, spread, int(item))
	}
}

func (s *scratch) imposeOn(w *wish, spread int32, item int) {
	score := &s.scores[item]
	switch {
	case *score == barred:
	case w.hides():
		*score = barred
	default:
		*score = w.lift(*score, spread)
	}
}

// holds tells whether a rising list has a number.
func holds(list []uint32, wanted uint32) bool {
	_, ok := find(list, wanted)
	return ok
}

// find returns where a rising list has a number.
func find(list []uint32, wanted uint32) (int, bool) { return slices.BinarySearch(list, wanted) }

// witnesses tells whether a wish is about what the visitor met or was shown.
func (w *wish) witnesses() bool {
	return w.Action == format.ActionMet || w.Action == format.ActionShown
}

// hides tells whether a wish takes its items out of every list.
func (w *wish) hides() bool {
	return w.Action == format.ActionHide || w.witnesses() && w.Value == format.HideMet
}

// lifts tells whether a wish changes its items' scores.
func (w *wish) lifts() bool {
	return w.Action == format.ActionBoost || w.witnesses() && w.Value != format.HideMet
}

// lift returns a score after such a wish, in a ranking of that spread. It stays
// where variety and what was learned cannot make it overflow.
func (w *wish) lift(score, spread int32) int32 {
	lifted := int64(score) + int64(w.Value)*int64(spread)>>8
	return int32(bounded(lifted, mostScore))
}

// mostScore bounds what rules make of a score. Scores without rules are within it.
const mostScore = 1 << 30

// sensitive returns the items that say nothing of a visitor; nil where there are none.
func sensitive(c *format.Catalog) []bool {
	var quiet []bool
	for i := range c.Rules.Rules {
		rule := &c.Rules.Rules[i]
		if rule.Action != format.ActionSensitive {
			continue
		}
		if quiet == nil {
			quiet = make([]bool, c.Items.Len())
		}
		for _, item := range rule.Items {
			quiet[item] = true
		}
	}
	return quiet
}
