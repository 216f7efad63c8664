package inspect

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"privet/engine/format"
)

// describeOwner says what the site's owner wants of lists.
func describeOwner(out io.Writer, c *format.Catalog) {
	v := &c.Params.Variety
	fmt.Fprintf(out, "\nvariety is %d%%, and visitors may have %d%% to %d%%; exploration strays %.2f standard deviations\n",
		v.Usual, v.Least, v.Most, float64(c.Params.Explore)/256)
	if len(c.Rules.Rules) == 0 {
		return
	}
	fmt.Fprintln(out)
	t := table(out)
	row(t, "rule", "does", "to", "holds")
	for _, r := range Rules(c) {
		row(t, r.Name, r.Does, r.To, r.Holds)
	}
	t.Flush()
}

// A Rule is one of the owner's rules in words: what it does to which items, and
// where, when and under which contexts it is in force.
type Rule struct {
	Name  string `json:"name"`
	Does  string `json:"does"`
	To    string `json:"to"`
	Holds string `json:"holds"`
}

// Rules returns a catalog's rules in their order.
func Rules(c *format.Catalog) []Rule {
	var all []Rule
	for i := range c.Rules.Rules {
		r := &c.Rules.Rules[i]
		all = append(all, Rule{r.Name, does(r), about(r), holds(r)})
	}
	return all
}

// does says a rule's action in words.
func does(r *format.Rule) string {
	switch r.Action {
	case format.ActionHide:
		return "hide"
	case format.ActionPin:
		return fmt.Sprintf("pin from place %d on", r.Value)
	case format.ActionBoost:
		return lift(r.Value)
	case format.ActionLimit:
		return fmt.Sprintf("at most %d places%s", r.Value, each(r))
	case format.ActionFloor:
		return fmt.Sprintf("at least %.1f%% of the places%s", float64(r.Value)/10, each(r))
	case format.ActionMet:
		var ways []string
		for k, kind := range kinds {
			if r.Kinds>>(k+1)&1 == 1 {
				ways = append(ways, kind)
			}
		}
		return lift(r.Value) + " after " + strings.Join(ways, ", ") + within(r.Span)
	case format.ActionShown:
		return fmt.Sprintf("%s after being shown %d times%s", lift(r.Value), r.Count, within(r.Span))
	case format.ActionSensitive:
		return "treat as sensitive"
	}
	return fmt.Sprintf("action %d", r.Action)
}

func lift(value int32) string {
	switch {
	case value == format.HideMet:
		return "hide"
	case value < 0:
		return fmt.Sprintf("bury by %.2f spreads", float64(-value)/256)
	}
	return fmt.Sprintf("boost by %.2f spreads", float64(value)/256)
}

func each(r *format.Rule) string {
	if len(r.Labels) == 0 {
		return ""
	}
	return fmt.Sprintf(" for each of %d labels", len(r.Labels))
}

// within writes a span of time as rules files do.
func within(seconds int64) string {
	if seconds == 0 {
		return ""
	}
	for _, unit := range []struct {
		seconds int64
		letter  string
	}{{7 * 86400, "w"}, {86400, "d"}, {3600, "h"}, {60, "m"}} {
		if seconds%unit.seconds == 0 {
			return fmt.Sprintf(" within %d%s", seconds/unit.seconds, unit.letter)
		}
	}
	return fmt.Sprintf(" within %d s", seconds)
}

func about(r *format.Rule) string {
	if len(r.Items) == 0 {
		return "all items"
	}
	return items(len(r.Items))
}

func items(n int) string {
	if n == 1 {
		return "1 item"
	}
	return fmt.Sprintf("%d items", n)
}

// holds says where, when and under which contexts a rule is in force.
func holds(r *format.Rule) string {
	var parts []string
	if len(r.Slots) > 0 {
		parts = append(parts, "in "+strings.Join(r.Slots, ", "))
	}
	if len(r.When) > 0 {
		parts = append(parts, "with "+strings.Join(r.When, " and "))
	}
	if text := span(r.From, r.Until); text != "" {
		parts = append(parts, text)
	}
	if len(parts) == 0 {
		return "everywhere, always"
	}
	return strings.Join(parts, "; ")
}

// span writes a span of seconds since the Unix epoch; 0 is no bound.
func span(from, until int64) string {
	var parts []string
	for _, end := range []struct {
		word string
		at   int64
	}{{"from", from}, {"until", until}} {
		if end.at == 0 {
			continue
		}
		at, layout := time.Unix(end.at, 0).UTC(), time.RFC3339
		if end.at%86400 == 0 {
			layout = time.DateOnly
		}
		parts = append(parts, end.word+" "+at.Format(layout))
	}
	return strings.Join(parts, " ")
}

// describeWishes says what an item is to the owner's rules.
func describeWishes(out io.Writer, c *format.Catalog, i int) {
	var labels []string
	for _, t := range c.Labels.Row(i) {
		labels = append(labels, c.Tokens.At(int(t)))
	}
	if len(labels) > 0 {
		fmt.Fprintf(out, "labels: %s\n", strings.Join(labels, ", "))
	}
	for n := range c.Rules.Rules {
		if r := &c.Rules.Rules[n]; concerns(c, r, i) {
			fmt.Fprintf(out, "rule %q: %s; %s\n", r.Name, does(r), holds(r))
		}
	}
}

// concerns tells whether a rule may be about an item.
func concerns(c *format.Catalog, r *format.Rule, i int) bool {
	if _, in := slices.BinarySearch(r.Items, uint32(i)); len(r.Items) > 0 && !in {
		return false
	}
	return len(r.Labels) == 0 || slices.ContainsFunc(c.Labels.Row(i), func(t uint32) bool {
		_, in := slices.BinarySearch(r.Labels, t)
		return in
	})
}
