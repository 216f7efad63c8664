package scenario

import (
	"cmp"
	"fmt"
	"slices"

	"privet/engine/format"
	"privet/engine/purpose"
)

// A Reason is one contribution to an item's score, in words.
type Reason struct {
	Source  string
	Purpose string // "" for what counts for everybody
	Key     string
	Amount  int32
}

// newReason puts a contribution into words.
func newReason(c *format.Contribution) Reason {
	r := Reason{Source: "unknown", Key: c.Key, Amount: c.Amount}
	if int(c.Source) < len(sources) {
		r.Source = sources[c.Source]
	}
	switch c.Source {
	case format.SourceItem, format.SourceToken:
		r.Purpose = purpose.Purpose(c.Purpose).String()
	case format.SourceLearned, format.SourceExplored:
		r.Purpose = purpose.Prediction.String()
	}
	return r
}

// Name says what the reason is, the same for the same cause.
func (r *Reason) Name() string {
	name := r.Source
	if r.Purpose != "" && r.Source != "learned" && r.Source != "explored" {
		name = r.Purpose
	}
	if r.Key != "" {
		name += " " + r.Key
	}
	return name
}

// String adds how much it adds.
func (r *Reason) String() string { return fmt.Sprintf("%s %+d", r.Name(), r.Amount) }

// reasonsOf are an explanation's reasons, the largest first.
func reasonsOf(x *format.Explained) []Reason {
	all := make([]Reason, len(x.Contributions))
	for i := range x.Contributions {
		all[i] = newReason(&x.Contributions[i])
	}
	size := func(amount int32) int64 { return max(int64(amount), -int64(amount)) }
	slices.SortStableFunc(all, func(a, b Reason) int { return cmp.Compare(size(b.Amount), size(a.Amount)) })
	return all
}
