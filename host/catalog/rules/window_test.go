package rules

import (
	"testing"

	"github.com/stretchr/testify/require"

	"privet/engine/format"
	"privet/host/catalog/dataset"
)

func TestWindows(t *testing.T) {
	hidden := func(from, until int64, items ...uint32) format.Rule {
		return format.Rule{Name: "availability", Action: format.ActionHide, From: from, Until: until, Items: items}
	}
	all, n := windows([]dataset.Item{{From: 7000}, {}, {Until: 9000}, {From: 7000, Until: 9001}, {Until: 1}})
	require.Equal(t, 4, n)
	require.Equal(t, []format.Rule{
		hidden(0, 7000, 0, 3),
		hidden(1, 0, 4), hidden(9000, 0, 2), hidden(9001, 0, 3),
	}, all)
}

// Many moments are taken by the hour: late to open, early to close.
func TestWindows_manyMoments(t *testing.T) {
	var items []dataset.Item
	for i := range int64(mostMoments + 1) {
		items = append(items, dataset.Item{From: 3601 + i, Until: 7_200_000 + i})
	}
	all, n := windows(items)
	require.Equal(t, len(items), n)
	require.Len(t, all, 2, "all open in one hour and close in one")
	require.EqualValues(t, 7200, all[0].Until)
	require.EqualValues(t, 7_200_000, all[1].From)
}

func TestApply_windowsWithoutRules(t *testing.T) {
	c := trained(t)
	c.Params.Explore, c.Params.Variety.Usual = 77, 7
	before := c.Params
	require.NoError(t, (&File{}).For(street()).Apply(c))
	require.Len(t, c.Rules.Rules, 2)
	require.Equal(t, before, c.Params, "what training chose stays")
}
