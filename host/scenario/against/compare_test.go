package against

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"privet/host/catalog"
	"privet/host/catalog/train"
	"privet/host/scenario"
)

// shop builds a shop in which mugs go with tea and lanterns with candles, each
// bought by so many visitors.
func shop(t *testing.T, items string, mugs, lanterns int) string {
	t.Helper()
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		return path
	}
	var events strings.Builder
	events.WriteString("visitor,item,kind\n")
	for i := range mugs {
		fmt.Fprintf(&events, "m%d,mug,buy\nm%d,tea,buy\n", i, i)
	}
	for i := range lanterns {
		fmt.Fprintf(&events, "l%d,lantern,buy\nl%d,candle,buy\n", i, i)
	}
	_, err := catalog.Build(context.Background(), catalog.Options{
		Items: write("items.csv", "id,title,category\nmug,Mug,Table\ntea,Tea,Table\nlantern,Lantern,Light\ncandle,Candle,Light\n"+items), Events: write("events.csv", events.String()),
		Out: filepath.Join(dir, "out"), Train: train.Options{Budget: 48, MinSupport: 5, Seed: 1},
	})
	require.NoError(t, err)
	return filepath.Join(dir, "out")
}

func personas(t *testing.T) []*scenario.Persona {
	t.Helper()
	all, err := scenario.ParsePersonas("personas.yaml", []byte("version: 1\npersonas:\n- {name: drinker, grant: [history], history: [{view: mug}]}\n- {name: <b>nobody</b>}\n"))
	require.NoError(t, err)
	return all
}

func compare(t *testing.T, before, now string, visitors int) *Comparison {
	t.Helper()
	c, err := Compare(context.Background(), Options{Old: before, New: now, Personas: personas(t), Visitors: visitors, Seed: 1, Progress: func(string, int64, int64) {}})
	require.NoError(t, err)
	return c
}

func TestCompare_same(t *testing.T) {
	s := shop(t, "", 40, 30)
	c := compare(t, s, s, 20)
	require.Len(t, c.Visitors, 22)
	require.InDelta(t, 1, c.RBO, 1e-9)
	require.InDelta(t, 1, c.Overlap, 1e-9)
	require.Equal(t, 22, c.Unchanged)
	require.Empty(t, c.Gained)
	require.Empty(t, c.Lost)
	require.Empty(t, c.Came)
	for i := range c.Visitors {
		require.Empty(t, c.Visitors[i].Reason)
	}
}

func TestCompare_changes(t *testing.T) {
	before, now := shop(t, "rug,Rug,Floor\n", 40, 30), shop(t, "clock,<i>Clock</i>,Floor\n", 10, 60)
	c := compare(t, before, now, 0)
	require.Equal(t, []Place{{"clock", "<i>Clock</i>"}}, c.Came)
	require.Equal(t, []Place{{"rug", "Rug"}}, c.Went)
	require.Less(t, c.RBO, 0.9)
	require.Equal(t, "clock", c.Gained[0].Name, "of nothing to something")
	require.Equal(t, "rug", c.Lost[0].Name)
	shares := 0.0
	for _, s := range c.Categories {
		shares += s.Now
		if s.Name == "Light" {
			require.Positive(t, s.Change(), "lanterns sell now")
		}
	}
	require.InDelta(t, 1, shares, 1e-9)
	nobody := c.Visitors[1]
	require.Equal(t, "mug", nobody.Old.Items[0].ID)
	require.Equal(t, "Light", map[string]string{"lantern": "Light", "candle": "Light"}[nobody.New.Items[0].ID])
}

// The page is one file that asks nothing of anybody, and is the same every time.
func TestComparison_HTML(t *testing.T) {
	before, now := shop(t, "rug,Rug,Floor\n", 40, 30), shop(t, "clock,<i>Clock</i>,Floor\n", 10, 60)
	html := func() string {
		var b bytes.Buffer
		require.NoError(t, compare(t, before, now, 30).HTML(&b))
		return b.String()
	}
	page := html()
	require.Equal(t, page, html())
	require.Contains(t, page, "&lt;b&gt;nobody&lt;/b&gt;")
	require.Contains(t, page, "&lt;i&gt;Clock&lt;/i&gt;")
	require.NotRegexp(t, regexp.MustCompile(`(?i)<script|<link|<img|src=|url\(|https?:`), page)
	require.NotContains(t, page, "ZgotmplZ", "a width that the template refuses")
	require.Contains(t, page, "New items: 1")
	require.Equal(t, 2+mostMadeUp, strings.Count(page, "<details>"))

	var text bytes.Buffer
	require.NoError(t, compare(t, before, now, 30).Text(&text))
	require.Contains(t, text.String(), "5 → 5 items, 1 new, 1 gone")
	require.Contains(t, text.String(), "gained ")
}

func TestCompare_wrong(t *testing.T) {
	_, err := Compare(context.Background(), Options{Old: "none", New: "none"})
	require.ErrorContains(t, err, "none holds no manifest.json")
	ctx, stop := context.WithCancel(context.Background())
	stop()
	s := shop(t, "", 40, 30)
	_, err = Compare(ctx, Options{Old: s, New: s, Personas: personas(t)})
	require.ErrorIs(t, err, context.Canceled)
}
