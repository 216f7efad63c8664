package purpose

// A Place says where what a purpose uses is kept.
type Place uint8

const (
	// Nowhere: it is read for one ranking and forgotten with it.
	Nowhere Place = iota
	// Browser is the visitor's own browser, in IndexedDB.
	Browser
)

// String returns the place's name in readable formats.
func (p Place) String() string {
	if p == Browser {
		return "browser"
	}
	return "nowhere"
}

// A Use is one field of what a purpose looks at.
type Use struct {
	// Name is the field's name in formats, and the key of its words in
	// web/src/texts.
	Name string
	// Category is the field's term in the W3C Data Privacy Vocabulary's list of
	// personal data, https://w3id.org/dpv/pd, version 2.2 or later.
	Category string
}

// A Manifest declares a purpose: what it may look at, where that is kept and
// for how long. It is the one description from which the page's dialog and
// privacy centre, receipts and the officer's documents are made; the words are
// in web/src/texts, by the purpose's and the fields' names.
type Manifest struct {
	// Version is raised whenever what the purpose means to a visitor changes,
	// its words included. What was allowed of an older one counts no longer.
	Version int
	// Default tells whether it is on before the visitor has chosen. That needs
	// no consent where nothing is kept and nothing leaves the browser.
	Default bool
	// Uses are the fields, in the order in which they are shown.
	Uses []Use
	// Kept is where they are kept.
	Kept Place
	// Retention is for how long an event is kept, in seconds; 0 where nothing is.
	// Of Session it runs from the visit's last event, else from the event itself.
	Retention int64
	// Aim is the purpose's term in the W3C Data Privacy Vocabulary,
	// https://w3id.org/dpv, version 2.2 or later.
	Aim string
}

const (
	minute = 60
	day    = 24 * 60 * minute
)

// Manifests declares every purpose, indexed by Purpose. A function, so that a
// program that needs no words about purposes, the engine's module above all,
// links none of it.
func Manifests() [Count]Manifest {
	act := []Use{
		{"viewed", "pd:BrowsingBehaviour"}, {"added", "pd:PurchasesAndSpendingHabit"}, {"bought", "pd:PurchasesAndSpendingHabit"},
		{"liked", "pd:Preference"}, {"dismissed", "pd:Preference"}, {"time", "pd:BrowsingBehaviour"},
	}
	return [Count]Manifest{
		Context: {
			Version: 1, Default: true, Aim: "dpv:UserInterfacePersonalisation",
			Uses: []Use{
				{"daypart", "pd:BrowsingBehaviour"}, {"weekday", "pd:BrowsingBehaviour"}, {"season", "pd:BrowsingBehaviour"},
				{"device", "pd:DeviceBased"}, {"viewport", "pd:DeviceBased"}, {"language", "pd:Language"},
				{"referrer", "pd:BrowsingReferral"}, {"campaign", "pd:BrowsingReferral"}, {"category", "pd:BrowsingBehaviour"},
			},
		},
		Session: {
			Version: 1, Kept: Browser, Retention: 30 * minute, Aim: "dpv:ProvidePersonalisedRecommendations",
			Uses: act,
		},
		History: {
			Version: 1, Kept: Browser, Retention: 180 * day, Aim: "dpv:ProvidePersonalisedRecommendations",
			Uses: act,
		},
		Interests: {
			Version: 1, Kept: Browser, Retention: 365 * day, Aim: "dpv:ProvidePersonalisedRecommendations",
			Uses: []Use{{"interest", "pd:Interest"}, {"time", "pd:BrowsingBehaviour"}},
		},
		Region: {
			Version: 1, Aim: "dpv:UserInterfacePersonalisation",
			Uses: []Use{{"region", "pd:Location"}},
		},
		Prediction: {
			Version: 1, Kept: Browser, Retention: 90 * day, Aim: "dpv:ProvidePersonalisedRecommendations",
			Uses: append([]Use{{"shown", "pd:BrowsingBehaviour"}, {"place", "pd:BrowsingBehaviour"}}, act...),
		},
	}
}
