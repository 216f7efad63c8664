package scenario

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"privet/host/headless"
)

// difference says how a list differs from its snapshot, and why: of each item
// that moved the places before and after, and the reasons whose change moved it.
// It is "" where both are the same.
func (before *Snapshot) difference(after *Snapshot) string {
	var lines []string
	was, is := placesOf(before), placesOf(after)
	for i := range after.List {
		e := &after.List[i]
		from, known := was[e.Item]
		switch {
		case !known:
			lines = append(lines, fmt.Sprintf("+ %s: new in the %s place: %s", e.called(), headless.Place(i+1), listed(e.Why)))
		case from != i:
			lines = append(lines, fmt.Sprintf("~ %s: %s → %s: %s", e.called(), headless.Place(from+1), headless.Place(i+1), moved(before, after, from, i)))
		default:
			if why := changes(&before.List[from], e); why != "" {
				lines = append(lines, fmt.Sprintf("  %s: stays %s: %s", e.called(), headless.Place(i+1), why))
			}
		}
	}
	for i := range before.List {
		if e := &before.List[i]; !is.has(e.Item) {
			lines = append(lines, fmt.Sprintf("- %s: was %s, is not among the first %d", e.called(), headless.Place(i+1), len(after.List)))
		}
	}
	return strings.Join(lines, "\n")
}

type placeOf map[string]int

func (p placeOf) has(item string) bool {
	_, ok := p[item]
	return ok
}

func placesOf(s *Snapshot) placeOf {
	places := placeOf{}
	for i := range s.List {
		places[s.List[i].Item] = i
	}
	return places
}

func (e *Entry) called() string {
	if e.Title == "" {
		return e.Item
	}
	return e.Item + " " + e.Title
}

// moved says why an item moved: what changed of its own reasons, or who passed it.
func moved(before, after *Snapshot, from, to int) string {
	if why := changes(&before.List[from], &after.List[to]); why != "" {
		return why
	}
	was, is := placesOf(before), placesOf(after)
	var passed []string
	for item, at := range is {
		above, known := was[item]
		if up := at < to && (!known || above > from); up {
			passed = append(passed, item)
		}
	}
	slices.SortFunc(passed, func(a, b string) int { return cmp.Compare(is[a], is[b]) })
	if len(passed) > 0 {
		return "nothing of its own changed; passed by " + strings.Join(passed, ", ")
	}
	var gone []string
	for item, at := range was {
		if now, known := is[item]; at < from && (!known || now > to) {
			gone = append(gone, item)
		}
	}
	slices.SortFunc(gone, func(a, b string) int { return cmp.Compare(was[a], was[b]) })
	return "nothing of its own changed; no longer behind " + listed(gone)
}

// changes says which reasons of an item changed, the largest change first.
func changes(before, after *Entry) string {
	was, is := before.amounts(), after.amounts()
	type change struct {
		text string
		size int64
	}
	var all []change
	note := func(name string) {
		old, had := was[name]
		now, has := is[name]
		if had == has && old == now {
			return
		}
		text := fmt.Sprintf("%s %+d → %+d", name, old, now)
		if !had {
			text = fmt.Sprintf("%s %+d is new", name, now)
		} else if !has {
			text = fmt.Sprintf("%s %+d is gone", name, old)
		}
		all = append(all, change{text, max(now-old, old-now)})
	}
	for name := range was {
		note(name)
	}
	for name := range is {
		if _, had := was[name]; !had {
			note(name)
		}
	}
	if len(all) == 0 {
		return ""
	}
	slices.SortFunc(all, func(a, b change) int { return cmp.Or(cmp.Compare(b.size, a.size), strings.Compare(a.text, b.text)) })
	words := make([]string, len(all))
	for i := range all {
		words[i] = all[i].text
	}
	return fmt.Sprintf("score %d → %d: %s", before.Score, after.Score, strings.Join(words, ", "))
}

// amounts are the entry's reasons by name. One name that stands twice counts in sum.
func (e *Entry) amounts() map[string]int64 {
	all := map[string]int64{}
	for _, why := range e.Why {
		name, amount, _ := splitReason(why) // checked when it was read or written
		all[name] += amount
	}
	return all
}
