package engine

import (
	"privet/engine/format"
	"privet/engine/purpose"
)

// foldAnchors takes the items that a list is about for all there is. They are
// what the page is about, not what the visitor did: no purpose gates them.
func (e *Engine) foldAnchors(f *folding, r *format.RankRequest) {
	through := mix{factors: 256, taste: 256}
	if r.Strategy == format.StrategyTogether {
		through = e.togetherMix()
	}
	for _, item := range r.Anchors {
		if !e.scratch.holds(int(item)) {
			e.gather(f, reason{source: format.SourceAnchor, row: int(item)}, one)
		}
	}
	for i := range f.tokens {
		f.tokens[i].mix = through
	}
	sum := normalize(f.tokens, format.TotalWeight)
	e.scratch.release(f.tokens)
	e.weighPopularity(f, sum)
}

// togetherMix prefers what was bought together, then what followed within a
// visit. A little of what goes together anyhow fills lists that are too short.
func (e *Engine) togetherMix() mix {
	switch {
	case e.catalog.Together.Rows() > 0:
		return mix{taste: 16, factors: 16, together: 256}
	case e.catalog.Next.Rows() > 0:
		return mix{taste: 16, factors: 16, next: 256}
	}
	return mix{taste: 256, factors: 256}
}

// mostMet bounds the score of an item that the visitor met, so that what an
// owner adds to it cannot overflow.
const mostMet = 1 << 28

// foldMet gathers the items that the visitor met: for StrategyRecent by how
// lately, for StrategyContinue by how much, without what is over. A token's
// weight is its own item's score.
func (e *Engine) foldMet(f *folding, r *format.RankRequest) {
	last := int64(MaxEvents)
	over := e.scratch.taken
	for i := len(e.log.entries) - 1; i >= 0; i-- {
		x := &e.log.entries[i]
		if x.row < 0 || x.Kind == format.Declare || !e.visible(f, i) {
			continue
		}
		t := reason{format.SourceItem, purpose.Session, x.row}
		if f.kept(x).Has(purpose.History) {
			t.purpose = purpose.History
		}
		switch {
		case x.Kind == format.Dismiss || x.Kind == format.Buy && r.Strategy == format.StrategyContinue:
			over[x.row] = true
		case over[x.row]:
		case r.Strategy == format.StrategyContinue:
			e.gather(f, t, halved((r.Now-x.At)/1000, e.catalog.Params.HalfLife)*max(int64(e.catalog.Params.KindWeight[x.Kind]), 1)>>8)
		case !e.scratch.holds(x.row):
			e.gather(f, t, last)
			last--
		}
	}
	clear(over)
	e.scratch.release(f.tokens)
	for i := range f.tokens {
		f.tokens[i].weight = int32(min(f.tokens[i].raw, mostMet))
	}
}

// met tells whether a strategy ranks what the visitor met, and nothing else.
func met(s format.Strategy) bool {
	return s == format.StrategyRecent || s == format.StrategyContinue
}
