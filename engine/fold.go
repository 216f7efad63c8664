package engine

import (
	"privet/engine/format"
	"privet/engine/purpose"
)

// A token is one piece of evidence: an item that the visitor met, an interest,
// a context value, or an item that the list is about.
type token struct {
	reason // its row is an item index, or N + token index
	mix    mix
	raw    int64 // weight before normalization, 65536 = one view just now
	weight int32 // share of format.TotalWeight
	self   int32 // what the vector would add to the score of the token's own item
	repeat int32 // format.Params.Repeat
}

// A mix says which parts of the model a token speaks through, from 0 to 256.
type mix struct{ factors, taste, next, together int32 }

// A folding is everything a request's scores depend on.
type folding struct {
	tokens     []token // in order of purpose, then first appearance
	popularity int32   // what a unit of format.Catalog.Bias weighs
	trend      int32   // what a unit of format.Trend.Hot weighs
	visit      int     // position in the log at which this visit begins
	wishes     []wish  // rules in force
	omitted    reason  // what is left out, for a counterfactual
}

// fold turns the log and a request into weighted tokens and rules in force. It
// reads nothing that the visitor has not granted.
func (e *Engine) fold(r *format.RankRequest, omitted reason) folding {
	f := folding{tokens: e.scratch.tokens[:0], omitted: omitted}
	f.visit = e.visitStart(&f, r.Now)
	e.wish(&f, r)
	switch r.Strategy {
	case format.StrategyForYou:
		e.foldVisitor(&f, r)
	case format.StrategySimilar, format.StrategyTogether:
		e.foldAnchors(&f, r)
	case format.StrategyTrending:
		f.popularity, f.trend = 1, 256
		if f.omits(reason{source: format.SourcePopularity}) {
			f.popularity, f.trend = 0, 0
		}
	default:
		e.foldMet(&f, r)
	}
	e.scratch.tokens = f.tokens
	return f
}

// foldVisitor gathers what is known of the visitor, purpose by purpose.
func (e *Engine) foldVisitor(f *folding, r *format.RankRequest) {
	experience := int64(0)
	for p := purpose.Purpose(0); p < purpose.Count; p++ {
		if !e.granted.Has(p) {
			continue
		}
		first := len(f.tokens)
		switch p {
		case purpose.Session:
			e.foldSession(f)
		case purpose.History:
			e.foldHistory(f, r.Now)
		case purpose.Interests:
			e.foldInterests(f)
		default:
			e.foldContext(f, p, r.Context)
		}
		sum := normalize(f.tokens[first:], e.catalog.Params.Amount[p])
		e.scratch.release(f.tokens[first:])
		if purpose.Stored.Has(p) {
			experience += sum
		}
	}
	e.weighPopularity(f, experience)
}

// weighPopularity makes popularity weigh less the more is known.
func (e *Engine) weighPopularity(f *folding, experience int64) {
	if f.omits(reason{source: format.SourcePopularity}) {
		return
	}
	fade := int64(e.catalog.Params.Fade)
	f.popularity = int32(int64(e.catalog.Params.BiasWeight) * fade / (fade + experience>>8))
}

// visitStart returns the position in the log at which this visit begins. Only
// events kept for the session tell: others must not bridge a pause.
func (e *Engine) visitStart(f *folding, now int64) int {
	start, later := len(e.log.entries), now
	for i := start - 1; i >= 0; i-- {
		x := &e.log.entries[i]
		if !f.kept(x).Has(purpose.Session) {
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
func (e *Engine) foldSession(f *folding) {
	weight := int64(one)
	for i := len(e.log.entries) - 1; i >= f.visit; i-- {
		if x := &e.log.entries[i]; f.kept(x).Has(purpose.Session) {
			e.met(f, x, purpose.Session, weight)
			weight = weight * int64(e.catalog.Params.StepDecay) >> 16
		}
	}
}

// foldHistory weighs all events kept for the history by their age, and by how
// many times back they lie at which anything happened.
func (e *Engine) foldHistory(f *folding, now int64) {
	params := &e.catalog.Params
	step, last := int64(one), int64(-1)
	for i := len(e.log.entries) - 1; i >= 0; i-- {
		x := &e.log.entries[i]
		if !f.kept(x).Has(purpose.History) {
			continue
		}
		if last >= 0 && x.At != last {
			step = step * int64(params.HistoryStep) >> 16
		}
		last = x.At
		e.met(f, x, purpose.History, halved((now-x.At)/1000, params.HalfLife)*step>>16)
	}
}

// met adds an event on an item as evidence for one purpose.
func (e *Engine) met(f *folding, x *entry, p purpose.Purpose, weight int64) {
	if x.row >= 0 && x.Kind != format.Declare {
		e.gather(f, reason{format.SourceItem, p, x.row}, weight*int64(e.catalog.Params.KindWeight[x.Kind])>>8)
	}
}

// visible tells whether the event at a position of the log may be looked at as
// something that the visitor did.
func (e *Engine) visible(f *folding, i int) bool {
	kept := f.kept(&e.log.entries[i])
	return kept.Has(purpose.History) || i >= f.visit && kept.Has(purpose.Session)
}

func (e *Engine) foldInterests(f *folding) {
	weight := int64(e.catalog.Params.KindWeight[format.Declare]) << 8
	for i := range e.log.entries {
		x := &e.log.entries[i]
		if purpose.Set(x.Purposes).Has(purpose.Interests) && x.row >= 0 && !e.scratch.holds(x.row) {
			e.gather(f, reason{format.SourceToken, purpose.Interests, x.row}, weight)
		}
	}
}

func (e *Engine) foldContext(f *folding, p purpose.Purpose, keys []string) {
	for _, key := range keys {
		if purpose.OfContextKey(key) != p {
			continue
		}
		if row := tokenRow(e.catalog, key); row >= 0 && !e.scratch.holds(row) {
			e.gather(f, reason{format.SourceToken, p, row}, one)
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
	plain      []int32 // N: what they were before any rule changed them
	parts      []int32 // N, all 0 between uses: scores of one purpose
	marked     []bool  // N, true for the candidates of the request
	taken      []bool  // N, all false between uses
	place      []int32 // N + T, all 0 between uses: 1 + position in some list
	tokens     []token
	best       []scored // the heap
	candidates []uint32 // the request's, each once
	u          []int16  // rank: the visitor's vector
	groups     []int    // of one item under one rule
	feature    []uint8  // T: which feature of learning a label is; 0 for none
	layers     []int16  // purposes × rank: each purpose's part of it
}

func newScratch(c *format.Catalog) scratch {
	n := c.Items.Len()
	return scratch{
		scores:  make([]int32, n, padded(n)),
		plain:   make([]int32, n),
		parts:   make([]int32, n),
		marked:  make([]bool, n),
		taken:   make([]bool, n),
		place:   make([]int32, n+c.Tokens.Len()),
		u:       make([]int16, c.Rank),
		feature: make([]uint8, c.Tokens.Len()),
		layers:  make([]int16, purpose.Count*c.Rank),
	}
}

// padded returns what scores of n items must have room for: the kernel works in fours.
func padded(n int) int { return (n + 3) &^ 3 }

// layer returns a purpose's part of the visitor's vector.
func (s *scratch) layer(p purpose.Purpose) []int16 {
	rank := len(s.u)
	return s.layers[int(p)*rank : int(p+1)*rank]
}

// gather adds evidence to the tokens, or to the one of its row and purpose.
func (e *Engine) gather(f *folding, r reason, raw int64) {
	place := &e.scratch.place[r.row]
	if f.omits(r) {
		return
	}
	if *place == 0 {
		f.tokens = append(f.tokens, token{})
		*place = int32(len(f.tokens))
		t, params := &f.tokens[*place-1], &e.catalog.Params
		m := &params.Mix[r.purpose]
		t.reason, t.mix = r, mix{factors: m.Factors, taste: m.Taste, next: m.Next}
		if r.source == format.SourceItem {
			t.repeat = params.Repeat[r.purpose]
		}
	}
	f.tokens[*place-1].raw += raw
}

func (s *scratch) holds(row int) bool { return s.place[row] > 0 }

// release forgets where a purpose's tokens lie, before the next purpose's.
func (s *scratch) release(tokens []token) {
	for i := range tokens {
		s.place[tokens[i].row] = 0
	}
}
