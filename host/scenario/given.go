package scenario

import (
	"slices"
	"strings"

	"privet/engine/format"
	"privet/engine/purpose"
	"privet/host/catalog/settings"
)

// A Given is what a scenario starts from.
type Given struct {
	Persona settings.Text // "" for none; what the scenario itself says goes before it
	Visitor
	Now  int64 // milliseconds since the Unix epoch; 0 where it is not said
	Ask  Ask
	Arms []drawn // what the browser is in of the site's experiments
}

// A drawn is the arm of an experiment.
type drawn struct {
	experiment string
	arm        settings.Text
}

// A Visitor is what a persona is: what somebody allows, did and told.
type Visitor struct {
	Grant     *grants // nil where it is not said
	History   []Act
	From      settings.Text   // a file of history; "" for none
	Interests []settings.Text // attributes, declared or pinned
	Mutes     []settings.Text // attributes
	Context   []string        // tokens
	Region    string
}

// grants are purposes that a visitor allows, or no longer does.
type grants struct{ set purpose.Set }

// visitorSettings are those of a persona.
func visitorSettings[T any](of func(*T) *Visitor) settings.Known[T] {
	return settings.Known[T]{
		"grant": func(v settings.Value, t *T) { of(t).Grant = readGrants(v) },
		"history": func(v settings.Value, t *T) {
			if x := of(t); v.IsList() {
				x.History = readActs(v, false)
			} else {
				x.From = v.Text()
			}
		},
		"interests": func(v settings.Value, t *T) { of(t).Interests = readAttributes(v) },
		"mutes":     func(v settings.Value, t *T) { of(t).Mutes = readAttributes(v) },
		"context":   func(v settings.Value, t *T) { of(t).Context = readContext(v) },
		"region":    func(v settings.Value, t *T) { of(t).Region = v.Text().Is },
	}
}

var givenSettings = func() settings.Known[Given] {
	known := visitorSettings(func(g *Given) *Visitor { return &g.Visitor })
	known["persona"] = func(v settings.Value, g *Given) { g.Persona = v.Text() }
	known["now"] = func(v settings.Value, g *Given) { g.Now = timeOf(v) }
	known["arms"] = func(v settings.Value, g *Given) {
		for _, e := range v.Entries() {
			g.Arms = append(g.Arms, drawn{e.Key, e.Value.Text()})
		}
	}
	for setting, read := range askSettings {
		known[setting] = func(v settings.Value, g *Given) { read(v, &g.Ask) }
	}
	return known
}()

func readGiven(v settings.Value) (g Given) {
	settings.Read(v, &g, givenSettings, nil)
	return g
}

// readGrants reads purposes: names, all, or nothing.
func readGrants(v settings.Value) *grants {
	g := &grants{}
	if !v.IsList() {
		switch v.Text().Is {
		case "all":
			g.set = purpose.All
			return g
		case "nothing":
			return g
		}
	}
	for _, t := range v.List(purpose.Count) {
		if p, ok := purpose.Parse(t.Is); ok {
			g.set |= purpose.Of(p)
		} else if t.Is != "" {
			v.FailAt(t.Line, "%q is no purpose: there are %s; or write all, or nothing", t.Is, purposeNames())
		}
	}
	return g
}

func purposeNames() string {
	var names []string
	for p := range purpose.Purpose(purpose.Count) {
		names = append(names, p.String())
	}
	return strings.Join(names, ", ")
}

// readAttributes reads {category: [Lanterns, Mugs], style: Retro} as attributes.
func readAttributes(v settings.Value) (all []settings.Text) {
	for _, e := range v.Entries() {
		if strings.ContainsAny(e.Key, "= ") {
			e.Value.Fail("%q is no key of attributes, such as category", e.Key)
		}
		for _, t := range e.Value.List(maxItems) {
			all = append(all, settings.Text{Is: token(e.Value, e.Key, t), Line: t.Line})
		}
	}
	return all
}

// readContext reads {daypart: evening, device: phone} as tokens. The region has
// a setting of its own, for a purpose of its own.
func readContext(v settings.Value) (all []string) {
	for _, e := range v.Entries() {
		if strings.ContainsAny(e.Key, "= ") || e.Key == "region" {
			e.Value.Fail("%q is no key of contexts, such as daypart", e.Key)
		}
		all = append(all, token(e.Value, e.Key, e.Value.Text()))
	}
	slices.Sort(all)
	return all
}

// token writes "key=value", no longer than a catalog's tokens are.
func token(v settings.Value, key string, t settings.Text) string {
	token := key + "=" + t.Is
	if len(token) > format.MaxKey {
		v.FailAt(t.Line, "%q makes a token of more than %d bytes", t.Is, format.MaxKey)
	}
	return token
}

// under returns the visitor with what it does not say taken from a persona.
func (v Visitor) under(persona *Visitor) Visitor {
	if v.Grant == nil {
		v.Grant = persona.Grant
	}
	if v.History == nil && v.From.Is == "" {
		v.History, v.From = persona.History, persona.From
	}
	if v.Interests == nil {
		v.Interests = persona.Interests
	}
	if v.Mutes == nil {
		v.Mutes = persona.Mutes
	}
	if v.Context == nil {
		v.Context = persona.Context
	}
	if v.Region == "" {
		v.Region = persona.Region
	}
	return v
}

// everything allows all purposes.
func everything() *grants { return &grants{purpose.All} }
