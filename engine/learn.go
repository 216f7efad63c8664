package engine

import (
	"privet/engine/format"
	"privet/engine/purpose"
)

// MaxShows bounds how many impressions the log holds. The oldest go first.
const MaxShows = 1024

// partPopularity is the index of what popularity says among the parts of a
// score. The parts before it are what tokens of a purpose say, by purpose.
const partPopularity = purpose.Prediction

// A lesson is what the visitor's earlier lists taught.
type lesson struct {
	labels []scored // the tokens that have a feature, after those of the parts
	*posterior
}

// learn looks at what was shown, taken and dismissed, and judges the pool by it.
func (a *arrangement) learn() {
	a.split()
	if a.learnt == nil {
		l := &a.engine.log
		if l.lesson == nil {
			l.lesson = a.engine.study()
		}
		a.learnt = l.lesson
		if a.f.omitted.source == format.SourceLearned {
			a.learnt.mean[a.f.omitted.row] = 0
			l.lesson = nil // the log says otherwise
		}
	}
	for _, c := range a.pool[:min(len(a.pool), mostLearned)] {
		c.x = a.engine.sample(c.parts, c.item)
		c.learned = a.learnt.mean.judge(&c.x, a.spread)
	}
	for _, c := range a.pool {
		c.drawn = c.learned
	}
}

// study folds the impressions of the log.
func (e *Engine) study() *lesson {
	l := &lesson{labels: e.commonLabels()}
	s := &statistics{}
	answered := e.scratch.place // by item: 1 + position of the newest act that no impression answers for yet
	for i := len(e.log.entries) - 1; i >= 0; i-- {
		x := &e.log.entries[i]
		if x.row < 0 || x.Kind == format.Declare || !purpose.Set(x.Purposes).Has(purpose.Prediction) {
			continue
		}
		if x.Kind != format.Show {
			answered[x.row] = int32(i + 1)
			continue
		}
		// How surely a place was looked at: 1 at the first, half of that at the fifth.
		outcome, seen := int64(0), 4<<8/(max(int64(x.Position), 1)+3)
		if at := answered[x.row]; at > 0 {
			if act := &e.log.entries[at-1]; act.At-x.At <= e.catalog.Params.VisitGap*1000 {
				outcome, seen = 1, 1<<8
				if act.Kind == format.Dismiss {
					outcome = -1
				}
			}
			answered[x.row] = 0
		}
		sample := e.sample(x.Parts, uint32(x.row))
		s.add(&sample, outcome, seen)
	}
	e.freePlaces()
	l.posterior = s.posterior()
	return l
}

// commonLabels returns the labels that most impressions had, most first, and
// notes which feature each is.
func (e *Engine) commonLabels() []scored {
	times := e.scratch.place[e.catalog.Items.Len():]
	for i := range e.log.entries {
		if x := &e.log.entries[i]; x.Kind == format.Show && x.row >= 0 && purpose.Set(x.Purposes).Has(purpose.Prediction) {
			for _, label := range e.catalog.Labels.Row(x.row) {
				times[label]++
			}
		}
	}
	h := heap{size: labelCount}
	for label, n := range times {
		if n > 0 {
			h.offer(scored{uint32(label), n})
			times[label] = 0
		}
	}
	clear(e.scratch.feature)
	labels := h.sorted()
	for i, x := range labels {
		e.scratch.feature[x.item] = uint8(partCount + i)
	}
	return labels
}

// sample returns what learning sees of an item whose score had those parts.
func (e *Engine) sample(parts uint32, item uint32) (x sample) {
	for i := range partCount {
		x[i] = int8(parts>>(5*i)<<3) >> 3
	}
	for _, label := range e.catalog.Labels.Row(int(item)) {
		if at := e.scratch.feature[label]; at > 0 {
			x[at] = 8
		}
	}
	return x
}

// split takes the scores of the pool apart, into format.Ranked.Parts: five bits
// for each purpose and for popularity, −2 to 15/8 spreads in eighths. It scores
// the tokens of one purpose after another, in memory of its own; the history,
// which has the most, said what is left of the whole.
func (a *arrangement) split() {
	e, s := a.engine, &a.engine.scratch
	s.scores, s.parts = s.parts, s.scores
	for _, c := range a.pool {
		c.drawn = s.plain[c.item]
	}
	for p := range purpose.Purpose(partCount) {
		if p == purpose.History {
			continue
		}
		for i := range a.f.tokens {
			if t := &a.f.tokens[i]; t.purpose == p {
				e.sayLists(t)
			}
		}
		for _, c := range a.pool {
			part := s.scores[c.item] + e.dot(s.layer(p), int(c.item))
			if p == partPopularity {
				part = e.prior(a.f, c.item)
			}
			s.scores[c.item] = 0
			c.part(p, part, a.spread)
			c.drawn -= part
		}
	}
	for _, c := range a.pool {
		c.part(purpose.History, c.drawn, a.spread)
	}
	clear(s.scores)
	s.scores, s.parts = s.parts, s.scores
}

// part notes a part of the score.
func (c *candidate) part(p purpose.Purpose, amount, spread int32) {
	eighths := (int64(amount)*8 + int64(spread)/2) / int64(spread)
	c.parts |= uint32(max(-16, min(eighths, 15))) & 31 << (5 * p)
}
