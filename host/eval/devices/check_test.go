package devices

import (
	"bytes"
	"context"
	"testing"

	"github.com/stretchr/testify/require"
)

// A policy shows a in four of five trials, and b else; a is clicked each time,
// b each second time. The other policy would show b always.
func TestCheck(t *testing.T) {
	people := make([][]trial, 40)
	for i := range people {
		for n := range 10 {
			x := trial{place: 1, chance: 0.8, clicked: true}
			if n%5 == 0 {
				x.chance, x.clicked = 0.2, n == 0
			}
			x.others[0] = other{n%5 == 0, 0.5}
			people[i] = append(people[i], x, trial{place: 2, chance: 1})
		}
	}
	c := check("explorer", 0, people, 1, 1)
	require.InDelta(t, 0.5, c.IPS.Value, 1e-9)
	require.InDelta(t, 0.5, c.SNIPS.Value, 1e-9)
	require.InDelta(t, 1, c.Weight, 1e-9)
	require.InDelta(t, 0.5, c.Truth, 1e-9)
	require.Empty(t, c.doubt())
	require.InDelta(t, 0.9, c.Logged, 1e-9)
	require.Equal(t, "posterior mean", c.Other)
	require.InDelta(t, 0.25, check("explorer", 0, people, 2, 1).Truth, 1e-9, "the second place never earns")
	half := check("explorer", 0, people, 2, 1)
	require.Equal(t, "50 % of that was never tried: do not rely on it", half.doubt(), "the second place never shows what the other would")
}

// What the engine records as chances suffices to tell what lists by the posterior
// mean would have earned at the first place: the interval has the truth, and
// weights are 1 on average, as they are where chances are right. Chances that
// were all certain, or those of another place, would fail it.
func TestRun_chancesTellTheTruth(t *testing.T) {
	r, err := Run(context.Background(), stall(t, nil), options(12, 256))
	require.NoError(t, err)
	for _, c := range r.Checks {
		if c.Places == 1 && c.Other == "posterior mean" {
			require.False(t, c.TooSmall())
			require.InDelta(t, 1, c.Weight, 0.05)
			require.Less(t, c.IPS.Low, c.Truth)
			require.Greater(t, c.IPS.High, c.Truth)
			return
		}
	}
	t.Fatal("the check is missing")
}

func TestReport(t *testing.T) {
	r, err := Run(context.Background(), stall(t, nil), options(2, 0, 64))
	require.NoError(t, err)
	names := map[string]bool{}
	for _, f := range r.Figures() {
		require.False(t, names[f.Name], "%s stands twice", f.Name)
		names[f.Name] = true
	}
	for _, name := range []string{
		"devices/both/learning/gain", "devices/both/learning/gain/ci95", "devices/as the catalog says/learning, exploring 0.25/lost-to-exploration",
		"devices/other purposes/the truth/clicks-a-list", "devices/other attributes/learning/gain-in-visit-10",
		"devices/check/learning, exploring 0.25/no learning/places-1/snips/low",
	} {
		require.True(t, names[name], name)
	}
	var svg bytes.Buffer
	require.NoError(t, r.Chart(&svg))
	for _, words := range []string{"as the catalog says", "other attributes", "exploring 0.25", "visit"} {
		require.Contains(t, svg.String(), words)
	}
}
