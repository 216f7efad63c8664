package rules

import (
	"testing"

	"github.com/stretchr/testify/require"

	"privet/host/catalog/manifest"
	"privet/host/catalog/settings/settingstest"
)

const trial = "version: 1\nexperiments:\n  - {name: more variety, from: 2026-12-01, until: 2026-12-31, holdout: 10%, arms: [{name: usual, share: 50%}, {name: varied, share: 50%, variety: 40, strategy: {home: trending}}]}\n"

func TestParse_experiments(t *testing.T) {
	f, err := Parse("rules.yaml", []byte(trial))
	require.NoError(t, err)
	variety := 40
	require.Equal(t, []manifest.Experiment{{
		Name: "more variety", From: 1796083200, Until: 1798675200, Holdout: 100,
		Arms: []manifest.Arm{{Name: "usual", Share: 500}, {Name: "varied", Share: 500, Variety: &variety, Strategy: map[string]string{"home": "trending"}}},
	}}, f.Experiments)
	require.NoError(t, manifest.Check(f.Experiments), "a manifest takes what is read")
	require.NoError(t, settingstest.Validate(settingstest.Schema(t, schemaFile), trial))
}

func TestParse_refusesExperiments(t *testing.T) {
	s := settingstest.Schema(t, schemaFile)
	const half = "{name: a, share: 50%}"
	for name, c := range map[string]struct {
		text, want string
		unseen     bool // by the schema
	}{
		"no arms":   {"{name: x}", `rules.yaml:3: experiment 1: give arms`, false},
		"no name":   {"{arms: [{name: a, share: 100%}]}", `rules.yaml:3: experiment 1: give name`, false},
		"odd name":  {"{name: a=b, arms: [{name: a, share: 100%}]}", `"a=b" is no name of letters`, false},
		"no share":  {"{name: x, arms: [{name: a}]}", `give share`, false},
		"share":     {"{name: x, arms: [{name: a, share: 1}]}", `is no share of the places: write 10%`, false},
		"sum":       {"{name: x, arms: [" + half + "]}", `the shares add up to 50.0%, not to 100%`, true},
		"same arms": {"{name: x, arms: [" + half + ", {name: A, share: 50%}]}", `"A" stands twice`, true},
		"taken":     {"{name: x, arms: [{name: holdout, share: 100%}]}", `"holdout" stands twice, or is the word`, false},
		"backwards": {"{name: x, from: 2026-12-02, until: 2026-12-01, arms: [{name: a, share: 100%}]}", `until: it is not after from`, true},
		"variety":   {"{name: x, arms: [{name: a, share: 100%, variety: 101}]}", `variety`, false},
		"strategy":  {"{name: x, arms: [{name: a, share: 100%, strategy: {home: magic}}]}", `"magic" is no strategy`, false},
		"unknown":   {"{name: x, arm: []}", `there is no setting "arm"`, false},
	} {
		text := "version: 1\nexperiments:\n  - " + c.text + "\n"
		_, err := Parse("rules.yaml", []byte(text))
		require.ErrorContains(t, err, c.want, name)
		if !c.unseen {
			require.Error(t, settingstest.Validate(s, text), name)
		}
	}
}
