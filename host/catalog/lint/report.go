package lint

import (
	"fmt"
	"strings"
)

// A Report says what a linter found.
type Report struct {
	Found  []Found      // by check, in the order of checks
	Topics []TopicItems // what the check Sensitive found, by topic
}

// Found is what one check found.
type Found struct {
	Check Check
	Level Level
	Tally
}

// TopicItems are the items that speak of a topic and that no rule marks, the most
// popular first.
type TopicItems struct {
	Topic Topic
	Tally
	Rules []string // lines of a rules file that would mark them
}

// A Tally counts findings.
type Tally struct {
	Count    int
	Examples []Finding // the first few
}

// examples is how many findings a report shows of each kind.
const examples = 5

func (t *Tally) add(one Finding) {
	if t.Count++; len(t.Examples) < examples {
		t.Examples = append(t.Examples, one)
	}
}

// A Finding is a text and where it stands.
type Finding struct {
	File   string
	Line   int    // of the item's first row; 0 for a value of events
	Column string // as the file has it
	Value  string
	Said   string // the words in it, where not all of it counts
}

func (f Finding) String() string {
	where := f.File
	if f.Line > 0 {
		where = fmt.Sprintf("%s:%d", f.File, f.Line)
	}
	said := ""
	if f.Said != "" {
		said = fmt.Sprintf(" says %q", f.Said)
	}
	return fmt.Sprintf("%s: %s: %q%s", where, f.Column, clip(f.Value), said)
}

func clip(value string) string {
	const most = 60
	if len(value) <= most {
		return value
	}
	return strings.ToValidUTF8(value[:most], "") + "…"
}

// Refused returns an error where the catalog must not be published.
func (r *Report) Refused() error {
	var parts []string
	var first Finding
	advice := "take them out"
	for i := range r.Found {
		found := &r.Found[i]
		if found.Level != Refuse {
			continue
		}
		examples := found.Examples
		if found.Check == Sensitive {
			examples, advice = r.Topics[0].Examples, "mark them by a rule, "+advice
		}
		if len(parts) == 0 {
			first = examples[0]
		}
		parts = append(parts, fmt.Sprintf("%s (%d)", found.Check.Finds(), found.Count))
	}
	if len(parts) == 0 {
		return nil
	}
	return fmt.Errorf("a catalog is public, and this one would hold %s, the first: %v: %s, or allow them by --lint, which testdata/lint explains",
		strings.Join(parts, ", "), first, advice)
}
