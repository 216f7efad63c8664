package report

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestLeft(t *testing.T) {
	for age, want := range map[float64]float64{0: 1, 0.25: 1, 0.5: 1, 0.75: 0.5, 0.875: 0.25, 1: 0} {
		require.Equal(t, want, left(age), "%g of the time", age)
	}
}

func TestKeptAt(t *testing.T) {
	year, visit := Activity{Retention: 365 * day}, Activity{Retention: 1800, Visit: true}
	for share, want := range map[float64][2]float64{1: {365 * day, 1800}, 0.5: {182.5 * day, 1800}, 0: {0, 0}} {
		require.Equal(t, want, [2]float64{year.KeptAt(Decay{Share: share}), visit.KeptAt(Decay{Share: share})})
	}
}

func TestSpan(t *testing.T) {
	for seconds, want := range map[float64]string{
		0: "nothing", 1: "1 second", 90: "1.5 minutes", 1800: "30 minutes", 3600: "1 hour", 86400: "1 day", 182.5 * 86400: "182.5 days",
	} {
		require.Equal(t, want, span(seconds))
	}
}

func TestThousands(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567"} {
		require.Equal(t, want, thousands(n))
	}
}

func TestGroups(t *testing.T) {
	require.Equal(t, []group{{"category", []string{"Mugs", "a=b"}}, {"colour", []string{"Red"}}},
		groups([]string{"category=Mugs", "colour=Red", "category=a=b"}))
}
