package engine

import (
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

// A candidate is an item of the pool.
type candidate struct {
	item    uint32
	score   int32 // without variety, learning and chance
	parts   uint32
	x       sample // what learning sees of it
	learned int32
	drawn   int32   // learned and chance, by the draw at hand
	like    int32   // how like the likest item above, 256 = the same
	twin    uint32  // that item
	gone    bool    // placed, or barred by a limit
	likes   []int32 // how like each of the pool is; nil until it is placed
}

// A place is an item of a finished list.
type place struct {
	candidate
	penalty    int32 // for being like another
	by         int   // the rule that put it there, or -1
	propensity uint16
}

// An arrangement is a request's list, and what it was made of.
type arrangement struct {
	engine *Engine
	r      *format.RankRequest
	f      *folding
	spread int32
	pull   int32 // how much variety counts, in the unit of scores
	pool   []*candidate
	learnt *lesson   // nil without learning
	counts [][]int32 // by wish: places that its groups have, for limits and floors
	places []place
}

// arrange makes the list of a request.
func (e *Engine) arrange(f *folding, r *format.RankRequest) *arrangement {
	e.score(f, r)
	a := &arrangement{engine: e, r: r, f: f}
	if !a.plain() {
		a.compose()
		return a
	}
	best := e.best(r, int(r.Top))
	a.places = make([]place, len(best))
	for i, x := range best {
		p := &a.places[i]
		p.item, p.score, p.by, p.propensity = x.item, x.score, -1, certain
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
	size := max(leastPool, 3*int(a.r.Top))
	ranked := a.engine.best(a.r, size)
	a.measure(ranked[:min(len(ranked), leastPool)])
	a.pull = int32(int64(a.spread) * int64(a.variety()) / 100)
	copy(a.engine.scratch.plain, a.engine.scratch.scores)
	if a.lift() {
		ranked = a.engine.best(a.r, size)
	}
	for {
		a.gather(ranked)
		a.fill()
		if len(a.places) >= int(a.r.Top) || len(ranked) < size {
			return
		}
		size *= 2
		ranked = a.engine.best(a.r, size)
	}
}

// measure finds the spread: how far the first is ahead of the last.
func (a *arrangement) measure(top []scored) {
	a.spread = 256 // so that ties can be lifted
	if len(top) > 0 {
		a.spread = max(a.spread, min(top[0].score-top[len(top)-1].score, mostSpread))
	}
}

// lift lets rules change scores, and tells whether any did.
func (a *arrangement) lift() (lifted bool) {
	if met(a.r.Strategy) {
		return false
	}
	for i := range a.f.wishes {
		if w := &a.f.wishes[i]; w.lifts() {
			a.engine.scratch.impose(w, a.spread)
			lifted = true
		}
	}
	return lifted
}

// gather makes the pool: the best items, and those that pins and floors need.
func (a *arrangement) gather(ranked []scored) {
	a.pool = make([]*candidate, 0, len(ranked))
	for _, x := range ranked {
		a.add(x.item)
	}
	for i := range a.f.wishes {
		a.promise(&a.f.wishes[i])
	}
	for _, c := range a.pool {
		a.engine.scratch.taken[c.item] = false
	}
	if a.learns() {
		a.learn()
	}
	// The pool is nearly in order, which an insertion sort likes, and a library's costs the module 8 kB.
	for i, c := range a.pool {
		for ; i > 0 && c.fitness(0).before(a.pool[i-1].fitness(0)); i-- {
			a.pool[i] = a.pool[i-1]
		}
		a.pool[i] = c
	}
}

// add puts an item into the pool that may be shown and is not in it.
func (a *arrangement) add(item uint32) {
	if in := a.engine.scratch.taken; !in[item] && a.available(item) {
		in[item] = true
		a.pool = append(a.pool, &candidate{item: item, score: a.engine.scratch.scores[item]})
	}
}

// fitness is how the candidate competes, less a penalty.
func (c *candidate) fitness(penalty int32) scored {
	return scored{c.item, c.score + c.drawn - penalty}
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
	for i := range a.places {
		if a.places[i].item == item {
			return uint32(i + 1)
		}
	}
	scores := a.engine.scratch.scores
	wanted := scored{item, scores[item]}
	position := uint32(len(a.places) + 1)
	for other, score := range scores {
		if a.available(uint32(other)) && (scored{uint32(other), score}).before(wanted) {
			position++
		}
	}
	for i := range a.places { // those are counted already
		if p := &a.places[i]; (scored{p.item, scores[p.item]}).before(wanted) {
			position--
		}
	}
	return position
}
