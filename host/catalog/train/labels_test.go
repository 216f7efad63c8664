package train

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"privet/engine/format"
	"privet/host/catalog/dataset"
)

func labelsOf(c *format.Catalog, item int) []string {
	var out []string
	for _, t := range c.Labels.Row(item) {
		out = append(out, c.Tokens.At(int(t)))
	}
	return out
}

func TestLabels_sayWhatAnItemHas(t *testing.T) {
	d := planted{groups: 4, each: 30, visitors: 600, seed: 1}.dataset(t)
	for i := range d.Items {
		it := &d.Items[i]
		it.Tags = []string{fmt.Sprint("code=", i%5)} // has nothing to do with who meets what
		it.Price = float64(1 + i)
		if i < 2 {
			it.Tags = append(it.Tags, "rare", "common")
		} else {
			it.Tags = append(it.Tags, "common")
		}
	}
	c := cook(t, d, Options{MinSupport: 3}, firstRecipe())
	for i := range d.Items {
		got := labelsOf(c, i)
		require.Contains(t, got, "category="+d.Items[i].Category)
		require.NotContains(t, got, "tag=rare", "two items are too few")
		require.NotContains(t, got, "tag=common", "nearly all have it")
		require.NotContains(t, got, fmt.Sprint("code=", i%5), "it says nothing of what goes with what")
	}

	wanted := []string{"tag=rare", "tag=common", "code=3", "tag=unheard"}
	c = cook(t, d, Options{MinSupport: 3, Labels: wanted}, firstRecipe())
	for _, key := range wanted {
		_, ok := c.Tokens.Find(key)
		require.True(t, ok, "a rule speaks of %s", key)
	}
	for i := range d.Items {
		got := labelsOf(c, i)
		require.Equal(t, i < 2, contains(got, "tag=rare"))
		require.Contains(t, got, "tag=common")
		require.Equal(t, i%5 == 3, contains(got, "code=3"))
	}
	require.Empty(t, row(c, "tag=common"), "as an interest it would say nothing")
	require.NotEmpty(t, row(c, "tag=rare"))
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// Visitors follow suppliers here more than categories; variety needs the latter all the same.
func TestLabels_tellEveryCategoryFirst(t *testing.T) {
	d := planted{groups: 4, each: 30, visitors: 600, seed: 1}.dataset(t)
	for i := range d.Items {
		it := &d.Items[i]
		it.Supplier = it.Category
		it.Category = fmt.Sprint("half", i/60)
	}
	c := cook(t, d, Options{MinSupport: 3}, firstRecipe())
	for i := range d.Items {
		require.Contains(t, labelsOf(c, i), "category="+d.Items[i].Category)
	}
}

func TestLabels_keepToTheirLimit(t *testing.T) {
	d := &dataset.Dataset{Items: []dataset.Item{{ID: "a"}, {ID: "b"}}}
	var wanted []string
	for k := range 20 {
		d.Items[0].Tags = append(d.Items[0].Tags, fmt.Sprint("t", k))
		wanted = append(wanted, fmt.Sprint("tag=t", k))
	}
	c, report, err := Train(t.Context(), d, Options{Labels: wanted}, nil)
	require.NoError(t, err)
	require.Len(t, c.Labels.Row(0), format.MaxLabels)
	require.Empty(t, c.Labels.Row(1))
	require.InDelta(t, format.MaxLabels/2, report.Labels, 0)
	require.Positive(t, report.LabelBytes)
}
