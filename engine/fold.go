package engine

import (
	"privet/engine/format"
	"privet/engine/purpose"
)

// A token is one piece of evidence: an item that the visitor met, an interest
// or a context value.
type token struct {
	row     int // item index, or N + token index
	purpose purpose.Purpose
	raw     int64 // weight before normalization, 65536 = one view just now
	weight  int32 // share of format.TotalWeight
	self    int32 // what the vector would add to the score of the token's own item
}

// A folding is everything a request's scores depend on.
type folding struct {
	tokens     []token  // in order of purpose, then first appearance
	popularity int32    // what a unit of format.Catalog.Bias weighs
	hidden     []uint32 // items whose last word is Dismiss
}

// fold turns the log and a request into weighted tokens. It reads nothing that
// the visitor has not granted.
func (e *Engine) fold(r *format.RankRequest) folding {
	f := folding{tokens: e.scratch.tokens[:0]}
	params := &e.catalog.Params
	visit := e.visitStart(r.Now)
	e.hide(&f, visit)
	experience := int64(0)
	for p := purpose.Purpose(0); p < purpose.Count; p++ {
		if !e.granted.Has(p) {
			continue
		}
		first := len(f.tokens)
		switch p {
		case purpose.Session:
			e.foldSession(&f, visit)
		case purpose.History:
			e.foldHistory(&f, r.Now)
		case purpose.Interests:
			e.foldInterests(&f)
		default:
			e.foldContext(&f, p, r.Context)
		}
		sum := normalize(f.tokens[first:], params.Amount[p])
		e.scratch.release(f.tokens[first:])
		if purpose.Stored.Has(p) {
			experience += sum
		}
	}
	fade := int64(params.Fade)
	f.popularity = int32(int64(params.BiasWeight) * fade / (fade + experience>>8))
	e.scratch.tokens = f.tokens
	return f
}

// visitStart returns the position in the log at which this visit begins. Only
// events kept for the session tell: others must not bridge a pause.
func (e *Engine) visitStart(now int64) int {
	start, later := len(e.log.entries), now
	for i := start - 1; i >= 0; i-- {
		x := &e.log.entries[i]
		if !purpose.Set(x.Purposes).Has(purpose.Session) {
			continue
		}
		if later-x.At > e.catalog.Params.VisitGap*1000 {
			break
		}
		start, later = i, x.At
	}
	return start
}

// foldSession weighs this visit's events by how many steps back they lie.
func (e *Engine) foldSession(f *folding, start int) {
	weight := int64(one)
	for i := len(e.log.entries) - 1; i >= start; i-- {
		if x := &e.log.entries[i]; purpose.Set(x.Purposes).Has(purpose.Session) {
			e.met(f, x, purpose.Session, weight)
			weight = weight * int64(e.catalog.Params.StepDecay) >> 16
		}
	}
}

// foldHistory weighs all events kept for the history by their age.
func (e *Engine) foldHistory(f *folding, now int64) {
	for i := len(e.log.entries) - 1; i >= 0; i-- {
		if x := &e.log.entries[i]; purpose.Set(x.Purposes).Has(purpose.History) {
			e.met(f, x, purpose.History, halved((now-x.At)/1000, e.catalog.Params.HalfLife))
		}
	}
}

// met adds an event on an item as evidence for one purpose.
func (e *Engine) met(f *folding, x *entry, p purpose.Purpose, weight int64) {
	if x.row >= 0 && x.Kind != format.Declare {
		e.scratch.gather(f, token{row: x.row, purpose: p, raw: weight * int64(e.catalog.Params.KindWeight[x.Kind]) >> 8})
	}
}

// hide finds the items whose last word, other than a view, is Dismiss.
func (e *Engine) hide(f *folding, visit int) {
	judged := e.scratch.marked
	for i := len(e.log.entries) - 1; i >= 0; i-- {
		x := &e.log.entries[i]
		visible := purpose.Set(x.Purposes).Has(purpose.History) || i >= visit && purpose.Set(x.Purposes).Has(purpose.Session)
		if !visible || x.row < 0 || x.Kind == format.View || x.Kind == format.Declare || judged[x.row] {
			continue
		}
		judged[x.row] = true
		if x.Kind == format.Dismiss {
			f.hidden = append(f.hidden, uint32(x.row))
		}
	}
	clear(judged)
}

func (e *Engine) foldInterests(f *folding) {
	weight := int64(e.catalog.Params.KindWeight[format.Declare]) << 8
	for i := range e.log.entries {
		x := &e.log.entries[i]
		if purpose.Set(x.Purposes).Has(purpose.Interests) && x.row >= 0 && !e.scratch.holds(x.row) {
			e.scratch.gather(f, token{row: x.row, purpose: purpose.Interests, raw: weight})
		}
	}
}

func (e *Engine) foldContext(f *folding, p purpose.Purpose, keys []string) {
	for _, key := range keys {
		if purpose.OfContextKey(key) != p {
			continue
		}
		if row := tokenRow(e.catalog, key); row >= 0 && !e.scratch.holds(row) {
			e.scratch.gather(f, token{row: row, purpose: p, raw: one})
		}
	}
}

// normalize shares a purpose's amount among its tokens in proportion to their
// raw weights, and returns the sum of those. Evidence that weighs less than one
// fresh view in all gets less than the whole amount. Division truncates, so the
// shares never sum to more than the amount.
func normalize(tokens []token, amount int32) int64 {
	sum := int64(0)
	for i := range tokens {
		sum += abs(tokens[i].raw)
	}
	for i := range tokens {
		tokens[i].weight = int32(tokens[i].raw * int64(amount) / max(sum, one))
	}
	return sum
}

// scratch is memory that requests reuse, so that ranking allocates little.
type scratch struct {
	scores     []int32 // N
	marked     []bool  // N, all false between uses
	place      []int32 // N + T, all 0 between uses: 1 + position among the tokens
	tokens     []token
	best       []format.Ranked // the heap
	candidates []uint32        // the request's, each once
	u          []int16         // rank: the visitor's vector
	q          []int16         // rank: one token's part of it
}

func newScratch(c *format.Catalog) scratch {
	n := c.Items.Len()
	return scratch{
		scores: make([]int32, n),
		marked: make([]bool, n),
		place:  make([]int32, n+c.Tokens.Len()),
		u:      make([]int16, c.Rank),
		q:      make([]int16, c.Rank),
	}
}

// gather adds t to the tokens, or to the one of the same row and purpose.
func (s *scratch) gather(f *folding, t token) {
	if at := s.place[t.row]; at > 0 {
		f.tokens[at-1].raw += t.raw
		return
	}
	f.tokens = append(f.tokens, t)
	s.place[t.row] = int32(len(f.tokens))
}

func (s *scratch) holds(row int) bool { return s.place[row] > 0 }

// release forgets where a purpose's tokens lie, before the next purpose's.
func (s *scratch) release(tokens []token) {
	for i := range tokens {
		s.place[tokens[i].row] = 0
	}
}
