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

// An impression's outcome weighs by how likely the place is looked at.
// examined[p] is 256/log2(p+2), the discount of DCG, rounded.
var examined = [32]int64{
	256, 162, 128, 110, 99, 91, 85, 81, 77, 74, 71, 69, 67, 66, 64, 63,
	61, 60, 59, 58, 57, 57, 56, 55, 54, 54, 53, 53, 52, 52, 51, 51,
}

// A lesson is what the visitor's earlier lists taught.
type lesson struct {
	labels []uint32 // the tokens that have a feature, after those of the parts
	*posterior
}

// learn looks at what was shown, taken and dismissed, and judges the pool by it.
func (a *arrangement) learn() {
	a.split()
	if a.learnt == nil {
		a.learnt = a.engine.study()
	}
	for i := range a.pool {
		c := &a.pool[i]
		if i >= mostLearned {
			break
		}
		c.x = a.engine.sample(a.learnt.labels, c.parts, c.item)
		mean := a.learnt.mean
		if a.f.omitted.source == format.SourceLearned {
			mean[a.f.omitted.row] = 0
		}
		c.learned = mean.judge(&c.x, a.spread)
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
		outcome, weight := int64(0), examined[min(max(int(x.Position), 1), len(examined))-1]
		if at := answered[x.row]; at > 0 {
			if act := &e.log.entries[at-1]; act.At-x.At <= e.catalog.Params.VisitGap*1000 {
				outcome, weight = 1, examined[0]
				if act.Kind == format.Dismiss {
					outcome = -1
				}
			}
			answered[x.row] = 0
		}
		sample := e.sample(l.labels, x.Parts, uint32(x.row))
		s.add(&sample, outcome, weight)
	}
	for i := range e.log.entries {
		if row := e.log.entries[i].row; row >= 0 {
			answered[row] = 0
		}
	}
	l.posterior = s.posterior()
	return l
}

// commonLabels returns the labels that most impressions had, most first.
func (e *Engine) commonLabels() []uint32 {
	n := e.catalog.Items.Len()
	times := e.scratch.place[n:]
	each := func(do func(label uint32)) {
		for i := range e.log.entries {
			if x := &e.log.entries[i]; x.Kind == format.Show && x.row >= 0 && purpose.Set(x.Purposes).Has(purpose.Prediction) {
				for _, label := range e.catalog.Labels.Row(x.row) {
					do(label)
				}
			}
		}
	}
	each(func(label uint32) { times[label]++ })
	h := heap{size: labelCount}
	each(func(label uint32) {
		if times[label] > 0 {
			h.offer(format.Ranked{Item: label, Score: times[label]})
			times[label] = 0
		}
	})
	var labels []uint32
	for _, x := range h.sorted() {
		labels = append(labels, x.Item)
	}
	return labels
}

// sample returns what learning sees of an item whose score had those parts.
func (e *Engine) sample(labels []uint32, parts uint32, item uint32) (x sample) {
	for i := range partCount {
		x[i] = int8(parts>>(5*i)<<3) >> 3
	}
	row := e.catalog.Labels.Row(int(item))
	for i, label := range labels {
		if holds(row, label) {
			x[partCount+i] = 8
		}
	}
	return x
}

// split takes the scores of the pool apart by purpose, in eighths of the spread.
func (a *arrangement) split() {
	e, c, s := a.engine, a.engine.catalog, &a.engine.scratch
	parts := make([][partCount]int32, len(a.pool))
	for i := range a.pool {
		item := a.pool[i].item
		parts[i][partPopularity] = e.prior(a.f, item)
		if c.Rank > 0 {
			before := int32(0)
			for p := range int(purpose.Prediction) {
				all := e.dot(s.layers[p*c.Rank:(p+1)*c.Rank], int(item))
				parts[i][p], before = all-before, all
			}
		}
		s.place[item] = int32(i + 1)
	}
	for i := range a.f.tokens {
		t := &a.f.tokens[i]
		if t.row < c.Items.Len() {
			if at := s.place[t.row]; at > 0 {
				parts[at-1][t.purpose] += t.again() - t.self
			}
		}
		a.splitList(parts, &c.Taste, t, t.mix.taste)
		a.splitList(parts, &c.Next, t, t.mix.next)
	}
	for i := range a.pool {
		s.place[a.pool[i].item] = 0
		a.pool[i].parts = packed(&parts[i], a.spread)
	}
}

func (a *arrangement) splitList(parts [][partCount]int32, m *format.Sparse, t *token, mix int32) {
	factor := sparseFactor(m, t, mix)
	if factor == 0 {
		return
	}
	for i := m.Start[t.row]; i < m.Start[t.row+1]; i++ {
		if at := a.engine.scratch.place[m.Target[i]]; at > 0 {
			parts[at-1][t.purpose] += entryScore(factor, m.Weight[i])
		}
	}
}

// packed puts parts into format.Ranked.Parts: five bits each, −2 to 15/8 spreads
// in eighths, popularity last.
func packed(parts *[partCount]int32, spread int32) uint32 {
	v := uint32(0)
	for i, part := range parts {
		eighths := (int64(part)*8 + int64(spread)/2) / int64(spread)
		v |= uint32(max(-16, min(eighths, 15))) & 31 << (5 * i)
	}
	return v
}
