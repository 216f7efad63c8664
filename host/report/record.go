package report

import (
	"strconv"

	"privet/engine/purpose"
)

// A Record is the record of processing activities, GDPR Art. 30(1).
type Record struct {
	Subjects   []string   `json:"subjects"` // categories of data subjects
	Activities []Activity `json:"activities"`
	Recipients []string   `json:"recipients"`
	Transfers  []string   `json:"transfers"` // to third countries
	AlsoKept   []Kept     `json:"alsoKept"`  // what is kept for no purpose of its own
	Security   []Measure  `json:"security"`
}

// An Activity is the processing for one purpose, as the purpose declares it.
type Activity struct {
	Purpose   string  `json:"purpose"`
	Version   int     `json:"version"`
	Name      string  `json:"name"` // this and the next three: what visitors read
	What      string  `json:"what"`
	Why       string  `json:"why"`
	Deletes   string  `json:"deletes"`   // what withdrawal deletes
	Aim       string  `json:"aim"`       // DPV
	Default   bool    `json:"default"`   // whether it is on before a choice
	Basis     string  `json:"basis"`     // DPV; "" where nothing is kept and it is on by default
	Data      []Field `json:"data"`      // each field that it looks at
	Kept      string  `json:"kept"`      // where: "browser" or "nowhere"
	Retention int64   `json:"retention"` // seconds; 0 where nothing is kept
	Visit     bool    `json:"visit"`     // whether that is from the visit's last event on, and stays the same as the choice ages
}

// A Field is one thing that a purpose looks at.
type Field struct {
	Name     string `json:"name"`
	What     string `json:"what"`     // what visitors read
	Category string `json:"category"` // DPV
}

// Kept is what lies in the browser beside the events of purposes.
type Kept struct {
	What  string `json:"what"`
	Until string `json:"until"`
}

// basisConsent is consent, in the Data Privacy Vocabulary.
const basisConsent = "dpv:Consent"

func makeRecord(english *texts) (Record, error) {
	r := Record{
		Subjects:   []string{"Visitors of the site"},
		Recipients: []string{}, Transfers: []string{},
		AlsoKept: []Kept{
			{"The visitor's choices, a no among them; what the visitor prefers, such as how mixed lists are; and the keys that seal the storage and sign receipts",
				"The visitor deletes everything"},
			{"The receipts of the last 100 choices", "The visitor deletes everything"},
			{"Where the site has experiments: the number that the browser drew for them, and since when it is in which arm",
				"Nothing is allowed any more that keeps something"},
			{"In the tab alone: that it is for a guest, or that it has seen this visit", "The tab is closed"},
			{"A copy of the catalog, the texts and the trend, for when the site cannot be reached: the same for everybody",
				"The next version replaces it, or nothing else is kept any more"},
		},
		Security: measures,
	}
	for i, m := range purpose.Manifests() {
		p := purpose.Purpose(i)
		a := Activity{
			Purpose: p.String(), Version: m.Version, Aim: m.Aim, Default: m.Default,
			Kept: m.Kept.String(), Retention: m.Retention, Visit: p == purpose.Session,
		}
		if !m.Default {
			a.Basis = basisConsent
		}
		var err error
		say := func(path ...string) (text string) {
			if err == nil {
				text, err = english.Say(append([]string{"purposes", a.Purpose}, path...)...)
			}
			return text
		}
		a.Name, a.What, a.Why, a.Deletes = say("name"), say("what"), say("why"), say("deletes")
		for _, use := range m.Uses {
			a.Data = append(a.Data, Field{use.Name, say("uses", use.Name), use.Category})
		}
		if err != nil {
			return r, err
		}
		r.Activities = append(r.Activities, a)
	}
	return r, nil
}

// MaxRenew is how many days a consent can last at most.
const MaxRenew = 400

// Consent is how long a visitor's choice lasts, and how what is kept beyond a
// visit gets less with its age.
type Consent struct {
	Renew int     `json:"renew"` // days
	Decay []Decay `json:"decay"`
}

// Decay is the share that is left of every retention when a choice is so many
// days old.
type Decay struct {
	Days  float64 `json:"days"`
	Share float64 `json:"share"`
}

// lifeCycle shows the decay where it begins, in its middle and at its end.
func lifeCycle(renew int) Consent {
	c := Consent{Renew: renew}
	for _, age := range []float64{0.5, 0.75, 1} {
		c.Decay = append(c.Decay, Decay{age * float64(renew), left(age)})
	}
	return c
}

// KeptAt is how long an event is kept when the choice is so old, in seconds.
func (a Activity) KeptAt(d Decay) float64 {
	share := d.Share
	if a.Visit && share > 0 {
		share = 1
	}
	return float64(a.Retention) * share
}

// left is the share of a retention that is left of it when so much of the time of
// a choice is over: all of it until half of the time, then ever less.
func left(age float64) float64 { return min(1, 2*(1-age)) }

// day is a day in seconds.
const day = 24 * 60 * 60

// span writes seconds as days, hours or minutes: the largest of which there is one.
func span(seconds float64) string {
	for _, unit := range []struct {
		seconds float64
		name    string
	}{{day, "day"}, {60 * 60, "hour"}, {60, "minute"}, {1, "second"}} {
		if n := seconds / unit.seconds; n >= 1 {
			return count(n, unit.name)
		}
	}
	return "nothing"
}

// count writes "1 day", "2.5 days".
func count(n float64, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return strconv.FormatFloat(n, 'f', -1, 64) + " " + noun
}
