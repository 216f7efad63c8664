package trend

import (
	"cmp"
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"privet/host/catalog/dataset"
	"privet/host/catalog/read"
)

// What is hot stays wanted: on a real shop the hundred hottest items have a larger
// share of the next fortnight's calls than they had of the four months before.
// Chance would give 1.
func TestHot_onARealShop(t *testing.T) {
	dir := os.Getenv("PRIVET_DATA")
	if dir == "" {
		t.Skip("PRIVET_DATA names no directory of data sets")
	}
	mapping, err := read.LoadMapping("../../../testdata/mappings/online-retail.yaml")
	require.NoError(t, err)
	file := filepath.Join(dir, "online-retail", "online-retail.csv.gz")
	d, _, err := read.Read(read.Options{Context: context.Background(), Items: file, Mapping: mapping, MaxErrors: 1000})
	require.NoError(t, err)
	_, end := Span(d.Events, 5)
	halfLife := HalfLife(d.Events, len(d.Items), 5)
	require.Equal(t, int64(2*week), halfLife)
	for _, weeksAgo := range []int64{2, 6, 10, 17} {
		cut := end - weeksAgo*week
		var past, next []dataset.Event
		for _, e := range d.Events {
			switch {
			case e.At < cut:
				past = append(past, e)
			case e.At < cut+2*week:
				next = append(next, e)
			}
		}
		hot := Hot(past, len(d.Items), 5, halfLife)
		items := make([]int32, len(d.Items))
		for i := range items {
			items[i] = int32(i)
		}
		slices.SortStableFunc(items, func(a, b int32) int { return cmp.Compare(hot[b], hot[a]) })
		hottest := map[int32]bool{}
		for _, i := range items[:100] {
			hottest[i] = true
		}
		lift := shareOf(hottest, next, cut+2*week, 2*week) / shareOf(hottest, past, cut, 16*week)
		t.Logf("%d weeks before the end: %.2f times the share", weeksAgo, lift)
		require.Greater(t, lift, 1.2)
	}
}

// shareOf returns the part of the calls of a time before until that are on the items.
func shareOf(items map[int32]bool, events []dataset.Event, until, span int64) float64 {
	on, all := 0, 0
	eachCall(events, until, span, 1, func(c call) {
		all++
		if items[c.item] {
			on++
		}
	})
	return float64(on) / float64(all)
}
