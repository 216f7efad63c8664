package scenario

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"privet/engine/format"
	"privet/host/catalog"
	"privet/host/catalog/train"
)

// BenchmarkRun plays 1,000 scenarios on 4,000 items: a history of ten acts each,
// five expectations, and a snapshot's worth of reasons in one of them.
func BenchmarkRun(b *testing.B) {
	dir := b.TempDir()
	shop := bigShop(b, dir)
	var text strings.Builder
	text.WriteString("version: 1\nscenarios:\n")
	for n := range 1000 {
		var acts []string
		for k := range 10 {
			acts = append(acts, fmt.Sprintf("{view: i%d, ago: %d hours}", (n*37+k*11)%4000, 20-k))
		}
		fmt.Fprintf(&text, "- name: s%d\n  given:\n    grant: [session, history]\n    history: [%s]\n  expect:\n", n, strings.Join(acts, ", "))
		fmt.Fprintf(&text, "  - {top: 12, of: {category: C%d}, at most: 12}\n  - {before: [{category: C%d}, i3999]}\n  - {not because: {purpose: region}}\n  - {kept: 10}\n  - {forgetting: [3]}\n", n%40, (n*37)%40)
	}
	scenarios := filepath.Join(dir, "scenarios")
	require.NoError(b, os.Mkdir(scenarios, 0o700))
	require.NoError(b, os.WriteFile(filepath.Join(scenarios, "a.yaml"), []byte(text.String()), 0o600))
	for b.Loop() {
		f, err := LoadFolder(scenarios)
		require.NoError(b, err)
		report, err := Run(context.Background(), f, Options{Catalog: shop, Jobs: runtime.GOMAXPROCS(0), Progress: func(string, int64, int64) {}})
		require.NoError(b, err)
		require.Equal(b, 1000, report.Count(Passed)+report.Count(Failed))
		require.Zero(b, report.Count(Wrong))
	}
}

// bigShop builds a shop of 4,000 items in 40 categories, whose visitors stay in one.
func bigShop(b *testing.B, dir string) string {
	var items, events strings.Builder
	items.WriteString("id,title,category,supplier\n")
	events.WriteString("visitor,item,kind\n")
	for i := range 4000 {
		fmt.Fprintf(&items, "i%d,Item %d,C%d,S%d\n", i, i, i%40, i%7)
	}
	for v := range 6000 {
		for k := range 6 {
			fmt.Fprintf(&events, "v%d,i%d,buy\n", v, (v%40+40*((v/40+k*k)%100))%4000)
		}
	}
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		require.NoError(b, os.WriteFile(path, []byte(text), 0o600))
		return path
	}
	out := filepath.Join(dir, "shop")
	_, err := catalog.Build(context.Background(), catalog.Options{
		Items: write("items.csv", items.String()), Events: write("events.csv", events.String()), Out: out,
		Train: train.Options{Budget: 48, MinSupport: 5, Seed: 1},
	})
	require.NoError(b, err)
	opened, err := OpenShop(out, nil)
	require.NoError(b, err)
	decoded, err := format.Decode(opened.Catalog)
	require.NoError(b, err)
	require.Equal(b, 4000, decoded.Items.Len())
	return out
}
