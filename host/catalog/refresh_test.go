package catalog

import (
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"privet/engine"
	"privet/engine/format"
	"privet/host/catalog/manifest"
)

// builtVillage builds the village and returns how to refresh its trend.
func builtVillage(t *testing.T) RefreshOptions {
	t.Helper()
	o := village(t)
	_, err := Build(context.Background(), o)
	require.NoError(t, err)
	return RefreshOptions{Dir: o.Out, Events: filepath.Join(filepath.Dir(o.Out), "recent.csv")}
}

// villageEnd is the day on which the village's own events end.
const villageEnd = 1_700_000_000 + 60*86400

// recently writes 40 more days of events: a visitor an hour goes round the items
// in order; in the last days so many more visitors view i03.
func recently(t *testing.T, o *RefreshOptions, more int) {
	t.Helper()
	var events strings.Builder
	events.WriteString("visitor,item,kind,time,\n")
	for n := range 40 * 24 {
		fmt.Fprintf(&events, "r%d,i%02d,view,%d,\n", n, n%20, villageEnd+n*3600)
	}
	for n := range more {
		fmt.Fprintf(&events, "m%d,i03,buy,%d,\n", n, villageEnd+39*86400+n*60)
	}
	spoil(t, o.Events, events.String())
}

// refreshed refreshes and returns the trend that is then there.
func refreshed(t *testing.T, o RefreshOptions) (RefreshReport, *format.Trend) {
	t.Helper()
	report, err := Refresh(context.Background(), o)
	require.NoError(t, err)
	d, err := Open(o.Dir)
	require.NoError(t, err)
	c, err := format.Decode(d.Catalog)
	require.NoError(t, err)
	today, err := format.DecodeTrend(d.Trend, c)
	require.NoError(t, err)
	return report, today
}

func TestRefresh(t *testing.T) {
	o := builtVillage(t)
	recently(t, &o, 60)
	before := content(t, o.Dir)
	built, err := Open(o.Dir)
	require.NoError(t, err)

	report, today := refreshed(t, o)
	require.Equal(t, 1020, report.Read.Kept)
	require.Equal(t, 1, report.Hot)
	require.Positive(t, today.Hot[3])
	require.Equal(t, int64(villageEnd/3600+40*24-5)*3600, today.At, "when the fifth visitor from the end came, in whole hours")
	require.Equal(t, report.At.Unix(), today.At)
	require.Positive(t, report.Fetched)
	require.Less(t, report.Fetched, report.Whole)

	after := content(t, o.Dir)
	for name, text := range before {
		if name != manifest.Name {
			require.Equal(t, text, after[name], "%s: catalog, texts and the trend before stay as they are", name)
		}
	}
	require.Len(t, after, len(before)+3, "one file in three codings is new")
	now, err := Open(o.Dir)
	require.NoError(t, err)
	require.NotEqual(t, built.Manifest.Trend, now.Manifest.Trend)
	now.Manifest.Trend = built.Manifest.Trend
	require.Equal(t, built.Manifest, now.Manifest, "the manifest says the same of all else")

	e := engine.New()
	_, err = e.Load(now.Catalog)
	require.NoError(t, err)
	info, err := e.Trend(now.Trend)
	require.NoError(t, err)
	require.Equal(t, today.At, info.At)
}

// Where popularity fades, it is the events' as far as they cover what it remembers.
func TestRefresh_popularityThatFades(t *testing.T) {
	o := builtVillage(t)
	recently(t, &o, 60)
	name := filepath.Join(o.Dir, manifest.Name)
	text, err := os.ReadFile(name)
	require.NoError(t, err)
	spoil(t, name, regexp.MustCompile(`"trendHalfLife": \d+`).ReplaceAllString(string(text), `"trendHalfLife": 3456000`)) // 40 days
	report, today := refreshed(t, o)
	require.InDelta(t, 0.5, report.Renewed, 0.01)
	built, err := Open(o.Dir)
	require.NoError(t, err)
	c, err := format.Decode(built.Catalog)
	require.NoError(t, err)
	require.InDelta(t, (float64(c.Bias[3])+255)/2, float64(today.Bias[3]), 2, "the first of the new events")
	// Of the others each has 48 visitors of mean weight 0.7213, i03 has 60 more of almost 1.
	require.InDelta(t, (float64(c.Bias[7])+255*math.Log(35.6)/math.Log(95.0))/2, float64(today.Bias[7]), 2)
}

func TestRefresh_sameEventsSameBytes(t *testing.T) {
	o := builtVillage(t)
	recently(t, &o, 60)
	first, _ := refreshed(t, o)
	require.False(t, first.Same)
	files := content(t, o.Dir)
	again, _ := refreshed(t, o)
	require.True(t, again.Same)
	require.Zero(t, again.Fetched)
	require.Equal(t, files, content(t, o.Dir), "the trend before is still there for pages that load it")
}

func TestRefresh_keepsOnePreviousTrend(t *testing.T) {
	o := builtVillage(t)
	older := filepath.Join(o.Dir, "catalog.0123456789abcdef.bin")
	require.NoError(t, os.WriteFile(older, nil, 0o644))
	trends := func(more int) (names []string) {
		recently(t, &o, more)
		refreshed(t, o)
		for name := range content(t, o.Dir) {
			if strings.HasPrefix(name, "trend.") && strings.HasSuffix(name, ".bin") {
				names = append(names, name)
			}
		}
		return names
	}
	one, two, three := trends(20), trends(40), trends(60)
	require.Len(t, one, 2)
	require.Len(t, two, 2)
	require.Len(t, three, 2)
	for _, name := range three {
		require.NotContains(t, one, name)
	}
	require.FileExists(t, older, "a trend does not outdate a catalog that pages may still load")
}

func TestRefresh_floor(t *testing.T) {
	o := builtVillage(t)
	o.MinSupport = 90 // 14 days of an item have 17 visitors
	recently(t, &o, 60)
	report, today := refreshed(t, o)
	require.Zero(t, report.Hot)
	require.Equal(t, make([]byte, 20), today.Hot)
}

func TestRefresh_unknownItemsAndOldEvents(t *testing.T) {
	o := builtVillage(t)
	recently(t, &o, 60)
	events, err := os.ReadFile(o.Events)
	require.NoError(t, err)
	spoil(t, o.Events, string(events)+"x,new-item,view,1708000000,\ny,new-item,view,1708000000,\nz,i00,view,,\n")
	o.Since = time.Unix(villageEnd+20*86400, 0)
	report, _ := refreshed(t, o)
	require.Equal(t, 1023, report.Read.Rows)
	require.Equal(t, 1020-480, report.Read.Kept)
	dropped := map[string]int{}
	for _, c := range report.Read.Dropped {
		dropped[c.Name] = c.Rows
	}
	require.Equal(t, map[string]int{"item is not among the items": 2, "older than wanted, or without a time": 481}, dropped)
}

// How much of the catalog's popularity stays is how much of what it remembers is
// older than the events.
func TestBlend(t *testing.T) {
	for _, c := range []struct {
		span, halfLife int64
		want           []byte
	}{
		{10, 0, []byte{200, 0}},   // nothing fades: a rebuild alone learns more
		{10, 10, []byte{150, 50}}, // half of it is young
		{20, 10, []byte{125, 75}},
		{1000, 10, []byte{100, 100}},
		{0, 10, []byte{200, 0}},
	} {
		require.Equal(t, c.want, blend([]byte{200, 0}, []byte{100, 100}, renewed(c.span, c.halfLife)), "%d of %d", c.span, c.halfLife)
	}
}

func TestRefresh_failureChangesNothing(t *testing.T) {
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	for name, c := range map[string]struct {
		ctx   context.Context
		spoil func(t *testing.T, o *RefreshOptions)
		want  string
	}{
		"no events file": {nil, func(t *testing.T, o *RefreshOptions) { o.Events += "x" }, "no such file"},
		"no mapping":     {nil, func(t *testing.T, o *RefreshOptions) { o.Mapping = "none.yaml" }, "no such file"},
		"damaged events": {nil, func(t *testing.T, o *RefreshOptions) { spoil(t, o.Events, "visitor,item\n,\n") }, "more than 0 rows are damaged"},
		"unknown items":  {nil, func(t *testing.T, o *RefreshOptions) { spoil(t, o.Events, "visitor,item\nv,zz\n") }, "no event is left of 1 rows: 1 were dropped: item is not among the items"},
		"no times":       {nil, func(t *testing.T, o *RefreshOptions) { spoil(t, o.Events, "visitor,item\nv,i00\n") }, "the events of fewer than 5 visitors have times"},
		"interrupted":    {cancelled, func(t *testing.T, o *RefreshOptions) {}, "context canceled"},
		"another catalog": {nil, func(t *testing.T, o *RefreshOptions) {
			name, err := filepath.Glob(filepath.Join(o.Dir, "catalog.*.bin"))
			require.NoError(t, err)
			spoil(t, name[0], "PVTC")
		}, "truncated or altered"},
	} {
		t.Run(name, func(t *testing.T) {
			o := builtVillage(t)
			recently(t, &o, 60)
			c.spoil(t, &o)
			before := content(t, o.Dir)
			if c.ctx == nil {
				c.ctx = context.Background()
			}
			_, err := Refresh(c.ctx, o)
			require.ErrorContains(t, err, c.want)
			require.Equal(t, before, content(t, o.Dir))
		})
	}
	_, err := Refresh(context.Background(), RefreshOptions{Dir: t.TempDir()})
	require.ErrorIs(t, err, os.ErrNotExist)
}

// Events that call items by their pages' addresses need the items once more.
func TestRefresh_byAddresses(t *testing.T) {
	o := builtVillage(t)
	var log, items strings.Builder
	items.WriteString("id,url\n")
	for n := range 20 {
		fmt.Fprintf(&items, "i%02d,/p/%d\n", n, n)
	}
	items.WriteString("unbuilt,/p/new\n")
	at := time.Unix(villageEnd, 0).UTC()
	for n := range 40 * 24 {
		fmt.Fprintf(&log, "203.0.113.%d - - [%s] \"GET /p/%d HTTP/1.1\" 200 1 \"-\" \"Browser %d\"\n", n%200, at.Add(time.Duration(n)*time.Hour).Format("02/Jan/2006:15:04:05 -0700"), n%20, n)
	}
	log.WriteString("203.0.113.1 - - [05/Jan/2024:00:00:00 +0000] \"GET /p/new HTTP/1.1\" 200 1 \"-\" \"Browser\"\n")
	spoil(t, o.Events, log.String())
	_, err := Refresh(context.Background(), o)
	require.ErrorContains(t, err, "961 were dropped: item is not among the items")

	o.Items = filepath.Join(filepath.Dir(o.Dir), "named.csv")
	spoil(t, o.Items, items.String())
	report, _ := refreshed(t, o)
	require.Equal(t, 960, report.Read.Kept)
	require.Equal(t, 961, report.Read.Rows)
}
