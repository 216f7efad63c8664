package scenario

import (
	"privet/host/catalog/manifest"
	"slices"

	"privet/engine/format"
	"privet/host/catalog/rules"
	"privet/host/catalog/settings"
)

// An Ask is the list that a page asks for.
type Ask struct {
	Top      int // places; 0 for defaultTop
	Slot     string
	Strategy format.Strategy
	About    []settings.Text // items that the list is about
	Within   *pick           // only these items; nil for all
	Without  []settings.Text // items that are not wanted
	Shards   []settings.Text // categories whose shards the page loads
	Variety  int             // 1 + percent; 0 for what the owner chose
	Seed     uint32          // of exploration

	strategyLine int            // of the file, where the strategy is said
	given        map[string]int // lines of what is said
}

// defaultTop is how many items a list has where a scenario does not say.
const defaultTop = 12

var askSettings = settings.Known[Ask]{
	"list": func(v settings.Value, a *Ask) { a.Top = v.Whole(1, format.MaxTop); a.say("list", v) },
	"slot": func(v settings.Value, a *Ask) {
		if a.Slot = v.Text().Is; len(a.Slot) > 64 {
			v.Fail("%d bytes are more than 64", len(a.Slot))
		}
		a.say("slot", v)
	},
	"strategy": func(v settings.Value, a *Ask) {
		word := v.Text().Is
		strategy := slices.Index(manifest.Strategies[:], word)
		if strategy < 0 {
			v.Fail("%s is no strategy: there are %q", v.Written(), manifest.Strategies)
			return
		}
		a.Strategy, a.strategyLine = format.Strategy(strategy), v.Line()
		a.say("strategy", v)
	},
	"about":   func(v settings.Value, a *Ask) { a.About = v.List(64); a.say("about", v) },
	"within":  func(v settings.Value, a *Ask) { a.Within = readWhere(v); a.say("within", v) },
	"without": func(v settings.Value, a *Ask) { a.Without = v.List(maxItems); a.say("without", v) },
	"shards":  func(v settings.Value, a *Ask) { a.Shards = v.List(maxItems); a.say("shards", v) },
	"variety": func(v settings.Value, a *Ask) { a.Variety = 1 + v.Whole(0, 100); a.say("variety", v) },
	"seed":    func(v settings.Value, a *Ask) { a.Seed = uint32(v.Whole(0, 1<<31)); a.say("seed", v) },
}

func (a *Ask) say(setting string, v settings.Value) {
	if a.given == nil {
		a.given = map[string]int{}
	}
	a.given[setting] = v.Line()
}

// readAsk reads what a step asks for otherwise than the one before. Shards are a
// page's, and stay.
func readAsk(v settings.Value) (a Ask) {
	settings.Read(v, &a, askSettings, nil)
	if a.given["shards"] > 0 {
		v.FailAt(a.given["shards"], "shards: say them under given: they are of the page")
	}
	return a
}

// over returns the list with what it does not say taken from another.
func (a Ask) over(before Ask) Ask {
	merged := before
	for setting := range a.given {
		switch setting {
		case "list":
			merged.Top = a.Top
		case "slot":
			merged.Slot = a.Slot
		case "strategy":
			merged.Strategy, merged.strategyLine, merged.About = a.Strategy, a.strategyLine, a.About
		case "about":
			merged.About = a.About
		case "within":
			merged.Within = a.Within
		case "without":
			merged.Without = a.Without
		case "variety":
			merged.Variety = a.Variety
		case "seed":
			merged.Seed = a.Seed
		}
	}
	return merged
}

// A pick says which items are meant: one by its id, or those of a condition.
type pick struct {
	id    settings.Text
	where *rules.Where // nil with an id
	line  int
	text  string // as people read it
}

func (p *pick) String() string { return p.text }

// readPick reads an id, or a condition as rules write it.
func readPick(v settings.Value) *pick {
	if v.IsMapping() {
		return readWhere(v)
	}
	t := v.Text()
	return &pick{id: t, line: t.Line, text: t.Is}
}

func readWhere(v settings.Value) *pick {
	return &pick{where: rules.ReadWhere(v), line: v.Line(), text: v.Compact()}
}

// readPicks reads one pick, or a list of them.
func readPicks(v settings.Value, least int) (all []*pick) {
	if !v.IsList() {
		all = append(all, readPick(v))
	} else {
		for _, each := range v.Elements("item", maxItems) {
			all = append(all, readPick(each))
		}
	}
	if len(all) < least {
		v.Fail("give at least %s", number(least, "item"))
	}
	return all
}
