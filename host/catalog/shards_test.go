package catalog

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"privet/engine/format"
	"privet/engine/purpose"
	"privet/host/headless"
)

// scores ranks the items of a directory for a visitor who saw i00 and i01, by id.
func scores(t *testing.T, d *Directory) map[string]int32 {
	e, err := headless.New(headless.Native)
	require.NoError(t, err)
	_, err = e.Load(d.Catalog)
	require.NoError(t, err)
	_, err = e.Trend(d.Trend)
	require.NoError(t, err)
	require.NoError(t, e.SetConsent(format.Consent{Version: format.ConsentVersion, Granted: uint16(purpose.All)}))
	now := int64(1_710_000_000_000)
	_, err = e.Observe([]format.Event{{ID: 1, At: now, Kind: format.View, Purposes: uint16(purpose.All), Key: "i00"}, {ID: 2, At: now, Kind: format.View, Purposes: uint16(purpose.All), Key: "i01"}})
	require.NoError(t, err)
	ranking, err := e.Rank(format.RankRequest{Now: now, Top: 100})
	require.NoError(t, err)
	items, err := d.Items()
	require.NoError(t, err)
	all := map[string]int32{}
	for _, x := range ranking.Items {
		all[items[x.Item].ID] = x.Score
	}
	return all
}

// In the village nobody who likes the even items likes the odd ones, so nothing
// that was learned is lost between the two categories' shards.
func TestBuild_shards(t *testing.T) {
	o := village(t)
	o.Out = filepath.Join(t.TempDir(), "whole")
	_, err := Build(context.Background(), o)
	require.NoError(t, err)
	whole, err := Open(o.Out)
	require.NoError(t, err)

	o.Out, o.Head = filepath.Join(t.TempDir(), "split"), 8
	report, err := Build(context.Background(), o)
	require.NoError(t, err)
	require.Equal(t, Sharded{Head: 8, Shards: 2, Items: 12}, report.Shards)
	d, err := Open(o.Out)
	require.NoError(t, err)
	require.Equal(t, 8, d.Manifest.Items)
	require.Equal(t, 20, d.Index.Items)
	require.Len(t, scores(t, d), 8, "the head ranks on its own")
	for _, s := range d.Index.Shards {
		category, found, err := d.Holding(firstOf(t, o.Out, s.Texts.File))
		require.NoError(t, err)
		require.True(t, found)
		require.Equal(t, s.Category, category)
	}
	require.NoError(t, d.Join("Odd", "nothing", "Even & Co"))
	require.Equal(t, scores(t, whole), scores(t, d))
	require.Equal(t, 20, d.Manifest.Items)

	_, err = Refresh(context.Background(), RefreshOptions{Dir: o.Out, Events: o.Events})
	require.NoError(t, err, "events of items in shards are no damage")
}

// firstOf returns the first id of a file of texts.
func firstOf(t *testing.T, dir, file string) string {
	_, rest, _ := strings.Cut(content(t, dir)[file], `"id":"`)
	return rest[:3]
}

// A page that has just loaded the manifest of the build before finds its shards.
func TestBuild_shardsOfTheBuildBefore(t *testing.T) {
	o := village(t)
	o.Head = 8
	fileNames := func() (all []string) {
		d, err := Open(o.Out)
		require.NoError(t, err)
		return append(all, d.Manifest.Shards.File, d.Index.Shards[0].Catalog.File, d.Index.Shards[1].Catalog.File, d.Index.Shards[0].Texts.File)
	}
	text, err := os.ReadFile(o.Items)
	require.NoError(t, err)
	builds := [][]string{}
	for i := range 3 {
		spoil(t, o.Items, strings.ReplaceAll(string(text), "Item <", fmt.Sprintf("Item %d<", i)))
		report, err := Build(context.Background(), o)
		require.NoError(t, err)
		builds = append(builds, fileNames())
		w := report.Written
		if i == 0 {
			require.Equal(t, w.Whole, w.Fetched)
		} else {
			require.Less(t, w.Fetched, w.Whole, "the catalog and the trend are there already")
			require.Positive(t, w.Fetched)
		}
	}
	files := slices.Collect(maps.Keys(content(t, o.Out)))
	require.NotContains(t, files, builds[0][0])
	for _, name := range append(builds[1], builds[2]...) {
		require.Contains(t, files, name)
	}
	require.Equal(t, builds[1][1:3], builds[2][1:3], "titles alone change no model")
}

func TestBuild_shardsSayWhatIsInNone(t *testing.T) {
	o := village(t)
	text, err := os.ReadFile(o.Items)
	require.NoError(t, err)
	spoil(t, o.Items, strings.ReplaceAll(string(text), ",Odd,", ",,"))
	o.Head = 8
	report, err := Build(context.Background(), o)
	require.NoError(t, err)
	require.Equal(t, 12, report.Shards.Items+report.Shards.Homeless)
	require.Positive(t, report.Shards.Homeless)
	o.Head = -1
	_, err = Build(context.Background(), o)
	require.ErrorContains(t, err, "a head of -1 items")
}

func TestHeadOf(t *testing.T) {
	for _, x := range []struct{ wanted, items, head int }{
		{0, 10, 10}, {0, MaxWhole, MaxWhole}, {0, MaxWhole + 1, DefaultHead}, {30, 10, 10}, {30, 100, 30}, {70000, 60000, 60000},
	} {
		require.Equal(t, x.head, headOf(x.wanted, x.items), "%+v", x)
	}
}

func TestOpen_refusesADamagedIndex(t *testing.T) {
	o := village(t)
	o.Head = 8
	_, err := Build(context.Background(), o)
	require.NoError(t, err)
	d, err := Open(o.Out)
	require.NoError(t, err)
	shard := filepath.Join(o.Out, d.Index.Shards[0].Catalog.File)
	spoil(t, shard, "PVTS")
	d, err = Open(o.Out)
	require.NoError(t, err, "nobody asked for the shard")
	require.ErrorContains(t, d.Join(d.Index.Shards[0].Category), "truncated or altered")
	spoil(t, filepath.Join(o.Out, d.Manifest.Shards.File), "{}")
	_, err = Open(o.Out)
	require.ErrorContains(t, err, "truncated or altered")
}
