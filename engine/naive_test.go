package engine

import (
	"math"
	"slices"

	"github.com/stretchr/testify/require"

	"privet/engine/format"
	"privet/engine/purpose"
)

// listed is the naive making of a list: every place looks at every item and
// counts all that stands above, from scores that a plain engine computed.
type listed struct {
	c      *format.Catalog
	r      *format.RankRequest
	rules  []format.Rule // in force
	score  map[uint32]int64
	varied int64
	spread int64
	list   []uint32
}

// naive makes the list of a request for a visitor who does not let lists learn.
func naive(t require.TestingT, c *format.Catalog, granted purpose.Set, events []format.Event, r *format.RankRequest) []format.Ranked {
	plain := *c
	plain.Rules, plain.Params.Variety = format.Rules{}, format.VarietyLimits{}
	l := &listed{c: c, r: r, score: map[uint32]int64{}}
	hidden := map[uint32]bool{}
	for _, rule := range c.Rules.Rules {
		inForce := (rule.From == 0 || r.Now >= rule.From*1000) && (rule.Until == 0 || r.Now < rule.Until*1000) &&
			(len(rule.Slots) == 0 || slices.Contains(rule.Slots, r.Slot))
		for _, key := range rule.When {
			inForce = inForce && granted.Has(purpose.OfContextKey(key)) && slices.Contains(r.Context, key)
		}
		if inForce {
			l.rules = append(l.rules, rule)
		}
		for item := range uint32(c.Items.Len()) {
			hidden[item] = hidden[item] || inForce && rule.Action == format.ActionHide && l.about(&rule, item)
		}
	}

	e := visitorOf(t, &plain, granted)
	e.Observe(events)
	wide := *r
	wide.Top, wide.Variety = format.MaxTop, 0
	ranking, err := e.Rank(&wide)
	require.NoError(t, err)
	var scores []int64
	for _, x := range ranking.Items {
		if !hidden[x.Item] {
			l.score[x.Item] = int64(x.Score)
			scores = append(scores, int64(x.Score))
		}
	}
	l.spread = 256
	if len(scores) > 0 { // as many items as a pool has, or fewer
		l.spread = max(256, min(scores[0]-scores[min(len(scores), leastPool)-1], mostSpread))
	}
	if !met(r.Strategy) {
		l.lift()
		v := &c.Params.Variety
		l.varied = int64(v.Usual)
		if r.Variety > 0 {
			l.varied = max(int64(v.Least), min(int64(r.Variety)-1, int64(v.Most)))
		}
	}
	return l.choose()
}

func (l *listed) about(rule *format.Rule, item uint32) bool {
	return len(rule.Items) == 0 || slices.Contains(rule.Items, item)
}

func (l *listed) lift() {
	for _, rule := range l.rules {
		if rule.Action != format.ActionBoost {
			continue
		}
		for item := range l.score {
			if l.about(&rule, item) {
				by := int64(math.Floor(float64(rule.Value) * float64(l.spread) / 256))
				l.score[item] = max(-1<<30, min(l.score[item]+by, 1<<30))
			}
		}
	}
}

// groups returns the groups of a rule that an item is in.
func (l *listed) groups(rule *format.Rule, item uint32) (groups []uint32) {
	switch {
	case !l.about(rule, item):
	case len(rule.Labels) == 0:
		groups = []uint32{0}
	default:
		for _, label := range l.c.Labels.Row(int(item)) {
			if slices.Contains(rule.Labels, label) {
				groups = append(groups, label)
			}
		}
	}
	return groups
}

// count returns how many of the list so far are in a group.
func (l *listed) count(rule *format.Rule, group uint32) (n int32) {
	for _, item := range l.list {
		if slices.Contains(l.groups(rule, item), group) {
			n++
		}
	}
	return n
}

func (l *listed) allowed(item uint32) bool {
	for _, rule := range l.rules {
		for _, group := range l.groups(&rule, item) {
			if rule.Action == format.ActionLimit && l.count(&rule, group) >= rule.Value {
				return false
			}
		}
	}
	return !slices.Contains(l.list, item)
}

func (l *listed) owed(rule *format.Rule, item uint32) bool {
	place := int32(len(l.list) + 1)
	switch rule.Action {
	case format.ActionPin:
		return place >= rule.Value && slices.Contains(rule.Items, item)
	case format.ActionFloor:
		return l.about(rule, item) && l.count(rule, 0) < rule.Value*place/1000
	}
	return false
}

// worth returns an item's score here and now.
func (l *listed) worth(item uint32) int64 {
	mine, like := l.c.Labels.Row(int(item)), 0
	for _, above := range l.list[:min(len(l.list), mostVaried-1)] {
		theirs, shared := l.c.Labels.Row(int(above)), 0
		for _, label := range mine {
			if slices.Contains(theirs, label) {
				shared++
			}
		}
		if shared > 0 {
			like = max(like, 512*shared/(len(mine)+len(theirs)))
		}
	}
	return l.score[item] - l.spread*l.varied/100*int64(like)/256
}

func (l *listed) choose() []format.Ranked {
	ranked := []format.Ranked{}
	for len(l.list) < int(l.r.Top) {
		best, worth, rank := uint32(0), int64(0), len(l.rules)+1
		for item := range uint32(l.c.Items.Len()) {
			if _, there := l.score[item]; !there || !l.allowed(item) {
				continue
			}
			owed := len(l.rules) // by the first rule that owes it the place
			for i := range l.rules {
				if l.owed(&l.rules[i], item) {
					owed = i
					break
				}
			}
			w := l.worth(item)
			if owed == len(l.rules) && len(l.list) >= mostVaried {
				w = l.score[item] // variety looks no further
			}
			if owed < rank || owed == rank && w > worth {
				best, worth, rank = item, w, owed
			}
		}
		if rank > len(l.rules) {
			break
		}
		ranked = append(ranked, format.Ranked{Item: best, Score: int32(l.worth(best)), Propensity: certain})
		l.list = append(l.list, best)
	}
	return ranked
}
