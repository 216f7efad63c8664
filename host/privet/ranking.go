package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"text/tabwriter"

	"privet/engine/format"
	"privet/engine/purpose"
)

// A rankedItem is one line of the answer, in the words of the page's script.
type rankedItem struct {
	Position   int      `json:"position"` // from 1; 0 where the request would not rank the item
	Item       string   `json:"item"`
	Title      string   `json:"title,omitempty"`
	Score      int32    `json:"score"`
	Propensity float64  `json:"propensity"` // chance of this item in this place, 0 to 1
	Parts      uint32   `json:"parts"`      // what spoke for it, for learning
	Why        []reason `json:"why,omitempty"`
}

// A reason is one contribution. Those of an item sum to its score.
type reason struct {
	Source  string `json:"source"`
	Purpose string `json:"purpose,omitempty"` // "" for what counts for everybody
	Key     string `json:"key,omitempty"`
	Amount  int32  `json:"amount"` // 0 for what moves or hides an item without touching its score
	// Without is missing where it was not asked for, and null where the item would not be ranked.
	Without *place `json:"without,omitempty"`
}

// A place is a position from 1; 0 is none.
type place uint32

// MarshalJSON writes no place as null.
func (p place) MarshalJSON() ([]byte, error) {
	if p == 0 {
		return []byte("null"), nil
	}
	return json.Marshal(uint32(p))
}

// String writes "1st", or "nowhere".
func (p place) String() string {
	if p == 0 {
		return "nowhere"
	}
	ending := "th"
	if p/10%10 != 1 {
		switch p % 10 {
		case 1:
			ending = "st"
		case 2:
			ending = "nd"
		case 3:
			ending = "rd"
		}
	}
	return fmt.Sprintf("%d%s", uint32(p), ending)
}

// sources are the words for what contributes, by format.Source.
var sources = [...]string{
	format.SourcePopularity: "popularity", format.SourceItem: "item", format.SourceToken: "token",
	format.SourceAnchor: "anchor", format.SourceRule: "rule", format.SourceVariety: "variety",
	format.SourceLearned: "learned", format.SourceExplored: "explored", format.SourceHidden: "hidden",
}

// newRankedItem names an item of a ranking.
func newRankedItem(s shelf, position int, x format.Ranked) rankedItem {
	text := &s[x.Item]
	return rankedItem{
		Position: position, Item: text.ID, Title: text.Title, Score: x.Score,
		Propensity: float64(x.Propensity) / math.MaxUint16, Parts: x.Parts,
	}
}

// newReason names a contribution.
func newReason(c *format.Contribution) reason {
	why := reason{Source: "unknown", Key: c.Key, Amount: c.Amount}
	if int(c.Source) < len(sources) {
		why.Source = sources[c.Source]
	}
	switch c.Source {
	case format.SourceItem, format.SourceToken:
		why.Purpose = purpose.Purpose(c.Purpose).String()
	case format.SourceLearned, format.SourceExplored:
		why.Purpose = purpose.Prediction.String()
	}
	if without := place(c.Without); c.Without != 0 {
		if c.Without == format.NoPosition {
			without = 0
		}
		why.Without = &without
	}
	return why
}

// String says what a reason is, in a few words.
func (r *reason) String() string {
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

func printJSON(w io.Writer, items []rankedItem) error {
	out := json.NewEncoder(w)
	for _, item := range items {
		if err := out.Encode(item); err != nil {
			return err
		}
	}
	return nil
}

func printRanking(w io.Writer, items []rankedItem) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, item := range items {
		position := "-"
		if item.Position > 0 {
			position = fmt.Sprint(item.Position)
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%d%s\n", position, item.Item, item.Title, item.Score, chance(item.Propensity))
		for _, why := range item.Why {
			without := ""
			if why.Without != nil {
				without = "\t without it " + why.Without.String()
			}
			fmt.Fprintf(table, "\t\t  %s\t%+d%s\n", &why, why.Amount, without)
		}
	}
	return table.Flush()
}

// chance says how likely an item's place was, where it was not certain.
func chance(propensity float64) string {
	if propensity == 1 || propensity == 0 {
		return ""
	}
	return fmt.Sprintf("\t chance %.1f %%", 100*propensity)
}
