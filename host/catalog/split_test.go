package catalog

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"privet/engine/format"
)

// Whatever is split and joined says of every item, and of every two that are in
// the head or in one shard, what it said before.
func TestSplit_joinedSaysTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawCatalog(t)
		head := rapid.IntRange(1, c.Items.Len()).Draw(t, "head")
		groups := make([][]int32, rapid.IntRange(0, 3).Draw(t, "groups"))
		shardOf := map[string]int{}
		for i := range c.Items.Len() {
			shardOf[c.Items.At(i)] = inHead
			if i < head {
				continue
			}
			if g := rapid.IntRange(-1, len(groups)-1).Draw(t, "group"); g >= 0 {
				groups[g] = append(groups[g], int32(i))
				shardOf[c.Items.At(i)] = g
			} else {
				shardOf[c.Items.At(i)] = none
			}
		}
		groups = slices.DeleteFunc(groups, func(g []int32) bool { return len(g) == 0 })
		h, shards, err := split(c, head, groups)
		require.NoError(t, err)
		headFile, err := format.Encode(h)
		require.NoError(t, err)
		want := head
		var files [][]byte
		for k := range shards {
			file, err := format.EncodeShard(shards[k])
			require.NoError(t, err)
			if rapid.Bool().Draw(t, "joined") {
				files = append(files, file)
				want += len(groups[k])
			}
		}
		file, err := format.Join(headFile, files)
		require.NoError(t, err)
		joined, err := format.Decode(file)
		require.NoError(t, err)
		require.Equal(t, want, joined.Items.Len())
		sameOf(t, c, joined, shardOf)
		trend := format.Trend{Base: h.Items.Digest(), At: 7, Bias: slices.Repeat([]byte{9}, head), Hot: slices.Repeat([]byte{8}, head)}
		longer, err := format.JoinTrend(trend.Append(nil), headFile, file)
		require.NoError(t, err)
		read, err := format.DecodeTrend(longer, joined)
		require.NoError(t, err)
		require.Equal(t, append(slices.Clone(trend.Bias), joined.Bias[head:]...), read.Bias)
		require.Equal(t, append(slices.Clone(trend.Hot), make([]byte, want-head)...), read.Hot)
		require.EqualValues(t, 7, read.At)
	})
}

// sameOf holds a part of a catalog against the whole, by the items' ids.
func sameOf(t *rapid.T, whole, part *format.Catalog, shardOf map[string]int) {
	require.Equal(t, whole.Params, part.Params)
	require.Equal(t, string(whole.TokenIn), string(part.TokenIn))
	row := func(m []byte, i, columns int) string {
		if len(m) == 0 {
			return ""
		}
		return string(m[i*columns : (i+1)*columns])
	}
	n, old := part.Items.Len(), make([]int, part.Items.Len())
	now := map[string]int{}
	for i := range n {
		id := part.Items.At(i)
		old[i], _ = whole.Items.Find(id)
		now[id] = i
		require.Equal(t, whole.Bias[old[i]], part.Bias[i])
		require.Equal(t, row(whole.Out, old[i], whole.Rank), row(part.Out, i, part.Rank))
		require.Equal(t, row(whole.In, old[i], whole.Rank), row(part.In, i, part.Rank))
		require.Equal(t, row(whole.Gain, old[i], min(1, whole.Rank)), row(part.Gain, i, min(1, part.Rank)))
		require.ElementsMatch(t, whole.Labels.Row(old[i]), part.Labels.Row(i))
	}
	require.Equal(t, string(whole.Gain[min(len(whole.Gain), whole.Items.Len()):]), string(part.Gain[min(len(part.Gain), n):]))
	// together tells whether an entry of a row could be kept: between shards none is.
	together := func(row, target string) bool {
		a, known := shardOf[row]
		b := shardOf[target]
		return !known || a == inHead || b == inHead || a == b
	}
	for _, m := range []struct{ whole, part *format.Sparse }{{&whole.Taste, &part.Taste}, {&whole.Next, &part.Next}, {&whole.Together, &part.Together}} {
		require.Equal(t, entries(whole, m.whole, func(row, target string) bool {
			_, ok := now[target]
			_, rowThere := now[row]
			_, isItem := shardOf[row]
			return ok && (rowThere || !isItem) && together(row, target)
		}), entries(part, m.part, func(string, string) bool { return true }))
	}
	require.Len(t, part.Rules.Rules, len(whole.Rules.Rules))
	for i, was := range whole.Rules.Rules {
		is := part.Rules.Rules[i]
		var items []uint32
		for _, item := range was.Items {
			if k, ok := now[whole.Items.At(int(item))]; ok {
				items = append(items, uint32(k))
			}
		}
		slices.Sort(items)
		if was.Items != nil && items == nil {
			require.EqualValues(t, format.Never, is.Until)
			continue
		}
		was.Items = items
		require.Equal(t, was, is)
	}
}

// entries returns a sparse matrix by name: "row>target" to weight and scale.
func entries(c *format.Catalog, m *format.Sparse, wanted func(row, target string) bool) map[string][2]int32 {
	all := map[string][2]int32{}
	for r := range m.Rows() {
		row := ""
		if r < c.Items.Len() {
			row = c.Items.At(r)
		} else {
			row = c.Tokens.At(r - c.Items.Len())
		}
		for k := m.Start[r]; k < m.Start[r+1]; k++ {
			if target := c.Items.At(int(m.Target[k])); wanted(row, target) {
				all[row+">"+target] = [2]int32{int32(int8(m.Weight[k])), m.Scale}
			}
		}
	}
	return all
}

// drawCatalog makes up a catalog in which every section may be there or not.
func drawCatalog(t *rapid.T) *format.Catalog {
	n, tokens := rapid.IntRange(1, 12).Draw(t, "items"), rapid.IntRange(1, 3).Draw(t, "tokens")
	draw := func(name string, count int) []byte {
		return rapid.SliceOfN(rapid.Byte(), count, count).Draw(t, name)
	}
	names := func(prefix string, count int) format.Keys {
		var keys []string
		for i := range count {
			keys = append(keys, fmt.Sprintf("%s%d", prefix, i))
		}
		k, err := format.NewKeys(keys)
		require.NoError(t, err)
		return k
	}
	some := func(name string, limit int) []uint32 {
		list := rapid.SliceOfDistinct(rapid.Uint32Range(0, uint32(limit-1)), func(v uint32) uint32 { return v }).Draw(t, name)
		slices.Sort(list)
		return list
	}
	sparse := func(name string, rows int) format.Sparse {
		m := format.Sparse{Start: []uint32{0}, Scale: rapid.Int32Range(1, 99).Draw(t, "scale")}
		for r := range rows {
			for _, target := range some(name, n) {
				if int(target) != r {
					m.Target, m.Weight = append(m.Target, target), append(m.Weight, byte(target*7+uint32(r)+1))
				}
			}
			m.Start = append(m.Start, uint32(len(m.Target)))
		}
		if len(m.Target) == 0 || rapid.Bool().Draw(t, "without") {
			return format.Sparse{}
		}
		return m
	}
	c := &format.Catalog{Params: format.DefaultParams(), Items: names("item", n), Tokens: names("token", tokens), Bias: draw("bias", n)}
	if rapid.Bool().Draw(t, "factors") {
		c.Rank = 16
		c.Out, c.Gain, c.TokenIn = draw("out", 16*n), draw("gain", n+tokens), draw("token in", 16*tokens)
		if rapid.Bool().Draw(t, "own in") {
			c.In = draw("in", 16*n)
		}
	}
	c.Taste, c.Next, c.Together = sparse("taste", n+tokens), sparse("next", n), sparse("together", n)
	labels := format.Lists{Start: []uint32{0}}
	for range n {
		labels.Target = append(labels.Target, some("labels", tokens)...)
		labels.Start = append(labels.Start, uint32(len(labels.Target)))
	}
	if len(labels.Target) > 0 {
		c.Labels = labels
	}
	for i := range rapid.IntRange(0, 3).Draw(t, "rules") {
		r := format.Rule{Name: fmt.Sprint("rule ", i), Action: format.ActionBoost, Value: int32(i), From: 5, Until: 9, Slots: []string{"home"}}
		if items := some("ruled", n); len(items) > 0 {
			r.Items = items
		}
		c.Rules.Rules = append(c.Rules.Rules, r)
	}
	return c
}
