package rules

import (
	"strings"

	"privet/engine/format"
	"privet/host/catalog/settings"
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

var ruleSettings = settings.Known[Rule]{
	"name": func(v settings.Value, r *Rule) {
		if r.Name = v.Text().Is; len(r.Name) > maxName {
			v.Fail("%d bytes are more than %d", len(r.Name), maxName)
		}
	},
	"hide": func(v settings.Value, r *Rule) {
		v.Yes()
		r.Action = format.ActionHide
	},
	"pin": func(v settings.Value, r *Rule) {
		r.Action, r.Value = format.ActionPin, int32(v.Whole(1, format.MaxTop))
	},
	"boost": func(v settings.Value, r *Rule) { r.Action, r.Value = format.ActionBoost, spreads(v) },
	"bury":  func(v settings.Value, r *Rule) { r.Action, r.Value = format.ActionBoost, -spreads(v) },
	"limit": func(v settings.Value, r *Rule) {
		r.Action, r.Value = format.ActionLimit, int32(v.Whole(1, format.MaxTop))
	},
	"floor": func(v settings.Value, r *Rule) { r.Action, r.Value = format.ActionFloor, thousandths(v) },
	"met":   func(v settings.Value, r *Rule) { r.Action, r.Kinds, r.Count = format.ActionMet, readKinds(v), 1 },
	"shown": func(v settings.Value, r *Rule) { r.Action, r.Count = format.ActionShown, uint16(v.Whole(1, maxShown)) },
	"sensitive": func(v settings.Value, r *Rule) {
		v.Yes()
		r.Action = format.ActionSensitive
	},
	"per": func(v settings.Value, r *Rule) {
		r.Per, r.perLine = v.Text().Is, v.Line()
		if strings.ContainsAny(r.Per, "= ") {
			v.Fail("%q is no key of attributes, such as supplier", r.Per)
		}
	},
	"within": func(v settings.Value, r *Rule) { r.Span = seconds(v) },
	"then":   func(v settings.Value, r *Rule) { r.Value = readThen(v) },
	"where": func(v settings.Value, r *Rule) {
		r.Where, r.whereLine = ReadWhere(v), v.Line()
	},
	"when":  func(v settings.Value, r *Rule) { r.When = readWhen(v) },
	"slots": func(v settings.Value, r *Rule) { r.Slots = v.Texts(maxSlots, maxName) },
	"from":  func(v settings.Value, r *Rule) { r.From = moment(v) },
	"until": func(v settings.Value, r *Rule) { r.Until = moment(v) },
}

// maxShown is how many impressions of one item a rule can count: the engine
// keeps no more than the newest 1,024 of all items.
const maxShown = 1000

// kinds are the words for what a visitor did with an item.
var kinds = map[string]format.Kind{"view": format.View, "add": format.Add, "buy": format.Buy, "like": format.Like}

func readKinds(v settings.Value) uint16 {
	set := uint16(0)
	for _, word := range v.List(len(kinds)) {
		kind, ok := kinds[word.Is]
		if !ok && word.Is != "" {
			v.FailAt(word.Line, "%q is none of view, add, buy, like", word.Is)
		}
		set |= 1 << kind
	}
	return set
}

// readThen reads what becomes of items that were met or shown: hide, or a
// mapping of boost or bury.
func readThen(v settings.Value) int32 {
	if !v.IsMapping() {
		if word := v.Text(); word.Is != "hide" && word.Is != "" {
			v.Fail("%s is none of hide, {bury: 0.5} and {boost: 0.5}", v.Written())
		}
		return format.HideMet
	}
	amount := int32(0)
	given := settings.Read(v, &amount, thenSettings, nil)
	if len(given) != 1 {
		v.Fail("give one of boost and bury, not %d", len(given))
	}
	return amount
}

var thenSettings = settings.Known[int32]{
	"boost": func(v settings.Value, amount *int32) { *amount = spreads(v) },
	"bury":  func(v settings.Value, amount *int32) { *amount = -spreads(v) },
}

// readWhen reads context values, {daypart: [evening, night], device: phone}: for
// each key, the tokens of which one must be there.
func readWhen(v settings.Value) [][]string {
	var when [][]string
	settings.Read(v, &when, nil, func(key string, each settings.Value, when *[][]string) {
		if strings.ContainsAny(key, "= ") {
			each.Fail("%q is no key of contexts, such as daypart", key)
		}
		var tokens []string
		for _, t := range each.List(maxValues) {
			tokens = append(tokens, token(each, key, t))
		}
		*when = append(*when, tokens)
	})
	if len(when) == 0 || len(when) > maxWhen {
		v.Fail("%d contexts are not 1 to %d", len(when), maxWhen)
	}
	return when
}

// token writes "key=value", no longer than a catalog's tokens are.
func token(v settings.Value, key string, t settings.Text) string {
	token := key + "=" + t.Is
	if len(token) > format.MaxKey {
		v.FailAt(t.Line, "%q makes a token of more than %d bytes", t.Is, format.MaxKey)
	}
	return token
}

// readRule reads one rule and refuses settings that do not go together.
func readRule(v settings.Value) Rule {
	r := Rule{line: v.Line()}
	if name, ok := v.Setting("name"); ok {
		r.line, v = name.Line, v.Called("rule "+name.Value.Written())
	}
	given := settings.Read(v, &r, ruleSettings, nil)
	if v.IsMapping() {
		r.check(v, given)
	}
	return r
}

// check finds what is missing from a rule, and what means nothing in it.
func (r *Rule) check(v settings.Value, given map[string]int) {
	has := func(setting string) bool { return given[setting] > 0 }
	if !has("name") {
		v.Fail("name the rule: explanations and reports show its name")
	}
	var chosen []string
	for _, action := range actions {
		if has(action) {
			chosen = append(chosen, action)
		}
	}
	if len(chosen) != 1 {
		v.Fail("give one of %s, not %d", strings.Join(actions, ", "), len(chosen))
		return
	}
	action := chosen[0]
	refuse := func(why string, needless ...string) {
		for _, setting := range needless {
			if has(setting) {
				v.FailAt(given[setting], "%s: it means nothing beside %s%s", setting, action, why)
			}
		}
	}
	remembers := action == "met" || action == "shown"
	if !remembers {
		refuse("", "within", "then")
	} else if !has("then") {
		v.FailAt(given[action], "say what becomes of the items: then: hide, or {bury: 0.5}")
	}
	groups := action == "limit" || action == "floor"
	if !groups {
		refuse("", "per")
	}
	if !has("where") && !remembers && !(groups && has("per")) {
		v.FailAt(given[action], "say which items: where")
	}
	if action == "sensitive" {
		refuse(": what is sensitive is so everywhere, always", "when", "slots", "from", "until")
	}
	if r.From != 0 && r.Until != 0 && r.Until <= r.From {
		v.FailAt(given["until"], "until: it is not after from")
	}
}
