package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
	"github.com/stretchr/testify/require"

	"privet/host/catalog"
)

// parsed is the command line's trend command.
func parsed(t *testing.T, arguments ...string) (*trend, error) {
	t.Helper()
	var c cli
	parser, err := kong.New(&c)
	require.NoError(t, err)
	_, err = parser.Parse(append([]string{"trend"}, arguments...))
	return &c.Trend, err
}

// A kiosk sells ten magazines, one visitor an hour going round them, for twelve
// weeks from 1 January 2025. At the end thirty people want the fourth.
func kiosk(t *testing.T) {
	t.Helper()
	t.Chdir(t.TempDir())
	var items, events, recent strings.Builder
	items.WriteString("id,title\n")
	for i := range 10 {
		fmt.Fprintf(&items, "m%d,Magazine %d\n", i, i)
	}
	events.WriteString("visitor,item,kind,time\n")
	recent.WriteString("visitor,item,kind,time\n")
	for n := range 12 * 7 * 24 {
		fmt.Fprintf(&events, "v%d,m%d,view,%d\n", n, n%10, 1735689600+n*3600)
	}
	for n := range 4 * 7 * 24 {
		fmt.Fprintf(&recent, "w%d,m%d,view,%d\n", n, n%10, 1735689600+(8*7*24+n)*3600)
	}
	for n := range 30 {
		fmt.Fprintf(&recent, "x%d,m3,buy,%d\n", n, 1735689600+12*7*86400-n*600)
	}
	recent.WriteString("y,m10,view,2025-03-20\n")
	for name, text := range map[string]string{"items.csv": items.String(), "events.csv": events.String(), "recent.csv": recent.String()} {
		require.NoError(t, os.WriteFile(name, []byte(text), 0o644))
	}
	_, err := catalog.Build(context.Background(), catalog.Options{Items: "items.csv", Events: "events.csv", Out: "kiosk"})
	require.NoError(t, err)
}

func TestTrend(t *testing.T) {
	kiosk(t)
	c, err := parsed(t, "--events", "recent.csv", "kiosk")
	require.NoError(t, err)
	var out bytes.Buffer
	require.NoError(t, c.run(context.Background(), &out, nil))
	require.Regexp(t, `^702 events of 703 rows in recent.csv
          1 dropped: item is not among the items
2025-02-26 04:00:00 to 2025-03-25 23:00:00: 1 items are hot, a visitor counts half after 4 days
the build found that 14 days would foretell better: give the events of 56 days
popularity is 0 % these events', otherwise the catalog's
a page that has the catalog fetches \d+ bytes in brotli; catalog and trend are \d+
$`, out.String())

	out.Reset()
	require.NoError(t, c.run(context.Background(), &out, nil))
	require.Contains(t, out.String(), "nothing is new: the directory had this trend, and stays as it is\n")

	c, err = parsed(t, "--events", "recent.csv", "--since", "2025-03-25", "kiosk")
	require.NoError(t, err)
	out.Reset()
	require.NoError(t, c.run(context.Background(), &out, nil))
	require.Contains(t, out.String(), "dropped: older than wanted, or without a time\n")
	require.Contains(t, out.String(), ": too little time to tell what is hot\n")
}

func TestTrend_refuses(t *testing.T) {
	_, err := parsed(t, "--events", "x", "--since", "yesterday", "kiosk")
	require.ErrorContains(t, err, `--since: "yesterday" is no time that is understood: write 2006-01-02 15:04:05`)
	_, err = parsed(t, "kiosk")
	require.ErrorContains(t, err, "--events")

	kiosk(t)
	empty := t.TempDir()
	for name, test := range map[string]struct {
		trend trend
		want  string
	}{
		"no build":  {trend{Dir: empty, Events: "recent.csv", floors: floors{MinSupport: 5}}, empty + " holds no manifest.json"},
		"no events": {trend{Dir: "kiosk", Events: "none.csv", floors: floors{MinSupport: 5}}, "none.csv"},
		"no floor":  {trend{Dir: "kiosk", Events: "recent.csv", floors: floors{MinSupport: -1}}, "--min-support -1: it must be at least 1"},
		"a floor too high": {trend{Dir: "kiosk", Events: "recent.csv", floors: floors{MinSupport: 10000}},
			"recent.csv: the events of fewer than 10000 visitors have times"},
	} {
		t.Run(name, func(t *testing.T) {
			require.ErrorContains(t, test.trend.run(context.Background(), &bytes.Buffer{}, nil), test.want)
		})
	}
	leftOver, err := filepath.Glob("kiosk/.privet-*")
	require.NoError(t, err)
	require.Empty(t, leftOver)
}
