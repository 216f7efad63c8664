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
	row     int             // format.Contribution.Index
}

// noReason leaves out nothing.
var noReason = reason{source: 255}

// omits tells whether a reason is left out. Variety and popularity are one each.
func (f *folding) omits(r reason) bool {
	return f.omitted == r || r.source == format.SourceVariety && f.omitted.source == r.source
}

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
func (e *Engine) counterfactuals(r *format.RankRequest, x *format.Explained, most int) {
	for range min(most, len(x.Contributions)) {
		c := largest(x.Contributions)
		f := e.fold(r, reason{c.Source, purpose.Purpose(c.Purpose), int(c.Index)})
		if c.Without = e.arrange(&f, r).position(x.Item); c.Without == 0 {
			c.Without = format.NoPosition
		}
	}
}

// largest returns the largest contribution without a counterfactual. What moves
// an item without an amount is larger than any.
func largest(all []format.Contribution) *format.Contribution {
	found, most := &all[0], int64(-1)
	for i := range all {
		c := &all[i]
		size := abs(int64(c.Amount))
		if size == 0 {
			size = 1 << 40
		}
		if c.Without == 0 && size > most {
			found, most = c, size
		}
	}
	return found
}
