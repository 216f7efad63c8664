package scenario

import (
	"privet/host/catalog/settings"
)

// A Crowd says for whom a scenario must hold, beside its own given visitor.
type Crowd struct {
	Personas []settings.Text // one of them may be called all: all of the folder's
	Visitors int             // made up
	Seed     uint64
	line     int
}

// alone tells whether a scenario is of its given visitor alone.
func (c *Crowd) alone() bool { return c.Visitors == 0 && len(c.Personas) == 0 }

var crowdSettings = settings.Known[Crowd]{
	"personas": func(v settings.Value, c *Crowd) { c.Personas = v.List(maxPersonas) },
	"visitors": func(v settings.Value, c *Crowd) { c.Visitors = v.Whole(1, 10000) },
	"seed":     func(v settings.Value, c *Crowd) { c.Seed = uint64(v.Whole(0, 1<<31)) },
}

func readCrowd(v settings.Value) Crowd {
	c := Crowd{line: v.Line()}
	given := settings.Read(v, &c, crowdSettings, nil)
	switch {
	case !v.IsMapping():
	case c.Visitors > 0 == (len(c.Personas) > 0):
		v.Fail("give either visitors or personas")
	case given["seed"] > 0 && c.Visitors == 0:
		v.FailAt(given["seed"], "seed: it means nothing without visitors")
	}
	return c
}
