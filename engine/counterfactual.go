package engine

import (
	"privet/engine/format"
	"privet/engine/purpose"
)

// A reason names one contribution: what a counterfactual leaves out. Of
// SourceItem it is all that the visitor did with the item: without it things are
// as if that had been forgotten.
type reason struct {
	source  format.Source
	purpose purpose.Purpose // of SourceItem and SourceToken
	row     int             // of the item or token; of SourceRule the rule, of SourceLearned the feature
}

// noReason leaves out nothing.
var noReason = reason{source: 255}

func (f *folding) omits(r reason) bool { return f.omitted == r }

// kept returns for which purposes an event is there, for the matter of what the
// visitor did.
func (f *folding) kept(x *entry) purpose.Set {
	kept := purpose.Set(x.Purposes)
	if x.row != f.omitted.row || x.Kind == format.Declare {
		return kept
	}
	if f.omitted.source == format.SourceItem || f.omitted.source == format.SourceHidden && x.Kind == format.Dismiss {
		return kept &^ purpose.Of(purpose.Session, purpose.History)
	}
	return kept
}

// counterfactuals says of an item's largest reasons where it would be without
// each: ranked again, with all the rest as it is.
func (e *Engine) counterfactuals(r *format.RankRequest, x *format.Explained, reasons []reason, most int) {
	for range min(most, len(reasons)) {
		c := &x.Contributions[largest(x.Contributions)]
		f := e.fold(r, reasons[largest(x.Contributions)])
		if c.Without = e.arrange(&f, r).position(x.Item); c.Without == 0 {
			c.Without = format.NoPosition
		}
	}
}

// largest returns the largest contribution without a counterfactual. What hides
// an item is larger than any amount.
func largest(all []format.Contribution) int {
	found, most := -1, int64(-1)
	for i := range all {
		size := abs(int64(all[i].Amount))
		if all[i].Amount == 0 {
			size = 1 << 40
		}
		if all[i].Without == 0 && size > most {
			found, most = i, size
		}
	}
	return found
}
