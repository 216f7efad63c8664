package against

import (
	"fmt"
	"io"
	"text/tabwriter"
)

const mostTold = 5 // items that gained, and that lost, in the short text

// Text writes the comparison in short.
func (c *Comparison) Text(w io.Writer) error {
	fmt.Fprintf(w, "%s → %s: %d → %d items, %d new, %d gone\n", c.Old, c.New, c.OldItems, c.NewItems, len(c.Came), len(c.Went))
	fmt.Fprintf(w, "%d visitors: mean overlap %.2f, %.0f %% of the first ten places, %d see the same ten in the same order\n\n", len(c.Visitors), c.RBO, 100*c.Overlap, c.Unchanged)
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "persona\toverlap\tfirst ten\treason that moved most")
	for i := range c.Visitors[:c.Personas] {
		v := &c.Visitors[i]
		fmt.Fprintf(table, "%s\t%.2f\t%.0f %%\t%s\n", v.Name, v.RBO, 100*v.Overlap, v.moved())
	}
	for _, change := range []struct {
		what string
		all  []Shift
	}{{"gained", c.Gained}, {"lost", c.Lost}} {
		for _, s := range change.all[:min(mostTold, len(change.all))] {
			fmt.Fprintf(table, "%s\t%+.2f\t%%\t%s %s\n", change.what, 100*s.Change(), s.Name, s.Title)
		}
	}
	return table.Flush()
}

func (v *Visitor) moved() string {
	if v.Reason == "" {
		return "none"
	}
	return fmt.Sprintf("%s %.0f %% → %.0f %%", v.Reason, 100*v.Before, 100*v.Now)
}
