package scenario

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"privet/engine/format"
	"privet/host/catalog/manifest"
	"privet/host/catalog/settings"
	"privet/host/catalog/settings/settingstest"
	"privet/host/headless"
)

// examples are the scenarios that documentation shows.
const examples = "../../testdata/scenarios/"

// schemaFile and personaSchemaFile are what editors check files by while they are written.
const (
	schemaFile        = examples + "scenarios.schema.json"
	personaSchemaFile = examples + "personas.schema.json"
)

func TestSchema(t *testing.T) {
	s := settingstest.Schema(t, schemaFile)
	for name, text := range accepted {
		require.NoError(t, settingstest.Validate(s, whole(text)), name)
	}
	for name, c := range refused {
		if !c.unseen {
			require.Error(t, settingstest.Validate(s, whole(c.text)), name)
		}
	}
	files, err := filepath.Glob(examples + "*.yaml")
	require.NoError(t, err)
	checked := 0
	for _, name := range files {
		if strings.HasSuffix(name, snapshotEnding) {
			continue
		}
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		schema := s
		if filepath.Base(name) == PersonaFile {
			schema = settingstest.Schema(t, personaSchemaFile)
		}
		require.NoError(t, settingstest.Validate(schema, string(text)), name)
		checked++
	}
	require.Greater(t, checked, 5)
}

// Every setting that is read is one that editors offer, and the reverse.
func TestSchema_sameSettings(t *testing.T) {
	type object struct {
		Properties map[string]json.RawMessage
	}
	var all struct {
		object
		Defs map[string]struct {
			object
			Enum []string
		} `json:"$defs"`
	}
	read := func(file string, into any) {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal(text, into))
	}
	read(schemaFile, &all)
	var personas struct {
		Defs map[string]object `json:"$defs"`
	}
	read(personaSchemaFile, &personas)
	for name, c := range map[string]struct {
		schema object
		read   []string
	}{
		"file":        {all.object, keys(fileSettings)},
		"scenario":    {all.Defs["scenario"].object, keys(scenarioSettings)},
		"for":         {all.Defs["for"].object, keys(crowdSettings)},
		"given":       {all.Defs["given"].object, keys(givenSettings)},
		"step":        {all.Defs["step"].object, keys(stepSettings)},
		"act":         {all.Defs["act"].object, keys(actSettings(false))},
		"actInStep":   {all.Defs["actInStep"].object, keys(actSettings(true))},
		"ask":         {all.Defs["ask"].object, slices.DeleteFunc(keys(askSettings), func(s string) bool { return s == "shards" })},
		"expectation": {all.Defs["expectation"].object, keys(expectationSettings)},
		"cause":       {all.Defs["cause"].object, keys(causeSettings)},
		"persona":     {personas.Defs["persona"], keys(personaSettings)},
	} {
		require.ElementsMatch(t, c.read, slices.Collect(maps.Keys(c.schema.Properties)), name)
	}
	require.ElementsMatch(t, headless.Sources[:], all.Defs["source"].Enum)
	require.ElementsMatch(t, manifest.Strategies[:], all.Defs["strategy"].Enum)
	require.Contains(t, string(all.Defs["ask"].Properties["list"]), "10000")
	require.Equal(t, 10000, format.MaxTop)
}

func keys[T any](known settings.Known[T]) []string { return slices.Collect(maps.Keys(known)) }

var yamlBlocks = regexp.MustCompile("(?s)```yaml\n(.*?)```")

// What documentation and the command's help show must work, in the reader and in editors.
func TestDocumentation(t *testing.T) {
	s := settingstest.Schema(t, schemaFile)
	content, err := os.ReadFile(examples + "README.md")
	require.NoError(t, err)
	blocks := yamlBlocks.FindAllStringSubmatch(string(content), -1)
	require.NotEmpty(t, blocks)
	for _, block := range blocks {
		if strings.Contains(block[1], "personas:\n") {
			_, err := ParsePersonas(PersonaFile, []byte(block[1]))
			require.NoError(t, err)
			continue
		}
		_, err := ParseFile("README.md", []byte(block[1]))
		require.NoError(t, err, block[1])
		require.NoError(t, settingstest.Validate(s, block[1]), block[1])
	}
	for head := range forms {
		require.Contains(t, string(content), head+":", "the README says nothing of it")
	}
}
