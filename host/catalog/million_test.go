package catalog

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/stretchr/testify/require"

	"privet/engine/format"
	"privet/host/catalog/dataset"
	"privet/host/headless"
	"privet/wasm"
)

// BenchmarkMillion splits a made-up catalog of a million items in a thousand
// categories, and says what a page about one of them loads, joins and ranks:
//
//	go test ./host/catalog -run '^$' -bench Million -benchtime 1x -timeout 30m
func BenchmarkMillion(b *testing.B) {
	const items, categories, rank, neighbours = 1_000_000, 1000, 32, 8
	r := rand.New(rand.NewPCG(1, 2))
	// Normal numbers, as trained factors are.
	noise := func(n int) []byte {
		all := make([]byte, n)
		for i := range all {
			all[i] = byte(int8(max(-127, min(127, r.NormFloat64()*30))))
		}
		return all
	}
	ids, rows := make([]string, items), make([]dataset.Item, items)
	c := &format.Catalog{
		Params: format.DefaultParams(), Rank: rank, Bias: make([]byte, items), Out: noise(items * rank), TokenIn: noise(rank),
		Gain: bytes.Repeat([]byte{200}, items+1), Taste: format.Sparse{Start: []uint32{0}, Scale: 1 << 14},
	}
	for i := range items {
		ids[i] = fmt.Sprintf("item-%07d", i)
		category := i % categories
		rows[i] = dataset.Item{ID: ids[i], Title: fmt.Sprintf("Item %d of kind %d", i, category), Category: fmt.Sprint("kind ", category), Price: float64(r.IntN(9999)) / 100}
		c.Bias[i] = byte(255 - 255*i/items)
		for k, at := 0, r.IntN(items/categories/10); k < neighbours; k++ { // of the same category, rising
			if next := category + categories*at; next != i {
				c.Taste.Target, c.Taste.Weight = append(c.Taste.Target, uint32(next)), append(c.Taste.Weight, byte(20+r.IntN(100)))
			}
			at += 1 + r.IntN(items/categories/10)
		}
		c.Taste.Start = append(c.Taste.Start, uint32(len(c.Taste.Target)))
	}
	c.Taste.Start = append(c.Taste.Start, uint32(len(c.Taste.Target))) // the token's row
	var err error
	c.Items, err = format.NewKeys(ids)
	require.NoError(b, err)
	c.Tokens, err = format.NewKeys([]string{"daypart=evening"})
	require.NoError(b, err)
	packed := func(content []byte) float64 {
		var out bytes.Buffer
		w := brotli.NewWriterLevel(&out, 9)
		w.Write(content)
		w.Close()
		return float64(out.Len())
	}
	for b.Loop() {
		g := generation{}
		g.manifest.Items = headOf(0, items)
		var report Sharded
		began := time.Now()
		head, err := g.addShards(c, rows, &report)
		require.NoError(b, err)
		b.ReportMetric(time.Since(began).Seconds(), "s/split")
		require.Equal(b, Sharded{Head: DefaultHead, Shards: categories, Items: items - DefaultHead}, report)
		file, err := format.Encode(head)
		require.NoError(b, err)
		words, err := texts(rows[:DefaultHead], 0)
		require.NoError(b, err)
		b.ReportMetric(packed(file), "B/head")
		b.ReportMetric(packed(words), "B/head-texts")
		b.ReportMetric(packed(g.contents[0]), "B/shard")
		b.ReportMetric(packed(g.contents[1]), "B/shard-texts")
		b.ReportMetric(packed(g.contents[len(g.contents)-1]), "B/index")
		began = time.Now()
		joined, err := format.Join(file, [][]byte{g.contents[0], g.contents[2], g.contents[4]})
		require.NoError(b, err)
		b.ReportMetric(float64(time.Since(began).Microseconds())/1000, "ms/join")
		module, err := headless.Compile(wasm.Engine, nil)
		require.NoError(b, err)
		e, err := headless.New(module.Open)
		require.NoError(b, err)
		info, err := e.Load(joined)
		require.NoError(b, err)
		require.EqualValues(b, DefaultHead+3*len(rows[DefaultHead:])/categories, info.Items)
		ranking, err := e.Rank(format.RankRequest{Now: 1, Top: 20, Context: []string{"daypart=evening"}})
		require.NoError(b, err)
		require.Len(b, ranking.Items, 20)
		require.NoError(b, module.Close())
	}
}
