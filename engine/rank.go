package engine

import (
	"privet/engine/format"
	"privet/engine/purpose"
)

// score computes the scores of the items that the request ranks, into
// scratch.scores. Entries of items outside its scope hold nothing of use.
func (e *Engine) score(f *folding, r *format.RankRequest) {
	s := &e.scratch
	s.choose(r.Candidates)
	if met(r.Strategy) {
		e.scoreMet(f)
	} else {
		e.scoreAll(f, r)
	}
	s.bar(r.Exclude)
	s.bar(r.Anchors)
	for i := range f.wishes {
		if w := &f.wishes[i]; w.hides() {
			s.impose(w, 0)
		}
	}
}

// scoreMet gives every item that the visitor met its token's weight, and bars all others.
func (e *Engine) scoreMet(f *folding) {
	for i := range e.scratch.scores {
		e.scratch.scores[i] = barred
	}
	for i := range f.tokens {
		e.scratch.scores[f.tokens[i].row] = f.tokens[i].weight
	}
}

// scoreAll sums what popularity and every token say.
func (e *Engine) scoreAll(f *folding, r *format.RankRequest) {
	c, s := e.catalog, &e.scratch
	clear(s.layers)
	for i := range f.tokens {
		t := &f.tokens[i]
		t.self = e.addTo(s.layer(t.purpose), t, min(t.row, c.Items.Len()-1))
	}
	clear(s.u)
	for p := range purpose.Purpose(purpose.Count) {
		for d, v := range s.layer(p) {
			s.u[d] += v // cannot overflow: see TestFold_vectorFits
		}
	}
	if r.Scope == format.ScopeAll {
		if c.Rank > 0 {
			dots(s.scores, s.u, c.Out, c.Rank)
		} else {
			clear(s.scores)
		}
		addWeights(s.scores, c.Bias, f.popularity)
		addWeights(s.scores, e.hot, f.trend)
	} else {
		for _, j := range s.candidates {
			s.scores[j] = e.prior(f, j) + e.dot(s.u, int(j))
		}
	}
	for i := range f.tokens {
		e.sayLists(&f.tokens[i])
	}
}

// sayLists adds to the scores what a token says beside its vector.
func (e *Engine) sayLists(t *token) {
	c, s := e.catalog, &e.scratch
	if t.row < c.Items.Len() {
		s.scores[t.row] += t.again() - t.self // an item is no evidence for itself, but for how often it is met again
	}
	s.spread(&c.Taste, t, t.mix.taste)
	s.spread(&c.Next, t, t.mix.next)
	s.spread(&c.Together, t, t.mix.together)
}

// prior returns what an item scores for everybody.
func (e *Engine) prior(f *folding, item uint32) int32 {
	score := f.popularity * int32(e.catalog.Bias[item])
	if e.hot != nil {
		score += f.trend * int32(e.hot[item])
	}
	return score
}

// again returns what a token that is an item says for that item itself.
func (t *token) again() int32 { return int32(int64(t.weight) * int64(t.repeat) >> 9) }

// addTo adds what a token says through its vector to a vector of the visitor,
// and returns what that adds to the score of one item.
func (e *Engine) addTo(u []int16, t *token, item int) int32 {
	c := e.catalog
	weight := share(t.weight, t.mix.factors)
	if c.Rank == 0 || weight == 0 {
		return 0
	}
	rows, row := c.In, t.row
	if t.row >= c.Items.Len() {
		rows, row = c.TokenIn, t.row-c.Items.Len()
	} else if rows == nil {
		rows = c.Out
	}
	return addVector(u, rows[row*c.Rank:(row+1)*c.Rank], c.Out[item*c.Rank:(item+1)*c.Rank], weight*int32(c.Gain[t.row]))
}

// dot returns the product of a vector with one item's out-vector.
func (e *Engine) dot(u []int16, item int) int32 {
	var one [4]int32 // the kernel works in fours
	if rank := e.catalog.Rank; rank > 0 {
		dots(one[:1], u, e.catalog.Out[item*rank:(item+1)*rank], rank)
	}
	return one[0]
}

// spread adds one token's row of a sparse list to the scores.
func (s *scratch) spread(m *format.Sparse, t *token, mix int32) {
	if factor := sparseFactor(m, t, mix); factor != 0 {
		from, to := m.Start[t.row], m.Start[t.row+1]
		addEntries(s.scores, m.Target[from:to], m.Weight[from:to], factor)
	}
}

// sparseFactor returns what a weight of 1 in the token's row adds, times 2^16;
// 0 where the list has no such row.
func sparseFactor(m *format.Sparse, t *token, mix int32) int64 {
	if t.row >= m.Rows() {
		return 0
	}
	return int64(share(t.weight, mix)) * int64(m.Scale)
}

func entryScore(factor int64, weight byte) int32 {
	return int32((factor*int64(int8(weight)) + 1<<15) >> 16)
}

// share returns the part mix/256 of a token's weight, towards zero.
func share(weight, mix int32) int32 { return weight * mix / 256 }

// barred is the score of items that the request must not return. No sum comes
// near it.
const barred = -1 << 31

// bar takes items out, after their scores are known.
func (s *scratch) bar(items []uint32) {
	for _, item := range items {
		s.scores[item] = barred
	}
}

// choose marks the candidates, and keeps each once in the order given. It
// takes the marks of the request before away.
func (s *scratch) choose(candidates []uint32) {
	for _, item := range s.candidates {
		s.marked[item] = false
	}
	s.candidates = s.candidates[:0]
	for _, item := range candidates {
		if !s.marked[item] {
			s.marked[item] = true
			s.candidates = append(s.candidates, item)
		}
	}
}

// best returns the top items of the request under scratch.scores.
func (e *Engine) best(r *format.RankRequest, top int) []scored {
	s := &e.scratch
	h := heap{items: s.best[:0], size: top, floor: barred + 1}
	if r.Scope == format.ScopeAll {
		for i := firstAbove(s.scores, 0, h.floor); i < len(s.scores); i = firstAbove(s.scores, i+1, h.floor) {
			h.offer(scored{uint32(i), s.scores[i]})
		}
	} else {
		for _, item := range s.candidates {
			if score := s.scores[item]; score >= h.floor {
				h.offer(scored{item, score})
			}
		}
	}
	s.best = h.items
	return h.sorted()
}
