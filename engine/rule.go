package engine

import (
	"slices"

	"privet/engine/format"
	"privet/engine/purpose"
)

// A wish is an owner's rule that is in force under a request.
type wish struct {
	*format.Rule
	index int      // of the rule
	items []uint32 // rising: the items that it is about now, for rules about what the visitor met or was shown
}

// wish finds the rules in force. What the visitor did not grant puts none in force.
func (e *Engine) wish(f *folding, r *format.RankRequest) {
	for i := range e.catalog.Rules.Rules {
		rule := &e.catalog.Rules.Rules[i]
		if rule.Action == format.ActionSensitive || f.omits(reason{source: format.SourceRule, row: i}) || !e.applies(rule, r) {
			continue
		}
		w := wish{Rule: rule, index: i}
		switch rule.Action {
		case format.ActionMet:
			w.items = e.metItems(f, rule, r.Now)
		case format.ActionShown:
			w.items = e.tiredItems(rule, r.Now)
		}
		f.wishes = append(f.wishes, w)
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

// metItems returns the items of a rule that the visitor met in one of its ways.
func (e *Engine) metItems(f *folding, rule *format.Rule, now int64) []uint32 {
	var items []uint32
	for i := range e.log.entries {
		x := &e.log.entries[i]
		if x.row >= 0 && rule.Kinds>>x.Kind&1 == 1 && x.Kind != format.Declare && e.visible(f, i) && within(rule, x, now) && e.about(rule, x.row) {
			items = append(items, uint32(x.row))
		}
	}
	slices.Sort(items)
	return slices.Compact(items)
}

// tiredItems returns the items of a rule that were shown often enough since the
// visitor last took them.
func (e *Engine) tiredItems(rule *format.Rule, now int64) []uint32 {
	if !e.granted.Has(purpose.Prediction) {
		return nil
	}
	var items []uint32
	shown := e.scratch.place // -1 once taken
	for i := len(e.log.entries) - 1; i >= 0; i-- {
		x := &e.log.entries[i]
		if x.row < 0 || x.Kind == format.Declare || !purpose.Set(x.Purposes).Has(purpose.Prediction) || shown[x.row] < 0 {
			continue
		}
		switch {
		case x.Kind != format.Show:
			shown[x.row] = -1
		case within(rule, x, now):
			if shown[x.row]++; shown[x.row] == int32(rule.Count) && e.about(rule, x.row) {
				items = append(items, uint32(x.row))
			}
		}
	}
	for i := range e.log.entries {
		if row := e.log.entries[i].row; row >= 0 {
			shown[row] = 0
		}
	}
	slices.Sort(items)
	return items
}

func within(rule *format.Rule, x *entry, now int64) bool {
	return rule.Span == 0 || now-x.At < rule.Span*1000
}

// about tells whether a rule's own items and labels take an item in.
func (e *Engine) about(rule *format.Rule, item int) bool {
	if len(rule.Items) > 0 && !holds(rule.Items, uint32(item)) {
		return false
	}
	if len(rule.Labels) == 0 {
		return true
	}
	for _, label := range e.catalog.Labels.Row(item) {
		if holds(rule.Labels, label) {
			return true
		}
	}
	return false
}

// reaches tells whether a wish is about an item now.
func (e *Engine) reaches(w *wish, item int) bool {
	if w.Action == format.ActionMet || w.Action == format.ActionShown {
		return holds(w.items, uint32(item))
	}
	return e.about(w.Rule, item)
}

// each calls do for every item that a wish is about now.
func (e *Engine) each(w *wish, do func(item uint32)) {
	items := w.items
	if w.Action != format.ActionMet && w.Action != format.ActionShown {
		if items = w.Items; len(items) == 0 || len(w.Labels) > 0 {
			for item := range e.catalog.Items.Len() {
				if e.about(w.Rule, item) {
					do(uint32(item))
				}
			}
			return
		}
	}
	for _, item := range items {
		do(item)
	}
}

// holds tells whether a rising list has a number.
func holds(list []uint32, wanted uint32) bool {
	_, ok := find(list, wanted)
	return ok
}

// find returns where a rising list has a number.
func find(list []uint32, wanted uint32) (int, bool) { return slices.BinarySearch(list, wanted) }

// hides tells whether a wish takes its items out of every list.
func (w *wish) hides() bool {
	return w.Action == format.ActionHide || w.Value == format.HideMet && (w.Action == format.ActionMet || w.Action == format.ActionShown)
}

// lifts tells whether a wish changes its items' scores.
func (w *wish) lifts() bool {
	return !w.hides() && (w.Action == format.ActionBoost || w.Action == format.ActionMet || w.Action == format.ActionShown)
}

// lift returns a score after such a wish, in a ranking of that spread. It stays
// where variety and what was learned cannot make it overflow.
func (w *wish) lift(score, spread int32) int32 {
	lifted := int64(score) + int64(w.Value)*int64(spread)>>8
	return int32(max(-mostScore, min(lifted, mostScore)))
}

// mostScore bounds what rules make of a score. Scores without rules are within it.
const mostScore = 1 << 30

// closed tells whether an item may not be shown at a time.
func closed(w *format.Window, now int64) bool {
	minute := now / 60000
	return w.From != 0 && minute < int64(w.From) || w.Until != 0 && minute >= int64(w.Until)
}

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
