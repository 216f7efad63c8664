package scenario

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"privet/host/catalog/settings"
	"privet/host/headless"
	"privet/wasm"
)

// FuzzParseFile reads any text as scenarios. What is refused says where; what is
// accepted is played, and ends in one of the ways that there are.
func FuzzParseFile(f *testing.F) {
	files, err := filepath.Glob(examples + "*.yaml")
	require.NoError(f, err)
	require.NotEmpty(f, files)
	for _, name := range files {
		text, err := os.ReadFile(name)
		require.NoError(f, err)
		f.Add(text)
	}
	for _, text := range accepted {
		f.Add([]byte(whole(text)))
	}
	for _, c := range refused {
		f.Add([]byte(whole(c.text)))
	}
	module, err := headless.Compile(wasm.Engine, nil)
	require.NoError(f, err)
	f.Cleanup(func() { module.Close() })
	shop, err := OpenShop(corner(f), nil)
	require.NoError(f, err)
	stage, err := NewStage(module, shop)
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, text []byte) {
		file, err := ParseFile("fuzz.yaml", text)
		if err != nil {
			var wrong settings.Errors
			require.True(t, errors.As(err, &wrong), "%v", err)
			require.NotEmpty(t, wrong)
			return
		}
		for _, s := range file.Scenarios[:min(3, len(file.Scenarios))] {
			s.For.Visitors = min(s.For.Visitors, 3)
			for _, st := range s.stories(filepath.Join(t.TempDir(), file.Name), shop, nil, func(int, string, ...any) {}) {
				if end, err := st.play(stage, func(int, string, ...any) {}); err == nil {
					require.Len(t, end.lists, len(s.Steps))
				}
			}
		}
	})
}

// FuzzParseSnapshots reads any text as snapshots, which people edit and merge.
func FuzzParseSnapshots(f *testing.F) {
	text, err := os.ReadFile(examples + "owner.snapshot.yaml")
	require.NoError(f, err)
	f.Add(text)
	f.Add([]byte("version: 1\nsnapshots: [{scenario: a, list: [{item: b, score: 1, why: [x +1]}]}]"))
	f.Fuzz(func(t *testing.T, text []byte) {
		all, err := parseSnapshots("a.snapshot.yaml", text)
		if err != nil {
			return
		}
		for name := range all {
			s := all[name]
			require.Empty(t, s.difference(&s), "nothing differs from itself")
		}
	})
}
