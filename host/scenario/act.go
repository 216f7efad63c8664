package scenario

import (
	"fmt"
	"slices"

	"privet/engine/format"
	"privet/engine/purpose"
	"privet/host/catalog/settings"
)

// An Act is one thing that a visitor does.
type Act struct {
	Kind format.Kind
	Item settings.Text
	See  int   // so many places of the last list are seen; then there is no item
	Ago  int64 // milliseconds before the request
	line int
}

// kinds are the words for what is done with an item.
var kinds = map[string]format.Kind{"view": format.View, "add": format.Add, "buy": format.Buy, "like": format.Like, "dismiss": format.Dismiss}

// actSettings are those of an act; there is a list to see only in steps.
func actSettings(inStep bool) settings.Known[Act] {
	known := settings.Known[Act]{}
	for word, kind := range kinds {
		known[word] = func(v settings.Value, a *Act) { a.Kind, a.Item = kind, v.Text() }
	}
	if inStep {
		known["see"] = func(v settings.Value, a *Act) { a.Kind, a.See = format.Show, v.Whole(1, format.MaxTop) }
	} else {
		known["ago"] = func(v settings.Value, a *Act) { a.Ago = span(v) }
	}
	return known
}

// readActs reads what is done, the oldest first.
func readActs(v settings.Value, inStep bool) (all []Act) {
	for _, each := range v.Elements("act", maxActs) {
		a := Act{line: each.Line()}
		given := settings.Read(each, &a, actSettings(inStep), nil)
		delete(given, "ago")
		if each.IsMapping() && len(given) != 1 {
			each.Fail("give one of add, buy, dismiss, like, view, not %d", len(given))
		}
		if len(all) > 0 && a.Ago > all[len(all)-1].Ago {
			each.Fail("it is before the act above: write the oldest first")
		}
		all = append(all, a)
	}
	return all
}

// String is the act as a scenario writes it.
func (a *Act) String() string {
	word := ""
	for w, kind := range kinds {
		if kind == a.Kind {
			word = w
		}
	}
	text := word + ": " + a.Item.Is
	if a.Ago > 0 {
		text += ", ago: " + writeSpan(a.Ago)
	}
	return "{" + text + "}"
}

// writeSpan writes a span in the largest unit that divides it.
func writeSpan(ms int64) string {
	for _, unit := range []string{"week", "day", "hour", "minute", "second"} {
		if n := ms / milliseconds[unit]; n > 0 && ms%milliseconds[unit] == 0 {
			return number(int(n), unit)
		}
	}
	return number(int(ms/1000), "second")
}

// forgetting says what is forgotten.
type forgetting struct {
	all     bool
	events  []int // numbers of what was done, from 1
	purpose purpose.Set
}

// readForgetting reads all, or numbers of what was done, or purposes.
func readForgetting(v settings.Value) *forgetting {
	f := &forgetting{}
	if !v.IsList() && !v.IsNumber() {
		switch word := v.Text().Is; {
		case word == "all":
			f.all = true
		default:
			if f.purpose = readGrants(v).set; f.purpose == 0 {
				v.Fail("say what is forgotten: all, a purpose, or numbers of what was done")
			}
		}
		return f
	}
	values := []settings.Value{v}
	if v.IsList() {
		values = v.Elements("number", maxActs)
	}
	for _, each := range values {
		f.events = append(f.events, each.Whole(1, maxActs))
	}
	if slices.Sort(f.events); len(slices.Compact(slices.Clone(f.events))) < len(f.events) {
		v.Fail("a number stands twice")
	}
	return f
}

// An event as the engine takes it; purposes are those that suit its kind and
// are granted, which the engine sees to.
func newEvent(id uint32, kind format.Kind, key string, at int64) format.Event {
	return format.Event{ID: id, At: at, Kind: kind, Purposes: uint16(purpose.All), Key: key}
}

// muted tells whether a visitor muted what an event is about: pages then do not
// count it. The attributes are those of the event's item.
func muted(mutes []settings.Text, e *format.Event, attributes []string) bool {
	return slices.ContainsFunc(mutes, func(m settings.Text) bool { return m.Is == e.Key || slices.Contains(attributes, m.Is) })
}

// number writes a count, "1 day" or "2 days".
func number(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
