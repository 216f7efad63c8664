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
	s.bar(f.hidden)
	s.bar(r.Anchors)
	for i := range f.wishes {
		if w := &f.wishes[i]; w.hides() {
			e.each(w, func(item uint32) { s.scores[item] = barred })
		}
	}
	for i := range e.catalog.Rules.Windows {
		if w := &e.catalog.Rules.Windows[i]; closed(w, r.Now) && !f.omits(windowOf(w.Item)) {
			s.scores[w.Item] = barred
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
		t := &f.tokens[i]
		if t.row < c.Items.Len() {
			s.scores[t.row] += t.again() - t.self // an item is no evidence for itself, but for how often it is met again
		}
		s.spread(&c.Taste, t, t.mix.taste)
		s.spread(&c.Next, t, t.mix.next)
		s.spread(&c.Together, t, t.mix.together)
	}
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

// bar takes excluded and dismissed items out, after their scores are known.
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
func (e *Engine) best(r *format.RankRequest, top int) []format.Ranked {
	s := &e.scratch
	h := heap{items: s.best[:0], size: top, floor: barred + 1}
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
