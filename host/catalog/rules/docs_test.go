package rules

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"privet/host/catalog/settings/settingstest"
)

var yamlBlocks = regexp.MustCompile("(?s)```yaml\n(.*?)```")

// What documentation shows must work, in the reader and in editors.
func TestParse_documentation(t *testing.T) {
	s := settingstest.Schema(t, schemaFile)
	for _, name := range []string{"../../../README.md", "../../../testdata/rules/README.md"} {
		content, err := os.ReadFile(name)
		require.NoError(t, err)
		read := 0
		for _, block := range yamlBlocks.FindAllStringSubmatch(string(content), -1) {
			text := block[1]
			if !strings.Contains(text, "rules:") && !strings.Contains(text, "affinities:") {
				continue // of something else
			}
			if !strings.Contains(text, "version:") {
				text = "version: 1\n" + text
			}
			_, err := Parse(name, []byte(text))
			require.NoError(t, err, text)
			require.NoError(t, settingstest.Validate(s, text), text)
			read++
		}
		require.Positive(t, read, name)
	}
}
