package catalog

import (
	"privet/engine/format"
)

// split cuts a catalog in a head, its first items, and a shard of each group of
// others. An item of no group is in none. Items of a group rise. format.Join puts
// them together again, but for what items of one shard say of another's.
func split(c *format.Catalog, head int, groups [][]int32) (*format.Catalog, []*format.Shard, error) {
	cut := cutter{c: c, head: head, place: make([]place, c.Items.Len())}
	for i := range cut.place {
		cut.place[i] = place{shard: none}
		if i < head {
			cut.place[i] = place{inHead, uint32(i)}
		}
	}
	for g, items := range groups {
		for i, item := range items {
			cut.place[item] = place{int32(g), uint32(head + i)}
		}
	}
	top := make([]int32, head)
	for i := range top {
		top[i] = int32(i)
	}
	keys, err := cut.keys(top)
	if err != nil {
		return nil, nil, err
	}
	tokens := c.Gain[min(len(c.Gain), c.Items.Len()):]
	h := &format.Catalog{
		Params: c.Params, Items: keys, Bias: c.Bias[:head], Rank: c.Rank, Out: c.Out[:head*c.Rank],
		Gain: append(cut.bytes(c.Gain, top, min(1, c.Rank)), tokens...), Tokens: c.Tokens, TokenIn: c.TokenIn,
		Taste: cut.sparse(&c.Taste, inHead, top), Next: cut.sparse(&c.Next, inHead, top), Together: cut.sparse(&c.Together, inHead, top),
		Labels: cut.labels(top), Rules: cut.rules(inHead),
	}
	if c.In != nil {
		h.In = c.In[:head*c.Rank]
	}
	shards := make([]*format.Shard, len(groups))
	for g, items := range groups {
		if keys, err = cut.keys(items); err != nil {
			return nil, nil, err
		}
		s := &format.Shard{
			Head: head, Digest: h.Items.Digest(), Tokens: c.Tokens.Len(), Rank: c.Rank, Items: keys,
			Bias: cut.bytes(c.Bias, items, 1), Out: cut.bytes(c.Out, items, c.Rank), Gain: cut.bytes(c.Gain, items, min(1, c.Rank)),
			Taste: cut.sparse(&c.Taste, int32(g), items), Next: cut.sparse(&c.Next, int32(g), items), Together: cut.sparse(&c.Together, int32(g), items),
			Labels: cut.labels(items), Rules: cut.rules(int32(g)),
		}
		if c.In != nil {
			s.In = cut.bytes(c.In, items, c.Rank)
		}
		shards[g] = s
	}
	return h, shards, nil
}

// Where an item is that is in no shard.
const (
	inHead = -1
	none   = -2
)

// A place is where an item is: in the head or a shard, and at which index there.
type place struct {
	shard int32
	index uint32
}

// A cutter knows where each item of a catalog goes.
type cutter struct {
	c     *format.Catalog
	head  int
	place []place
}

func (cut *cutter) keys(items []int32) (format.Keys, error) {
	ids := make([]string, len(items))
	for i, item := range items {
		ids[i] = cut.c.Items.At(int(item))
	}
	return format.NewKeys(ids)
}

// bytes returns the items' parts of a matrix, row by row; nil where it has no columns.
func (cut *cutter) bytes(matrix []byte, items []int32, columns int) []byte {
	var all []byte
	for _, item := range items {
		all = append(all, matrix[int(item)*columns:(int(item)+1)*columns]...)
	}
	return all
}

// sparse returns the rows of the head or of a shard. A shard's rows of the head's
// items and of tokens have only its own items.
func (cut *cutter) sparse(m *format.Sparse, shard int32, items []int32) format.Sparse {
	part := format.Sparse{Start: []uint32{0}, Scale: m.Scale}
	row := func(r int, wanted func(place) bool) {
		if r < m.Rows() {
			for i := m.Start[r]; i < m.Start[r+1]; i++ {
				if p := cut.place[m.Target[i]]; wanted(p) {
					part.Target, part.Weight = append(part.Target, p.index), append(part.Weight, m.Weight[i])
				}
			}
		}
		part.Start = append(part.Start, uint32(len(part.Target)))
	}
	own := func(p place) bool { return p.shard == shard }
	if shard != inHead {
		for r := range cut.head {
			row(r, own)
		}
	}
	for _, item := range items {
		row(int(item), func(p place) bool { return p.shard == shard || p.shard == inHead })
	}
	for r := cut.c.Items.Len(); r < m.Rows(); r++ {
		row(r, own)
	}
	if len(part.Target) == 0 {
		return format.Sparse{}
	}
	return part
}

func (cut *cutter) labels(items []int32) format.Lists {
	part := format.Lists{Start: []uint32{0}}
	for _, item := range items {
		part.Target = append(part.Target, cut.c.Labels.Row(int(item))...)
		part.Start = append(part.Start, uint32(len(part.Target)))
	}
	if len(part.Target) == 0 {
		return format.Lists{}
	}
	return part
}

// rules returns the rules with those of their items that are in the head or in a
// shard; nothing for a shard that no rule is about.
func (cut *cutter) rules(shard int32) format.Rules {
	var part format.Rules
	about := shard == inHead
	for _, rule := range cut.c.Rules.Rules {
		var items []uint32
		for _, item := range rule.Items {
			if p := cut.place[item]; p.shard == shard {
				items = append(items, p.index)
			}
		}
		everywhere := len(rule.Items) == 0 && shard == inHead
		rule.Items = items
		if len(items) > 0 {
			about = true
		} else if !everywhere {
			rule = format.Rule{Name: rule.Name, Action: rule.Action, Value: rule.Value, Count: rule.Count, Until: format.Never}
		}
		part.Rules = append(part.Rules, rule)
	}
	if !about {
		return format.Rules{}
	}
	return part
}
