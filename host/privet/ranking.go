package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"text/tabwriter"

	"privet/engine/format"
	"privet/host/headless"
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

// A reason is one contribution, and what becomes of the item without it.
type reason struct {
	headless.Reason
	// Without is missing where it was not asked for, and null where the item would not be ranked.
	Without *headless.Place `json:"without,omitempty"`
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
	why := reason{Reason: headless.NewReason(c)}
	if without := headless.Place(c.Without); c.Without != 0 {
		if c.Without == format.NoPosition {
			without = 0
		}
		why.Without = &without
	}
	return why
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
