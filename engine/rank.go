package engine

import "privet/engine/format"

// score computes the scores of the items that the request ranks, into
// scratch.scores. Entries of items outside its scope hold nothing of use.
func (e *Engine) score(f *folding, r *format.RankRequest) {
	c, s := e.catalog, &e.scratch
	s.choose(r.Candidates)
	clear(s.u)
	for i := range f.tokens {
		t := &f.tokens[i]
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
	} else {
		for _, j := range s.candidates {
			s.scores[j] = f.popularity * int32(c.Bias[j])
			if c.Rank > 0 {
				s.scores[j] += e.dot(s.u, int(j))
			}
		}
	}
	for i := range f.tokens {
		t := &f.tokens[i]
		mix := c.Params.Mix[t.purpose]
		if t.row < c.Items.Len() {
			s.scores[t.row] -= t.self // an item is no evidence for itself
		}
		s.spread(&c.Taste, t, mix.Taste)
		s.spread(&c.Next, t, mix.Next)
	}
	s.bar(r.Exclude)
	s.bar(f.hidden)
	for _, item := range s.candidates {
		s.marked[item] = false
	}
}

// vector puts what a token adds to the visitor's vector into scratch.q, and
// tells whether that is anything. Rounding is a token's own, so that vectors
// add up exactly.
func (e *Engine) vector(t *token) bool {
	c := e.catalog
	weight := share(t.weight, c.Params.Mix[t.purpose].Factors)
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

// bar takes excluded and dismissed items out, after their scores are known.
func (s *scratch) bar(items []uint32) {
	for _, item := range items {
		s.scores[item] = barred
	}
}

// choose marks the candidates, and keeps each once in the order given.
func (s *scratch) choose(candidates []uint32) {
	s.candidates = s.candidates[:0]
	for _, item := range candidates {
		if !s.marked[item] {
			s.marked[item] = true
			s.candidates = append(s.candidates, item)
		}
	}
}

// best returns the top items of the request under scratch.scores.
func (e *Engine) best(r *format.RankRequest) []format.Ranked {
	s := &e.scratch
	h := heap{items: s.best[:0], size: int(r.Top), floor: barred + 1}
	if r.Scope == format.ScopeAll {
		for item, score := range s.scores {
			if score >= h.floor {
				h.offer(format.Ranked{Item: uint32(item), Score: score})
			}
		}
	} else {
		for _, item := range s.candidates {
			if score := s.scores[item]; score >= h.floor {
				h.offer(format.Ranked{Item: item, Score: score})
			}
		}
	}
	s.best = h.items
	return h.sorted()
}

// before tells whether a ranks before b: a total order, so ties never reorder.
func before(a, b format.Ranked) bool {
	return a.Score > b.Score || a.Score == b.Score && a.Item < b.Item
}

// A heap keeps the best items seen, the worst of them first.
type heap struct {
	items []format.Ranked
	size  int
	floor int32 // scores below it cannot enter
}

func (h *heap) offer(x format.Ranked) {
	if len(h.items) < h.size {
		h.items = append(h.items, x)
		for i := len(h.items) - 1; i > 0 && before(h.items[(i-1)/2], h.items[i]); i = (i - 1) / 2 {
			h.items[i], h.items[(i-1)/2] = h.items[(i-1)/2], h.items[i]
		}
	} else if before(x, h.items[0]) {
		h.items[0] = x
		sink(h.items)
	}
	if len(h.items) == h.size {
		h.floor = h.items[0].Score
	}
}

// sink restores the heap after its first item has changed.
func sink(items []format.Ranked) {
	for i := 0; ; {
		worst := 2*i + 1
		if worst >= len(items) {
			return
		}
		if right := worst + 1; right < len(items) && before(items[worst], items[right]) {
			worst = right
		}
		if !before(items[i], items[worst]) {
			return
		}
		items[i], items[worst] = items[worst], items[i]
		i = worst
	}
}

// sorted empties the heap into a new list, best first.
func (h *heap) sorted() []format.Ranked {
	out := make([]format.Ranked, len(h.items))
	items := h.items
	for i := len(out) - 1; i >= 0; i-- {
		out[i] = items[0]
		items[0] = items[i]
		items = items[:i]
		sink(items)
	}
	return out
}
