package rules

import (
	"testing"

	"github.com/stretchr/testify/require"

	"privet/engine/format"
)

func TestWindows(t *testing.T) {
	require.Equal(t, []format.Window{{Item: 4, From: 30_000_001}, {Item: 5, Until: 30_000_000}}, windows(street().Items),
		"opened a minute late rather than a second early, closed a minute early rather than a second late")
	d := street()
	d.Items[0].Until = 1
	require.EqualValues(t, 1, windows(d.Items)[0].Until, "0 would be always")
}

func TestApply_windowsWithoutRules(t *testing.T) {
	c := trained(t)
	c.Params.Explore, c.Params.Variety.Usual = 77, 7
	before := c.Params
	require.NoError(t, (&File{}).For(street()).Apply(c))
	require.Len(t, c.Rules.Windows, 2)
	require.Empty(t, c.Rules.Rules)
	require.Equal(t, before, c.Params, "what training chose stays")
}
