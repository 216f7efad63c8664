package engine

import (
	"slices"

	"privet/engine/format"
)

// explain takes one item's score apart. It sums what each token adds, on its
// own, and never looks at the scores: that both agree is a property test.
func (e *Engine) explain(f *folding, item uint32) format.Explained {
	c := e.catalog
	x := format.Explained{Item: item}
	add := func(contribution format.Contribution) {
		if contribution.Amount != 0 {
			x.Score += contribution.Amount
			x.Contributions = append(x.Contributions, contribution)
		}
	}
	add(format.Contribution{Source: format.SourcePopularity, Amount: f.popularity * int32(c.Bias[item])})
	for i := range f.tokens {
		t := &f.tokens[i]
		mix := c.Params.Mix[t.purpose]
		amount := lookUp(&c.Taste, t, mix.Taste, item) + lookUp(&c.Next, t, mix.Next, item)
		if t.row != int(item) && e.vector(t) {
			amount += e.dot(e.scratch.q, int(item))
		}
		contribution := format.Contribution{Source: format.SourceToken, Purpose: uint8(t.purpose), Amount: amount}
		if t.row < c.Items.Len() {
			contribution.Source = format.SourceItem
			contribution.Item = uint32(t.row)
			contribution.Key = c.Items.At(t.row)
		} else {
			contribution.Key = c.Tokens.At(t.row - c.Items.Len())
		}
		add(contribution)
	}
	return x
}

// lookUp returns what a token's row of a sparse list adds to one item.
func lookUp(m *format.Sparse, t *token, mix int32, item uint32) int32 {
	factor := sparseFactor(m, t, mix)
	if factor == 0 {
		return 0
	}
	low, high := m.Start[t.row], m.Start[t.row+1]
	end := high
	for low < high {
		middle := (low + high) / 2
		if m.Target[middle] < item {
			low = middle + 1
		} else {
			high = middle
		}
	}
	if low == end || m.Target[low] != item {
		return 0
	}
	return entryScore(factor, m.Weight[low])
}

// position returns where the request ranks an item, 1 for the best, and 0 for
// an item that it would not return at any length.
func (e *Engine) position(r *format.RankRequest, item uint32) uint32 {
	s := &e.scratch
	wanted := format.Ranked{Item: item, Score: s.scores[item]}
	if wanted.Score == barred {
		return 0
	}
	position := uint32(1)
	if r.Scope == format.ScopeAll {
		for other, score := range s.scores {
			if before(format.Ranked{Item: uint32(other), Score: score}, wanted) {
				position++
			}
		}
		return position
	}
	for _, other := range s.candidates {
		if before(format.Ranked{Item: other, Score: s.scores[other]}, wanted) {
			position++
		}
	}
	if !slices.Contains(s.candidates, item) {
		return 0
	}
	return position
}
