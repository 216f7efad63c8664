package engine

import (
	"slices"

	"privet/engine/format"
	"privet/engine/purpose"
)

// Scores alone do not make a list: owners pin, limit and guarantee places, lists
// should not say one thing twice, and what the visitor took or left of earlier
// lists counts. All of that happens among the best items, the pool, by going
// through the places and choosing for each: the greedy re-ranking of Carbonell
// and Goldstein ("The use of MMR", SIGIR 1998) for variety, and of Geyik, Ambler
// and Kenthapadi ("Fairness-aware ranking", KDD 2019) for exposure.

const (
	leastPool   = 64  // items of a pool at least; the spread is between its ends
	mostVaried  = 128 // places that variety looks at
	mostLearned = 192 // items of a pool that learning reorders
	mostSpread  = 1 << 27
)

// A place is an item of a finished list.
type place struct {
	item       uint32
	score      int32 // all told
	penalty    int32 // of it, for being like another: 0 or below
	like       uint32
	learned    int32 // of it, what was learned says
	explored   int32 // of it, chance
	by         int   // the rule that put it there, or -1
	propensity uint16
	parts      uint32
	x          sample
}

// An arrangement is a request's list, and what it was made of.
type arrangement struct {
	engine *Engine
	r      *format.RankRequest
	f      *folding
	spread int32
	pool   []candidate
	learnt *lesson   // nil without learning
	counts [][]int32 // by wish: places that its groups have, for limits and floors
	likes  []uint8   // pool × pool, what is known of how like items are, + 1; nil where asked once
	places []place
}

// A candidate is an item of the pool.
type candidate struct {
	item    uint32
	score   int32 // without variety, learning and chance
	parts   uint32
	x       sample // what learning sees of it
	learned int32
	drawn   int32  // learned and chance, by the draw at hand
	like    int32  // how like the likest item above, 256 = the same
	twin    uint32 // that item
	gone    bool   // placed, or barred by a limit
}

// arrange makes the list of a request.
func (e *Engine) arrange(f *folding, r *format.RankRequest) *arrangement {
	e.score(f, r)
	a := &arrangement{engine: e, r: r, f: f}
	if !a.plain() {
		a.compose()
		return a
	}
	for _, x := range e.best(r, int(r.Top)) {
		a.places = append(a.places, place{item: x.Item, score: x.Score, by: -1, propensity: certain})
	}
	return a
}

// certain is a propensity of 1.
const certain = 1<<16 - 1

// plain tells whether scores alone make the list.
func (a *arrangement) plain() bool {
	for i := range a.f.wishes {
		if !a.f.wishes[i].hides() {
			return false
		}
	}
	return a.variety() == 0 && !a.learns()
}

// learns tells whether the list may learn from earlier ones.
func (a *arrangement) learns() bool {
	return a.r.Strategy == format.StrategyForYou && a.engine.granted.Has(purpose.Prediction)
}

// variety returns how much variety counts, in percent of the spread.
func (a *arrangement) variety() int32 {
	if met(a.r.Strategy) || a.f.omits(reason{source: format.SourceVariety}) {
		return 0
	}
	limits := &a.engine.catalog.Params.Variety
	if a.r.Variety == 0 {
		return limits.Usual
	}
	return max(limits.Least, min(int32(a.r.Variety)-1, limits.Most))
}

// compose fills the places one by one, from a pool that grows until it suffices.
func (a *arrangement) compose() {
	a.measure()
	a.lift()
	for size := max(leastPool, 3*int(a.r.Top)); ; size *= 2 {
		ranked := a.engine.best(a.r, size)
		a.gather(ranked)
		a.fill()
		if len(a.places) >= int(a.r.Top) || len(ranked) < size {
			return
		}
	}
}

// measure finds the spread: how far the best item is ahead of the 64th.
func (a *arrangement) measure() {
	a.spread = 256 // so that ties can be lifted
	if top := a.engine.best(a.r, leastPool); len(top) > 0 {
		a.spread = max(a.spread, min(top[0].Score-top[len(top)-1].Score, mostSpread))
	}
}

// lift lets rules change scores.
func (a *arrangement) lift() {
	if met(a.r.Strategy) {
		return
	}
	scores := a.engine.scratch.scores
	for i := range a.f.wishes {
		if w := &a.f.wishes[i]; w.lifts() {
			a.engine.each(w, func(item uint32) {
				if scores[item] != barred {
					scores[item] = w.lift(scores[item], a.spread)
				}
			})
		}
	}
}

// gather makes the pool: the best items, and those that pins and floors need.
func (a *arrangement) gather(ranked []format.Ranked) {
	a.pool = a.pool[:0]
	in := a.engine.scratch.taken
	add := func(item uint32) {
		if !in[item] && a.available(item) {
			in[item] = true
			a.pool = append(a.pool, candidate{item: item, score: a.engine.scratch.scores[item]})
		}
	}
	for _, x := range ranked {
		add(x.Item)
	}
	for i := range a.f.wishes {
		switch w := &a.f.wishes[i]; w.Action {
		case format.ActionPin:
			for _, item := range w.Items {
				add(item)
			}
		case format.ActionFloor:
			a.promised(w, add)
		}
	}
	for i := range a.pool {
		in[a.pool[i].item] = false
	}
	if a.learns() {
		a.learn()
	}
	slices.SortFunc(a.pool, func(x, y candidate) int {
		if before(x.ranked(0), y.ranked(0)) {
			return -1
		}
		return 1
	})
}

// ranked returns the candidate as it competes, less a penalty.
func (c *candidate) ranked(penalty int32) format.Ranked {
	return format.Ranked{Item: c.item, Score: c.score + c.drawn - penalty}
}

// available tells whether the request may show an item.
func (a *arrangement) available(item uint32) bool {
	return a.engine.scratch.scores[item] != barred &&
		(a.r.Scope == format.ScopeAll || a.engine.scratch.marked[item])
}

// position returns where an item stands, 1 for the first: in the list, or after
// it by score; 0 for one that would never be shown.
func (a *arrangement) position(item uint32) uint32 {
	if !a.available(item) {
		return 0
	}
	placed := a.engine.scratch.taken
	defer func() {
		for i := range a.places {
			placed[a.places[i].item] = false
		}
	}()
	for i := range a.places {
		if placed[a.places[i].item] = true; a.places[i].item == item {
			return uint32(i + 1)
		}
	}
	scores := a.engine.scratch.scores
	position := uint32(len(a.places) + 1)
	count := func(other uint32) {
		if !placed[other] && before(format.Ranked{Item: other, Score: scores[other]}, format.Ranked{Item: item, Score: scores[item]}) {
			position++
		}
	}
	if a.r.Scope == format.ScopeGiven {
		for _, other := range a.engine.scratch.candidates {
			count(other)
		}
		return position
	}
	for other := range scores {
		count(uint32(other))
	}
	return position
}
