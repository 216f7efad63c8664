package lint

import "slices"

// A Check is one thing that the linter looks for.
type Check int

const (
	Email Check = iota
	Phone
	IBAN
	Card
	Session
	Visitor
	Person
	Sensitive

	checkCount
)

// A Level says what follows from what a check finds.
type Level int

const (
	Off Level = iota
	Warn
	Refuse
)

var levels = []string{"off", "warn", "refuse"}

func (l Level) String() string { return levels[l] }

// checks are the checks' names in a file, what they find in words, and what
// follows from it where the owner says nothing else.
var checks = [checkCount]struct {
	name, finds string
	level       Level
}{
	Email:     {"email", "e-mail addresses", Refuse},
	Phone:     {"phone", "telephone numbers", Refuse},
	IBAN:      {"iban", "bank account numbers", Refuse},
	Card:      {"card", "payment card numbers", Refuse},
	Session:   {"session", "sessions or people in ids or addresses", Refuse},
	Visitor:   {"visitor", "ids that are those of visitors or visits", Refuse},
	Person:    {"person", "columns that may say who people are", Warn},
	Sensitive: {"sensitive", "items about topics of GDPR Art. 9 that no rule marks as sensitive", Warn},
}

func (c Check) String() string { return checks[c].name }

// Finds says in words what the check finds, in the plural.
func (c Check) Finds() string { return checks[c].finds }

// checkNames are the names of all checks.
func checkNames() []string {
	var names []string
	for _, c := range checks {
		names = append(names, c.name)
	}
	return names
}

// parseCheck returns the check of a name.
func parseCheck(name string) (Check, bool) {
	at := slices.Index(checkNames(), name)
	return Check(at), at >= 0
}
