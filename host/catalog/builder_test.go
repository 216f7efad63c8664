package catalog

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestBuilder builds as a developer changes files, with one Builder and each time with a new one.
func TestBuilder(t *testing.T) {
	o := village(t)
	o.Rules = filepath.Join(t.TempDir(), "rules.yaml")
	var builder Builder
	stages := map[string]bool{}
	o.Progress = func(stage string, _, _ int64) { stages[stage] = true }
	build := func(rules string) (worked map[string]bool) {
		t.Helper()
		require.NoError(t, os.WriteFile(o.Rules, []byte("version: 1\n"+rules), 0o600))
		clear(stages)
		o.Out = filepath.Join(t.TempDir(), "again")
		_, err := builder.Build(context.Background(), o)
		require.NoError(t, err)
		worked = map[string]bool{}
		for stage := range stages {
			worked[stage] = true
		}
		again := content(t, o.Out)
		o.Out = filepath.Join(t.TempDir(), "first")
		_, err = Build(context.Background(), o)
		require.NoError(t, err)
		require.Equal(t, content(t, o.Out), again)
		return worked
	}
	first := build("")
	require.Contains(t, first, "reading events")
	require.Greater(t, len(first), 3)

	second := build("rules: [{name: first, pin: 1, where: {id: [i03]}}]\n")
	require.Equal(t, map[string]bool{"compressing": true}, second, "another rule is no reason to train")
	build("rules: [{name: none of these, sensitive: true, where: {id: [i03]}}]\n")
	third := build("rules: [{name: even, boost: 0.5, where: {tag: side=0}}]\n")
	require.Greater(t, len(third), 1, "what is sensitive is no evidence")

	items, err := os.ReadFile(o.Items)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(o.Items, fmt.Appendf(items, "i20,Another,Odd,3.50,side=1,4\n"), 0o600))
	require.Contains(t, build(""), "reading items")

	// After an error it does not go on with what was before.
	require.NoError(t, os.WriteFile(o.Items, []byte("title\nno ids\n"), 0o600))
	_, err = builder.Build(context.Background(), o)
	require.Error(t, err)
	require.NoError(t, os.WriteFile(o.Items, items, 0o600))
	build("")
}
