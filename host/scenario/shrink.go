package scenario

import (
	"slices"
	"strings"
)

// shrink returns the smallest part of a made-up visitor's history with which an
// expectation still fails: dropping any one more act lets it hold.
func (st *story) shrink(s *Stage, f Failure) (acts []Act, smallest Failure, err error) {
	fails := func(acts []Act) (*Failure, error) {
		shorter := *st
		shorter.visitor.History = acts
		end, err := shorter.play(s, func(int, string, ...any) {}) // it was told before
		if err != nil {
			return nil, err
		}
		for i := range end.failures {
			if x := &end.failures[i]; x.Line == f.Line && x.step == f.step {
				return x, nil
			}
		}
		return nil, nil
	}
	acts, smallest = st.visitor.History, f
	for size := (len(acts) + 1) / 2; size > 0; {
		dropped := false
		for from := 0; from < len(acts); {
			less := slices.Delete(slices.Clone(acts), from, min(from+size, len(acts)))
			still, err := fails(less)
			if err != nil {
				return nil, f, err
			}
			if still == nil {
				from += size
				continue
			}
			acts, smallest, dropped = less, *still, true
		}
		if size == 1 && !dropped {
			break
		}
		if !dropped || size > 1 {
			size = max(1, size/2)
		}
	}
	return acts, smallest, nil
}

// historyText is a history as a scenario writes it.
func historyText(acts []Act) string {
	all := make([]string, len(acts))
	for i := range acts {
		all[i] = acts[i].String()
	}
	return "[" + strings.Join(all, ", ") + "]"
}
