package web

import (
	"encoding/json"
	"io/fs"
	"testing"

	"github.com/stretchr/testify/require"

	"privet/engine/purpose"
)

// Every language has words for every purpose and each of its fields, and for
// nothing that no purpose declares.
func TestTexts_purposes(t *testing.T) {
	type words struct {
		Name    string            `json:"name"`
		What    string            `json:"what"`
		Why     string            `json:"why"`
		Benefit string            `json:"benefit"`
		Deletes string            `json:"deletes"`
		Uses    map[string]string `json:"uses"`
	}
	names, err := fs.Glob(Texts(), "*.json")
	require.NoError(t, err)
	require.Contains(t, names, "en.json")
	for _, name := range names {
		content, err := fs.ReadFile(Texts(), name)
		require.NoError(t, err)
		var texts struct{ Purposes map[string]words }
		require.NoError(t, json.Unmarshal(content, &texts), name)
		require.Len(t, texts.Purposes, purpose.Count, name)
		for i, m := range purpose.Manifests() {
			p := purpose.Purpose(i).String()
			said := texts.Purposes[p]
			for _, text := range []string{said.Name, said.What, said.Why, said.Benefit, said.Deletes} {
				require.NotEmpty(t, text, "%s: %s", name, p)
			}
			for _, use := range m.Uses {
				require.NotEmpty(t, said.Uses[use.Name], "%s: %s.uses.%s", name, p, use.Name)
			}
			require.Len(t, said.Uses, len(m.Uses), "%s: %s has words for fields that it does not declare", name, p)
		}
	}
}
