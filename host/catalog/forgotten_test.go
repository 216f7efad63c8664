package catalog

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"privet/host/catalog/train"
)

// What fewer visitors than MinVisitors did with an item may be changed at will, or
// never have happened: every byte of the catalog, its texts, its trend and its
// manifest stays the same. Pairs are of anybody here, so that it is not they who hide it.
func TestBuild_tellsNothingOfFew(test *testing.T) {
	dir := test.TempDir()
	items := filepath.Join(dir, "items.csv")
	text := "id,title,category\n"
	for i := range 9 {
		text += fmt.Sprintf("i%d,%s %s,%s\n", i, []string{"red", "blue", "tall"}[i%3], []string{"lamp", "cup"}[i%2], []string{"Lamps", "Cups"}[i%2])
	}
	require.NoError(test, os.WriteFile(items, []byte(text), 0o644))
	const least, known = 6, 6 // of the items, those that enough visitors met
	rapid.Check(test, func(t *rapid.T) {
		built := func(events []string) map[string]string {
			o := Options{
				Items: items, Events: filepath.Join(dir, "events.csv"), Out: filepath.Join(dir, "out"),
				MinVisitors: least, Train: train.Options{MinSupport: 1, Seed: 1},
			}
			require.NoError(t, os.RemoveAll(o.Out))
			require.NoError(t, os.WriteFile(o.Events, []byte("visitor,item,kind,time,daypart\n"+strings.Join(events, "\n")), 0o644))
			report, err := Build(context.Background(), o)
			require.NoError(t, err)
			require.Equal(t, 9-known, report.Forgotten.Items)
			return content(test, o.Out)
		}
		draw := func(visitor, item int, dayparts ...string) string {
			return fmt.Sprintf("v%d,i%d,%s,%d,%s", visitor, item,
				rapid.SampledFrom([]string{"view", "add", "buy"}).Draw(t, "kind"),
				1_700_000_000+rapid.IntRange(0, 400).Draw(t, "at")*1000, rapid.SampledFrom(dayparts).Draw(t, "daypart"))
		}
		// Few did something with the others, and can have done it anywhere between.
		mixed := func(events []string) []string {
			out := append([]string{}, events...)
			for range rapid.IntRange(0, 30).Draw(t, "events of few") {
				item := rapid.IntRange(known, 8).Draw(t, "item")
				e := draw(item+rapid.IntRange(0, least-2).Draw(t, "one of few"), item, "", "noon", "dusk")
				at := rapid.IntRange(0, len(out)).Draw(t, "place")
				out = append(out[:at], append([]string{e}, out[at:]...)...)
			}
			return out
		}
		var events []string
		for v := range 12 {
			for range 3 {
				events = append(events, draw(v, rapid.IntRange(0, known-1).Draw(t, "item"), "", "noon", "night"))
			}
		}
		for i := range known {
			for v := range least {
				events = append(events, draw(2*v, i, "noon"))
			}
		}
		want := built(events)
		require.Equal(t, want, built(mixed(events)))
	})
}
