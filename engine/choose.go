package engine

import "privet/engine/format"

// fill fills the places: once where nothing is left to chance, else by each of
// the draws, one of which is taken. Chances are then exact: the share of draws
// that put an item in its place.
func (a *arrangement) fill() {
	if a.learnt == nil || !a.explores() {
		a.choose()
		for i := range a.places {
			a.places[i].propensity = certain
		}
		return
	}
	taken := int(uint64(a.r.Seed) * 0x9e3779b97f4a7c15 >> 32 % draws)
	a.compete(taken)
	shown := append([]place(nil), a.places...)
	for d := range draws {
		if d != taken {
			a.compete(d)
		}
		for i := range min(len(shown), len(a.places)) {
			if shown[i].item == a.places[i].item || d == taken {
				shown[i].propensity += certain / draws
			}
		}
	}
	a.places = shown
}

// draws is how many lists exploration chooses among; it divides certain.
const draws = 5

// mostExplored is how many places a list may have that explores.
const mostExplored = 64

func (a *arrangement) explores() bool {
	return a.r.Seed != 0 && a.engine.catalog.Params.Explore > 0 && a.r.Top <= mostExplored && !a.f.omits(reason{source: format.SourceExplored})
}

// compete fills the places by one of the draws.
func (a *arrangement) compete(draw int) {
	random := random(uint64(a.r.Seed)<<32 | uint64(draw))
	w := a.learnt.draw(&random, a.engine.catalog.Params.Explore)
	for _, c := range a.pool {
		c.drawn = w.judge(&c.x, a.spread)
	}
	a.choose()
}

// choose fills the places with what competes best.
func (a *arrangement) choose() {
	for _, c := range a.pool {
		c.gone, c.like = false, 0
	}
	a.places = a.places[:0]
	a.count()
	next := 0 // of the pool, which is in order of score
	for len(a.places) < int(a.r.Top) {
		c, by := a.owed()
		if c == nil && len(a.places) < mostVaried {
			c = a.fittest(nil)
		}
		for ; c == nil && next < len(a.pool); next++ {
			if x := a.pool[next]; !x.gone && !a.full(x) {
				c = x
			}
		}
		if c == nil {
			return
		}
		a.put(c, by)
	}
}

// put gives a candidate the next place.
func (a *arrangement) put(c *candidate, by int) {
	c.gone = true
	p := place{candidate: *c, penalty: a.penalty(c), by: by}
	p.score = c.fitness(p.penalty).score
	a.places = append(a.places, p)
	a.countIn(c.item)
	if a.pull == 0 || len(a.places) >= mostVaried {
		return
	}
	if c.likes == nil {
		c.likes = a.engine.likes(c.item, a.pool)
	}
	for i, other := range a.pool {
		if like := c.likes[i]; like > other.like {
			other.like, other.twin = like, c.item
		}
	}
}

func (a *arrangement) penalty(c *candidate) int32 {
	return int32(int64(a.pull) * int64(c.like) >> 8)
}

// fittest returns the candidate that competes best, among all or among those
// that a wish is about; nil where there is none. A candidate that a limit bars
// stays barred: counts only grow.
func (a *arrangement) fittest(w *wish) *candidate {
	for {
		var best *candidate
		var leader scored
		for _, c := range a.pool {
			if !c.gone && (w == nil || about(w.Rule, int(c.item))) {
				if x := c.fitness(a.penalty(c)); best == nil || x.before(leader) {
					best, leader = c, x
				}
			}
		}
		if best == nil || !a.full(best) {
			return best
		}
		best.gone = true
	}
}

// likes returns how like an item each candidate is, 256 = the same: by the share
// of labels that they have in common (Dice). What has no labels is like nothing.
func (e *Engine) likes(item uint32, pool []*candidate) []int32 {
	own := e.scratch.place[e.catalog.Items.Len():]
	labels := e.catalog.Labels.Row(int(item))
	for _, label := range labels {
		own[label] = 1
	}
	likes := make([]int32, len(pool))
	for i, c := range pool {
		shared, others := int32(0), e.catalog.Labels.Row(int(c.item))
		for _, label := range others {
			shared += own[label]
		}
		likes[i] = 512 * shared / int32(max(len(labels)+len(others), 1))
	}
	for _, label := range labels {
		own[label] = 0
	}
	return likes
}
