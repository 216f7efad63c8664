package rules

import "fmt"

// A Warning is something in a rules file that has no effect on this shop, or not
// the one that was meant.
type Warning struct {
	File   string
	Line   int
	Detail string
}

func (w Warning) String() string { return fmt.Sprintf("%s:%d: %s", w.File, w.Line, w.Detail) }
