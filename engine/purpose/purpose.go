// Package purpose names what a visitor can allow, and which purpose each kind
// of evidence belongs to. It imports nothing: every other package builds on it.
package purpose

import "strings"

// A Purpose is one thing a visitor can allow or refuse on its own. Its value is
// the bit's index in a Set and is part of every stored format: never renumber.
type Purpose uint8

const (
	// Context is what the page knows about this request anyway: part of day,
	// device class, page category. Nothing is stored for it.
	Context Purpose = iota
	// Session is what the visitor did in this visit.
	Session
	// History is what the visitor did in this and earlier visits.
	History
	// Interests are what the visitor declared in so many words.
	Interests
	// Region is a coarse part of the world, taken from the time zone.
	Region
	// Prediction is learning from what was shown: which of the shown items the
	// visitor took, and which were dismissed.
	Prediction

	// Count is the number of purposes. Arrays indexed by purpose have this length.
	Count = 6
)

// names are the purposes' names in every readable format, indexed by Purpose.
var names = [Count]string{"context", "session", "history", "interests", "region", "prediction"}

// String returns the purpose's name, or "unknown".
func (p Purpose) String() string {
	if int(p) < len(names) {
		return names[p]
	}
	return "unknown"
}

// Parse returns the purpose of that name.
func Parse(name string) (Purpose, bool) {
	for i, n := range names {
		if n == name {
			return Purpose(i), true
		}
	}
	return 0, false
}

// A Set holds purposes as bits: bit p is set where purpose p is in it.
// The zero Set allows nothing.
type Set uint16

// All is the set of every purpose of this version.
const All Set = 1<<Count - 1

// Stored are the purposes for which an event may be kept.
const Stored = Set(1<<Session | 1<<History | 1<<Interests | 1<<Prediction)

// Of returns the set of the given purposes.
func Of(ps ...Purpose) Set {
	var s Set
	for _, p := range ps {
		s |= 1 << p
	}
	return s
}

// Has tells whether p is in s.
func (s Set) Has(p Purpose) bool { return s>>p&1 == 1 }

// OfContextKey returns the purpose that gates a token which arrives in the
// context of a request, such as "daypart=evening" or "region=Europe".
func OfContextKey(key string) Purpose {
	if strings.HasPrefix(key, "region=") {
		return Region
	}
	return Context
}
