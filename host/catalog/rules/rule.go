package rules

import (
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"privet/engine/format"
)

// A Rule is one wish as the file says it. Fields of the same names mean what
// they mean in format.Rule.
type Rule struct {
	Name        string
	Action      format.Action
	Value       int32
	Kinds       uint16
	Count       uint16
	Span        int64
	Per         string     // key of the attributes whose groups a limit or floor is for; "" for none
	Where       *Where     // nil for all items
	When        [][]string // one of each of these lists of context tokens
	Slots       []string
	From, Until int64

	line      int // of its name, or where it begins
	whereLine int
	perLine   int
}

// actions are the settings of which a rule has exactly one.
var actions = []string{"boost", "bury", "floor", "hide", "limit", "met", "pin", "sensitive", "shown"}

var ruleSettings = settings[Rule]{
	"name": func(v value, r *Rule) {
		if r.Name = v.text().is; len(r.Name) > maxName {
			v.fail("%d bytes are more than %d", len(r.Name), maxName)
		}
	},
	"hide": func(v value, r *Rule) {
		v.yes()
		r.Action = format.ActionHide
	},
	"pin":   func(v value, r *Rule) { r.Action, r.Value = format.ActionPin, int32(v.whole(1, format.MaxTop)) },
	"boost": func(v value, r *Rule) { r.Action, r.Value = format.ActionBoost, v.spreads() },
	"bury":  func(v value, r *Rule) { r.Action, r.Value = format.ActionBoost, -v.spreads() },
	"limit": func(v value, r *Rule) { r.Action, r.Value = format.ActionLimit, int32(v.whole(1, format.MaxTop)) },
	"floor": func(v value, r *Rule) { r.Action, r.Value = format.ActionFloor, v.thousandths() },
	"met":   func(v value, r *Rule) { r.Action, r.Kinds, r.Count = format.ActionMet, readKinds(v), 1 },
	"shown": func(v value, r *Rule) { r.Action, r.Count = format.ActionShown, uint16(v.whole(1, maxShown)) },
	"sensitive": func(v value, r *Rule) {
		v.yes()
		r.Action = format.ActionSensitive
	},
	"per": func(v value, r *Rule) {
		r.Per, r.perLine = v.text().is, v.line()
		if strings.ContainsAny(r.Per, "= ") {
			v.fail("%q is no key of attributes, such as supplier", r.Per)
		}
	},
	"within": func(v value, r *Rule) { r.Span = v.seconds() },
	"then":   func(v value, r *Rule) { r.Value = readThen(v) },
	"where": func(v value, r *Rule) {
		r.Where, r.whereLine = readWhere(v), v.line()
	},
	"when":  func(v value, r *Rule) { r.When = readWhen(v) },
	"slots": func(v value, r *Rule) { r.Slots = v.texts(maxSlots, maxName) },
	"from":  func(v value, r *Rule) { r.From = v.time() },
	"until": func(v value, r *Rule) { r.Until = v.time() },
}

// maxShown is how many impressions of one item a rule can count: the engine
// keeps no more than the newest 1,024 of all items.
const maxShown = 1000

// kinds are the words for what a visitor did with an item.
var kinds = map[string]format.Kind{"view": format.View, "add": format.Add, "buy": format.Buy, "like": format.Like}

func readKinds(v value) uint16 {
	set := uint16(0)
	for _, word := range v.list(len(kinds)) {
		kind, ok := kinds[word.is]
		if !ok && word.is != "" {
			v.failAt(word.line, "%q is none of view, add, buy, like", word.is)
		}
		set |= 1 << kind
	}
	return set
}

// readThen reads what becomes of items that were met or shown: hide, or a
// mapping of boost or bury.
func readThen(v value) int32 {
	if _, ok := v.node.(ast.MapNode); !ok {
		if word := v.text(); word.is != "hide" && word.is != "" {
			v.fail("%s is none of hide, {bury: 0.5} and {boost: 0.5}", v.written())
		}
		return format.HideMet
	}
	amount := int32(0)
	given := read(v, &amount, thenSettings, nil)
	if len(given) != 1 {
		v.fail("give one of boost and bury, not %d", len(given))
	}
	return amount
}

var thenSettings = settings[int32]{
	"boost": func(v value, amount *int32) { *amount = v.spreads() },
	"bury":  func(v value, amount *int32) { *amount = -v.spreads() },
}

// readWhen reads context values, {daypart: [evening, night], device: phone}: for
// each key, the tokens of which one must be there.
func readWhen(v value) [][]string {
	var when [][]string
	read(v, &when, nil, func(key string, each value, when *[][]string) {
		if strings.ContainsAny(key, "= ") {
			each.fail("%q is no key of contexts, such as daypart", key)
		}
		var tokens []string
		for _, t := range each.list(maxValues) {
			tokens = append(tokens, token(each, key, t))
		}
		*when = append(*when, tokens)
	})
	if len(when) == 0 || len(when) > maxWhen {
		v.fail("%d contexts are not 1 to %d", len(when), maxWhen)
	}
	return when
}

// token writes "key=value", no longer than a catalog's tokens are.
func token(v value, key string, t text) string {
	token := key + "=" + t.is
	if len(token) > format.MaxKey {
		v.failAt(t.line, "%q makes a token of more than %d bytes", t.is, format.MaxKey)
	}
	return token
}

// readRule reads one rule and refuses settings that do not go together.
func readRule(v value) Rule {
	r := Rule{line: v.line()}
	quiet := v
	quiet.errors = &Errors{} // the same ones come again below
	for _, e := range quiet.entries() {
		if e.key == "name" {
			r.line, v.path = e.line, "rule "+e.value.written()
		}
	}
	given := read(v, &r, ruleSettings, nil)
	if _, ok := v.node.(ast.MapNode); ok {
		r.check(v, given)
	}
	return r
}

// check finds what is missing from a rule, and what means nothing in it.
func (r *Rule) check(v value, given map[string]int) {
	has := func(setting string) bool { return given[setting] > 0 }
	if !has("name") {
		v.fail("name the rule: explanations and reports show its name")
	}
	var chosen []string
	for _, action := range actions {
		if has(action) {
			chosen = append(chosen, action)
		}
	}
	if len(chosen) != 1 {
		v.fail("give one of %s, not %d", strings.Join(actions, ", "), len(chosen))
		return
	}
	action := chosen[0]
	refuse := func(why string, needless ...string) {
		for _, setting := range needless {
			if has(setting) {
				v.failAt(given[setting], "%s: it means nothing beside %s%s", setting, action, why)
			}
		}
	}
	remembers := action == "met" || action == "shown"
	if !remembers {
		refuse("", "within", "then")
	} else if !has("then") {
		v.failAt(given[action], "say what becomes of the items: then: hide, or {bury: 0.5}")
	}
	groups := action == "limit" || action == "floor"
	if !groups {
		refuse("", "per")
	}
	if !has("where") && !remembers && !(groups && has("per")) {
		v.failAt(given[action], "say which items: where")
	}
	if action == "sensitive" {
		refuse(": what is sensitive is so everywhere, always", "when", "slots", "from", "until")
	}
	if r.From != 0 && r.Until != 0 && r.Until <= r.From {
		v.failAt(given["until"], "until: it is not after from")
	}
}

// elements returns the values of a list, called after what they are.
func (v value) elements(name string) []value {
	sequence, ok := v.node.(*ast.SequenceNode)
	if !ok {
		v.fail("a list belongs here, not %s", what(v.node))
		return nil
	}
	if len(sequence.Values) > maxRules {
		v.fail("%d are more than %d", len(sequence.Values), maxRules)
	}
	var all []value
	for i, node := range sequence.Values[:min(len(sequence.Values), maxRules)] {
		each := v
		each.path, each.node = name+" "+strconv.Itoa(i+1), node
		all = append(all, each)
	}
	return all
}
