package format

// Join puts a head and some of its shards together, given as files, and returns
// a catalog file with all of their items: the head's, then each shard's. What a
// shard's items say of another shard's was left out when the catalog was split.
func Join(head []byte, shards [][]byte) ([]byte, error) {
	c, err := Decode(head)
	if err != nil {
		return nil, err
	}
	j := joining{catalog: c, head: c.Items.Len(), end: c.Items.Len()}
	for i, file := range shards {
		s, err := DecodeShard(file)
		if err == nil {
			err = j.add(s)
		}
		if err != nil {
			wrong := err.(*Error)
			wrong.Index = uint32(i)
			return nil, wrong
		}
	}
	if err := j.join(); err != nil {
		return nil, err
	}
	return appendCatalog(c), nil
}

// JoinTrend makes the trend of a head one of what was joined to it, both given as
// files. What is new is as popular as its shard says, and nothing of it is hot.
func JoinTrend(trend, head, joined []byte) ([]byte, error) {
	c, err := Decode(head)
	if err != nil {
		return nil, err
	}
	t, err := DecodeTrend(trend, c)
	if err != nil {
		return nil, err
	}
	all, err := Decode(joined)
	if err != nil {
		return nil, err
	}
	n := c.Items.Len()
	if all.Items.Len() < n {
		return nil, (&decoder{}).fail(tagItems, 0, "it has fewer items than its head")
	}
	longer := Trend{
		Base: all.Items.Digest(), At: t.At,
		Bias: append(t.Bias[:n:n], all.Bias[n:]...),
		Hot:  append(t.Hot[:n:n], make([]byte, all.Items.Len()-n)...),
	}
	return longer.Append(nil), nil
}

// joining is a catalog that grows by shards.
type joining struct {
	catalog *Catalog
	head    int // items of the head
	end     int // items of it and of the shards so far
	shards  []*Shard
	first   []int // beside shards: where its items begin
}

// add checks that a shard belongs to the head, and that there is room for it.
func (j *joining) add(s *Shard) error {
	c := j.catalog
	detail := ""
	switch {
	case s.Head != j.head, s.Digest != c.Items.Digest(), s.Tokens != c.Tokens.Len(), s.Rank != c.Rank, (s.In == nil) != (c.In == nil):
		detail = "it belongs to another catalog; fetch both of one manifest"
	case len(s.Rules.Rules) > 0 && len(s.Rules.Rules) != len(c.Rules.Rules):
		detail = "it has other rules than its catalog; build both again"
	case j.end+s.Items.Len() > MaxItems:
		detail = "with it there are too many items; join fewer"
	}
	if detail != "" {
		return &Error{Status: BadCatalog, Record: "shard", Field: sectionNames[tagParams], Detail: detail}
	}
	j.shards, j.first = append(j.shards, s), append(j.first, j.end)
	j.end += s.Items.Len()
	return nil
}

func (j *joining) join() error {
	c := j.catalog
	keys := make([]string, 0, j.end)
	for i := range j.head {
		keys = append(keys, c.Items.At(i))
	}
	// The head's memory must not change: appending to a slice that was cut at its length copies it.
	gain := c.Gain[:min(len(c.Gain), j.head):min(len(c.Gain), j.head)]
	for _, s := range j.shards {
		for i := range s.Items.Len() {
			keys = append(keys, s.Items.At(i))
		}
		c.Bias, c.Out = append(c.Bias, s.Bias...), append(c.Out, s.Out...)
		if c.In != nil {
			c.In = append(c.In, s.In...)
		}
		gain = append(gain, s.Gain...)
	}
	c.Gain = append(gain, c.Gain[min(len(c.Gain), j.head):]...)
	var err error
	if c.Items, err = NewKeys(keys); err != nil { // an item of two shards
		return err
	}
	tokens := c.Tokens.Len()
	j.sparse(&c.Taste, func(s *Shard) *Sparse { return &s.Taste }, tokens)
	j.sparse(&c.Next, func(s *Shard) *Sparse { return &s.Next }, 0)
	j.sparse(&c.Together, func(s *Shard) *Sparse { return &s.Together }, 0)
	j.labels()
	j.rules()
	return nil
}

// item returns where an item of shard k is among all.
func (j *joining) item(k int, i uint32) uint32 {
	if i < uint32(j.head) {
		return i
	}
	return i - uint32(j.head) + uint32(j.first[k])
}

// sparse joins the shards' rows to the catalog's: of the head's items, then of
// each shard's, then of tokens.
func (j *joining) sparse(of *Sparse, part func(*Shard) *Sparse, tokens int) {
	joined := Sparse{Start: make([]uint32, 1, j.end+tokens+1), Scale: of.Scale}
	row := func(m *Sparse, r int, move func(uint32) uint32) {
		if r >= m.Rows() {
			return
		}
		for _, target := range m.Row(r) {
			joined.Target = append(joined.Target, move(target))
		}
		joined.Weight = append(joined.Weight, m.Weight[m.Start[r]:m.Start[r+1]]...)
		joined.Scale = m.Scale // a catalog's scale is its shards'
	}
	end := func() { joined.Start = append(joined.Start, uint32(len(joined.Target))) }
	// shared makes a row of the head's and of what the shards add to it.
	shared := func(inHead int, inShard func(s *Shard) int) {
		row(of, inHead, func(target uint32) uint32 { return target })
		for k, s := range j.shards {
			row(part(s), inShard(s), func(target uint32) uint32 { return j.item(k, target) })
		}
		end()
	}
	for r := range j.head {
		shared(r, func(*Shard) int { return r })
	}
	for k, s := range j.shards {
		for i := range s.Items.Len() {
			row(part(s), j.head+i, func(target uint32) uint32 { return j.item(k, target) })
			end()
		}
	}
	for t := range tokens {
		shared(j.head+t, func(s *Shard) int { return j.head + s.Items.Len() + t })
	}
	*of = joined
}

func (j *joining) labels() {
	joined := Lists{Start: make([]uint32, 1, j.end+1)}
	add := func(l *Lists, items int) {
		for i := range items {
			joined.Target = append(joined.Target, l.Row(i)...)
			joined.Start = append(joined.Start, uint32(len(joined.Target)))
		}
	}
	add(&j.catalog.Labels, j.head)
	for _, s := range j.shards {
		add(&s.Labels, s.Items.Len())
	}
	j.catalog.Labels = joined
}

// rules gives each rule its items of the shards.
func (j *joining) rules() {
	for i := range j.catalog.Rules.Rules {
		rule := &j.catalog.Rules.Rules[i]
		if len(rule.Items) == 0 && rule.Until != Never {
			continue // it holds for all items
		}
		for k, s := range j.shards {
			if len(s.Rules.Rules) == 0 || s.Rules.Rules[i].Until == Never {
				continue
			}
			items := rule.Items
			if rule.Until == Never {
				*rule = s.Rules.Rules[i]
			}
			for _, item := range s.Rules.Rules[i].Items {
				items = append(items, j.item(k, item))
			}
			rule.Items = items
		}
	}
}
