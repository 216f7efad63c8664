package train

import (
	"math/rand/v2"
	"slices"

	"privet/engine/format"
	"privet/host/catalog/dataset"
)

// A split keeps part of a data set back, to choose by.
type split struct {
	data    *dataset.Dataset
	events  []dataset.Event   // what is learned from
	answers []answer          // kept back: what people chose who have a history
	visits  [][]dataset.Event // kept back: whole visits, in order
	singles [][]dataset.Event // kept back: visits of one event
	timed   bool              // answers came after their histories: ages mean something
}

// An answer is what a visitor with a history chose next.
type answer struct {
	history []dataset.Event
	wanted  map[uint32]bool // items, none of them in the history
	again   map[uint32]bool // items of the history that were chosen once more
	now     int64           // seconds
}

// Enough to tell good from bad, and little enough to try dozens of recipes.
const (
	fewestAnswers = 60
	mostAnswers   = 2000
	mostClicks    = 16000
	mostScores    = 1 << 24 // rankings of one task times items
	mostHistory   = 1000    // events of one history
)

// timed tells whether events have times, so that order and age mean something.
func timed(events []dataset.Event) bool {
	return slices.ContainsFunc(events, func(e dataset.Event) bool { return e.At != events[0].At })
}

// keepBack splits a data set. With times, it learns from the past and asks for
// the future: the last tenth of the visits. Without, it keeps back a fifth of
// the visitors and asks for a fifth of what each of them has.
func keepBack(d *dataset.Dataset, seed uint64) *split {
	random := rand.New(rand.NewPCG(seed, 1))
	s := &split{data: d}
	if timed(d.Events) {
		s.byTime(d.Events)
	}
	if s.timed = len(s.answers) >= fewestAnswers; !s.timed {
		s.byVisitor(d, random)
	}
	most := mostScores / len(d.Items)
	s.answers = sample(s.answers, max(fewestAnswers, min(mostAnswers, most)), random, func(answer) int { return 1 })
	s.singles = s.singles[:min(len(s.singles), mostAnswers)]
	s.visits = sample(s.visits, max(fewestAnswers, min(mostClicks, most)), random, func(v []dataset.Event) int { return len(v) - 1 })
	return s
}

// byTime keeps back the visits that began last.
func (s *split) byTime(events []dataset.Event) {
	visits := dataset.ByVisit(events)
	starts := make([]int64, len(visits))
	for i, v := range visits {
		starts[i] = v[0].At
	}
	slices.Sort(starts)
	cut := starts[len(starts)-1-len(starts)/10]
	for _, mine := range dataset.ByVisitor(events) {
		var history []dataset.Event
		asked := false
		for _, v := range dataset.ByVisit(mine) {
			if v[0].At < cut {
				history = append(history, v...)
				continue
			}
			if !asked && len(history) > 0 {
				s.keep(history, v)
				asked = true
			}
			if len(v) > 1 {
				s.visits = append(s.visits, v)
			} else {
				s.singles = append(s.singles, v)
			}
		}
		s.events = append(s.events, history...)
	}
}

// byVisitor keeps back visitors who have at least five items. Where visits are
// kept back already, their visitors' events were not learned from: they serve.
func (s *split) byVisitor(d *dataset.Dataset, random *rand.Rand) {
	if s.events != nil {
		s.answers = nil
		for _, v := range s.visits {
			s.hide(v, random)
		}
		return
	}
	for _, mine := range dataset.ByVisitor(d.Events) {
		if random.IntN(5) > 0 || !s.hide(mine, random) {
			s.events = append(s.events, mine...)
		}
	}
}

// hide takes a fifth of a visitor's items away and asks for them; then another
// fifth, and so on: five answers of one visitor tell more than one does.
func (s *split) hide(mine []dataset.Event, random *rand.Rand) bool {
	items := itemsOf(mine)
	if len(items) < 5 {
		return false
	}
	random.Shuffle(len(items), func(a, b int) { items[a], items[b] = items[b], items[a] })
	for fifth := range 5 {
		hidden := map[int32]bool{}
		for _, i := range items[fifth*len(items)/5 : (fifth+1)*len(items)/5] {
			hidden[i] = true
		}
		var history, later []dataset.Event
		for _, e := range mine {
			if hidden[e.Item] {
				later = append(later, e)
			} else {
				history = append(history, e)
			}
		}
		s.keep(history, later)
	}
	return true
}

// keep keeps back what of a visit is new to the visitor, if anything.
func (s *split) keep(history, visit []dataset.Event) {
	a := answer{history: history[max(0, len(history)-mostHistory):], wanted: map[uint32]bool{}, again: map[uint32]bool{}, now: visit[0].At}
	for _, e := range visit {
		if e.Kind != format.Dismiss {
			a.wanted[uint32(e.Item)] = true
		}
	}
	for _, e := range a.history {
		if a.wanted[uint32(e.Item)] {
			delete(a.wanted, uint32(e.Item))
			a.again[uint32(e.Item)] = true
		}
		a.now = max(a.now, e.At)
	}
	if len(a.wanted) > 0 {
		s.answers = append(s.answers, a)
	}
}

// itemsOf returns the distinct items that a visitor did not dismiss, rising.
func itemsOf(events []dataset.Event) []int32 {
	var items []int32
	for i := range events {
		if events[i].Kind != format.Dismiss {
			items = append(items, events[i].Item)
		}
	}
	slices.Sort(items)
	return slices.Compact(items)
}

// sample returns a random part of all whose sizes sum to about most.
func sample[T any](all []T, most int, random *rand.Rand, size func(T) int) []T {
	random.Shuffle(len(all), func(a, b int) { all[a], all[b] = all[b], all[a] })
	sum := 0
	for i := range all {
		if sum += size(all[i]); sum > most {
			return all[:max(i, min(1, len(all)))]
		}
	}
	return all
}
