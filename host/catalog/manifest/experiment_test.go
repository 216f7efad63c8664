package manifest

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func running() *Manifest {
	variety := 40
	m := sample()
	m.Experiments = []Experiment{{
		Name: "More variety", From: 1_000, Until: 2_000, Holdout: 100,
		Arms: []Arm{{Name: "usual", Share: 500}, {Name: "varied", Share: 500, Variety: &variety, Strategy: map[string]string{"home": "trending"}}},
	}}
	return m
}

func TestManifest_experiments(t *testing.T) {
	text, err := Encode(running())
	require.NoError(t, err)
	back, err := Decode(text)
	require.NoError(t, err)
	require.Equal(t, running(), back)
	require.Equal(t, "more-variety", Attribute("More variety"))
	none, err := Encode(sample())
	require.NoError(t, err)
	require.NotContains(t, string(none), "experiments", "a page loads nothing for experiments that there are not")
}

func TestDecode_refusesExperiments(t *testing.T) {
	text, err := Encode(running())
	require.NoError(t, err)
	for name, c := range map[string]struct{ from, to, want string }{
		"name":     {`"More variety"`, `"a=b"`, "experiments[0].name"},
		"until":    {`"until": 2000`, `"until": 500`, "experiments[0].until: 500 is not after 1000"},
		"holdout":  {`"holdout": 100`, `"holdout": 1001`, "experiments[0].holdout: 1001 is not from 0 to 1000"},
		"arm":      {`"usual"`, `"Varied"`, `experiments[0].arms: "varied" stands twice, or is taken`},
		"taken":    {`"usual"`, `"Holdout"`, `experiments[0].arms: "Holdout" stands twice, or is taken`},
		"sum":      {`"share": 500`, `"share": 400`, "experiments[0].arms: the shares add up to 900, not to 1000"},
		"share":    {`"share": 500`, `"share": 0`, "experiments[0].arms: a share of 0 is not from 1 to 1000"},
		"variety":  {`"variety": 40`, `"variety": 101`, "experiments[0].arms: a variety of 101 is not from 0 to 100"},
		"strategy": {`"trending"`, `"magic"`, `experiments[0].arms: "magic" is no strategy of a slot "home"`},
	} {
		require.Contains(t, string(text), c.from, name)
		_, err := Decode([]byte(strings.Replace(string(text), c.from, c.to, 1)))
		require.ErrorContains(t, err, c.want, name)
	}
}
