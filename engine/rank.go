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
	clear(s.u)
	layer := purpose.Purpose(0)
	for i := range f.tokens {
		t := &f.tokens[i]
		for ; layer < t.purpose; layer++ {
			copy(s.layers[int(layer)*c.Rank:], s.u)
		}
		if !e.vector(t) {
			continue
		}
		u := s.u[:len(s.q)]
		for d, q := range s.q {
			u[d] += q // cannot overflow: see TestFold_vectorFits
		}
		if t.row < c.Items.Len() && (r.Scope == format.ScopeAll || s.marked[t.row]) {
			t.self = e.dot(s.q, t.row)
		}
	}
	for ; layer < purpose.Count; layer++ {
		copy(s.layers[int(layer)*c.Rank:], s.u)
	}
	if r.Scope == format.ScopeAll {
		if c.Rank > 0 {
			dots(s.scores, s.u, c.Out, c.Rank)
		} else {
			clear(s.scores)
		}
		scores := s.scores[:len(c.Bias)]
		for j, b := range c.Bias {
			scores[j] += f.popularity * int32(b)
		}
		if f.trend > 0 && e.hot != nil {
			for j, h := range e.hot {
				scores[j] += f.trend * int32(h)
			}
		}
	} else {
		for _, j := range s.candidates {
			s.scores[j] = e.prior(f, j)
			if c.Rank > 0 {
				s.scores[j] += e.dot(s.u, int(j))
			}
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
	if f.trend > 0 && e.hot != nil {
		score += f.trend * int32(e.hot[item])
	}
	return score
}

// again returns what a token that is an item says for that item itself.
func (t *token) again() int32 { return int32(int64(t.weight) * int64(t.repeat) >> 9) }

// vector puts what a token adds to the visitor's vector into scratch.q, and
// tells whether that is anything. Rounding is a token's own, so that vectors
// add up exactly.
func (e *Engine) vector(t *token) bool {
	c := e.catalog
	weight := share(t.weight, t.mix.factors)
	if c.Rank == 0 || weight == 0 {
		return false
	}
	rows, row := c.In, t.row
	if t.row >= c.Items.Len() {
		rows, row = c.TokenIn, t.row-c.Items.Len()
	} else if rows == nil {
		rows = c.Out
	}
	factor := weight * int32(c.Gain[t.row])
	in := rows[row*c.Rank : (row+1)*c.Rank]
	q := e.scratch.q[:len(in)] // one check of bounds instead of one a dimension
	for d, v := range in {
		q[d] = int16((factor*int32(int8(v)) + 1<<15) >> 16)
	}
	return true
}

// dot returns the product of a vector with one item's out-vector.
func (e *Engine) dot(u []int16, item int) int32 {
	var one [1]int32
	rank := e.catalog.Rank
	dots(one[:], u, e.catalog.Out[item*rank:(item+1)*rank], rank)
	return one[0]
}

// spread adds one token's row of a sparse list to the scores.
func (s *scratch) spread(m *format.Sparse, t *token, mix int32) {
	factor := sparseFactor(m, t, mix)
	if factor == 0 {
		return
	}
	for i := m.Start[t.row]; i < m.Start[t.row+1]; i++ {
		s.scores[m.Target[i]] += entryScore(factor, m.Weight[i])
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
		for item, score := range s.scores {
			if score >= h.floor {
				h.offer(scored{uint32(item), score})
			}
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
