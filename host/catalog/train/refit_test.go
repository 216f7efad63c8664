package train_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"privet/engine/format"
	"privet/host/catalog/train"
)

func TestRefit(t *testing.T) {
	d := world{colours: 8, perColour: 60, visitors: 1200, seed: 2}.dataset()
	_, whole, chosen := learn(t, d, train.Options{Seed: 1})
	sizes := map[float64]int{}
	for _, budget := range []float64{0, 12, 24} {
		c, report, err := train.Refit(t.Context(), d, train.Options{Seed: 1, Budget: budget}, chosen)
		require.NoError(t, err)
		b, err := format.Encode(c)
		require.NoError(t, err)
		if budget == 0 {
			require.Equal(t, whole, b, "the same budget and recipe give the same catalog")
			continue
		}
		require.LessOrEqual(t, report.BytesPerItem, budget)
		sizes[budget] = report.Bytes
	}
	require.Less(t, sizes[12], sizes[24])
	require.Less(t, sizes[24], chosen.Bytes)
}
