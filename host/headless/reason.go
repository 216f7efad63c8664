package headless

import (
	"privet/engine/format"
	"privet/engine/purpose"
)

// Sources are the words for what contributes, by format.Source.
var Sources = [...]string{
	format.SourcePopularity: "popularity", format.SourceItem: "item", format.SourceToken: "token",
	format.SourceAnchor: "anchor", format.SourceRule: "rule", format.SourceVariety: "variety",
	format.SourceLearned: "learned", format.SourceExplored: "explored", format.SourceHidden: "hidden",
}

// A Reason is one contribution in the words of the page's script. Those of an
// item sum to its score.
type Reason struct {
	Source  string `json:"source"`
	Purpose string `json:"purpose,omitempty"` // "" for what counts for everybody
	Key     string `json:"key,omitempty"`
	Amount  int32  `json:"amount"` // 0 for what moves or hides an item without touching its score
}

// NewReason puts a contribution into words.
func NewReason(c *format.Contribution) Reason {
	r := Reason{Source: "unknown", Key: c.Key, Amount: c.Amount}
	if int(c.Source) < len(Sources) {
		r.Source = Sources[c.Source]
	}
	switch c.Source {
	case format.SourceItem, format.SourceToken:
		r.Purpose = purpose.Purpose(c.Purpose).String()
	case format.SourceLearned, format.SourceExplored:
		r.Purpose = purpose.Prediction.String()
	}
	return r
}

// String says what a reason is, in a few words; the same for the same cause.
func (r *Reason) String() string {
	switch r.Source {
	case "item", "token":
		return r.Purpose + " " + r.Key
	case "variety":
		return "variety, like " + r.Key
	case "hidden":
		return "hidden by the visitor"
	case "popularity", "explored":
		return r.Source
	}
	return r.Source + " " + r.Key
}
