package scenario

import (
	"maps"
	"slices"
	"strings"
	"time"

	"privet/engine/format"
	"privet/engine/purpose"
	"privet/host/catalog/settings"
	"privet/host/headless"
)

// An Expectation is one sentence that must hold of a list.
type Expectation struct {
	Line   int
	Text   string // as the file says it
	head   string // the setting that says what kind it is
	picks  []*pick
	top    int // places that it is about; 0 for the whole list
	least  bound
	most   bound
	per    string // attribute key
	why    *pick
	reason cause
	rule   settings.Text
	kept   int
	events []int // numbers of what was done; nil for each
	limit  time.Duration
	bytes  int
}

// A bound is a count, or a share where the setting is one.
type bound struct {
	given bool
	x     float64
}

// A cause is what a reason must be. What is empty may be anything.
type cause struct {
	item    settings.Text
	token   string
	source  string
	purpose string
}

// A form is what a kind of expectation has beside its head.
type form struct {
	needs string   // a setting; "" for none
	takes []string // further ones
	bound bool     // it needs at least or at most
}

// forms are the kinds, by their heads.
var forms = map[string]form{
	"first":          {},
	"before":         {},
	"has":            {needs: "top"},
	"lacks":          {needs: "top"},
	"never":          {},
	"of":             {needs: "top", bound: true},
	"per":            {needs: "top", bound: true},
	"distinct":       {needs: "top", bound: true},
	"because":        {needs: "why"},
	"not because":    {takes: []string{"why"}},
	"hides":          {needs: "rule"},
	"moves":          {needs: "rule"},
	"leaves":         {needs: "rule"},
	"kept":           {},
	"same as":        {},
	"forgetting":     {},
	"rank within":    {},
	"catalog within": {},
	"exposure":       {bound: true},
}

var expectationSettings = settings.Known[Expectation]{
	"first":  func(v settings.Value, x *Expectation) { x.picks = []*pick{readPick(v)} },
	"before": func(v settings.Value, x *Expectation) { x.picks = readPicks(v, 2) },
	"has":    func(v settings.Value, x *Expectation) { x.picks = readPicks(v, 1) },
	"lacks":  func(v settings.Value, x *Expectation) { x.picks = readPicks(v, 1) },
	"never":  func(v settings.Value, x *Expectation) { x.picks = readPicks(v, 1) },
	"hides":  func(v settings.Value, x *Expectation) { x.picks = readPicks(v, 1) },
	"moves":  func(v settings.Value, x *Expectation) { x.picks = readPicks(v, 1) },
	"leaves": func(v settings.Value, x *Expectation) { x.picks = readPicks(v, 1) },
	"of":     func(v settings.Value, x *Expectation) { x.picks = []*pick{readPick(v)} },
	"per":    func(v settings.Value, x *Expectation) { x.per = readKey(v) },
	"distinct": func(v settings.Value, x *Expectation) {
		x.per = readKey(v)
	},
	"top":         func(v settings.Value, x *Expectation) { x.top = v.Whole(1, format.MaxTop) },
	"at least":    func(v settings.Value, x *Expectation) { x.least = readBound(v) },
	"at most":     func(v settings.Value, x *Expectation) { x.most = readBound(v) },
	"why":         func(v settings.Value, x *Expectation) { x.why = readPick(v) },
	"because":     func(v settings.Value, x *Expectation) { x.reason = readCause(v) },
	"not because": func(v settings.Value, x *Expectation) { x.reason = readCause(v) },
	"rule":        func(v settings.Value, x *Expectation) { x.rule = v.Text() },
	"kept": func(v settings.Value, x *Expectation) {
		if v.IsNumber() {
			x.kept = v.Whole(1, 4096)
		} else if t := v.Text(); t.Is != "nothing" && t.Is != "" {
			v.Fail("%s is neither nothing nor a number of events", v.Written())
		}
	},
	"same as": func(v settings.Value, _ *Expectation) {
		if t := v.Text(); t.Is != "for nobody" && t.Is != "" {
			v.Fail("%s is not for nobody: a list is held against that of an empty history", v.Written())
		}
	},
	"forgetting": func(v settings.Value, x *Expectation) {
		if !v.IsNumber() && !v.IsList() {
			if t := v.Text(); t.Is != "each" && t.Is != "" {
				v.Fail("%s is neither each nor numbers of what was done", v.Written())
			}
			return
		}
		x.events = readForgetting(v).events
	},
	"rank within":    func(v settings.Value, x *Expectation) { x.limit = delay(v) },
	"catalog within": func(v settings.Value, x *Expectation) { x.bytes = size(v) },
	"exposure": func(v settings.Value, x *Expectation) {
		if v.IsMapping() {
			x.picks = []*pick{readPick(v)}
		} else if x.per = v.Text().Is; x.per != "catalog" {
			x.per = readKey(v)
		}
	},
}

func readKey(v settings.Value) string {
	key := v.Text().Is
	if strings.ContainsAny(key, "= ") {
		v.Fail("%q is no key of attributes, such as supplier", key)
	}
	return key
}

// readBound reads a count, or a share such as 20%.
func readBound(v settings.Value) bound {
	if v.IsNumber() {
		return bound{true, float64(v.Whole(0, format.MaxTop))}
	}
	return bound{true, percent(v)}
}

func readCause(v settings.Value) (c cause) {
	if given := settings.Read(v, &c, causeSettings, nil); v.IsMapping() && len(given) == 0 {
		v.Fail("say which reason: item, token, source or purpose")
	}
	return c
}

var causeSettings = settings.Known[cause]{
	"item": func(v settings.Value, c *cause) { c.item = v.Text() },
	"token": func(v settings.Value, c *cause) {
		if all := readAttributes(v); len(all) == 1 {
			c.token = all[0].Is
		} else {
			v.Fail("give one, such as {daypart: evening}")
		}
	},
	"source": func(v settings.Value, c *cause) {
		if c.source = v.Text().Is; !slices.Contains(headless.Sources[:], c.source) {
			v.Fail("%s is no source of reasons: there are %q", v.Written(), headless.Sources)
		}
	},
	"purpose": func(v settings.Value, c *cause) {
		if c.purpose = v.Text().Is; c.purpose != "" {
			if _, ok := purpose.Parse(c.purpose); !ok {
				v.Fail("%s is no purpose: there are %s", v.Written(), purposeNames())
			}
		}
	},
}

// matches tells whether a reason is of the cause.
func (c *cause) matches(r *headless.Reason) bool {
	switch {
	case c.item.Is != "" && (c.item.Is != r.Key || r.Source != "item" && r.Source != "anchor" && r.Source != "hidden"),
		c.token != "" && (c.token != r.Key || r.Source != "token"),
		c.source != "" && c.source != r.Source,
		c.purpose != "" && c.purpose != r.Purpose:
		return false
	}
	return true
}

func readExpectations(v settings.Value) (all []*Expectation) {
	for _, each := range v.Elements("expectation", maxExpected) {
		x := &Expectation{Line: each.Line(), Text: each.Compact()}
		given := settings.Read(each, x, expectationSettings, nil)
		if each.IsMapping() {
			x.check(each, given)
		}
		all = append(all, x)
	}
	return all
}

// check finds out what kind an expectation is, and refuses what that does not take.
func (x *Expectation) check(v settings.Value, given map[string]int) {
	var heads []string
	for head := range forms {
		if given[head] > 0 {
			heads = append(heads, head)
		}
	}
	if len(heads) != 1 {
		v.Fail("give one of %s, not %d", strings.Join(slices.Sorted(maps.Keys(forms)), ", "), len(heads))
		return
	}
	x.head = heads[0]
	f := forms[x.head]
	if f.needs != "" && given[f.needs] == 0 {
		v.Fail("%s needs %s beside it", x.head, f.needs)
	}
	if f.bound && !x.least.given && !x.most.given {
		v.Fail("%s needs at least or at most beside it", x.head)
	}
	for setting, line := range given {
		isBound := setting == "at least" || setting == "at most"
		if _, known := expectationSettings[setting]; known && setting != x.head && setting != f.needs && !slices.Contains(f.takes, setting) && !(isBound && f.bound) {
			v.FailAt(line, "%s means nothing beside %s", setting, x.head)
		}
	}
	for _, b := range []bound{x.least, x.most} {
		if b.given && x.head != "exposure" && b.x != float64(int(b.x)) {
			v.Fail("%s counts places: write a whole number", x.head)
		}
		if b.given && x.head == "exposure" && b.x > 1 {
			v.Fail("exposure is a share: write 30%%")
		}
	}
	if x.least.given && x.most.given && x.least.x > x.most.x {
		v.Fail("at least %v is more than at most %v", x.least.x, x.most.x)
	}
}

// overAll tells whether the expectation is of all visitors of a scenario
// together, not of each.
func (x *Expectation) overAll() bool { return x.head == "exposure" }
