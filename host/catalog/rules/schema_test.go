package rules

import (
	"encoding/json"
	"maps"
	"os"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"privet/engine/format"
	"privet/host/catalog/settings"
	"privet/host/catalog/settings/settingstest"
)

// schemaFile is what editors check rules by while they are written.
const schemaFile = "../../../testdata/rules/rules.schema.json"

func TestSchema_acceptsWhatIsRead(t *testing.T) {
	s := settingstest.Schema(t, schemaFile)
	for name, c := range accepted {
		require.NoError(t, settingstest.Validate(s, oneRule(c.text)), name)
	}
	for name, c := range whole {
		require.NoError(t, settingstest.Validate(s, c.text), name)
	}
	text, err := os.ReadFile(shipped)
	require.NoError(t, err)
	require.NoError(t, settingstest.Validate(s, string(text)))
}

func TestSchema_refusesWhatIsRefused(t *testing.T) {
	s := settingstest.Schema(t, schemaFile)
	for name, c := range refused {
		if c.unseen {
			continue // no schema could tell
		}
		require.Error(t, settingstest.Validate(s, c.text), name)
	}
}

// Every setting that is read is one that editors offer, and the reverse.
func TestSchema_sameSettings(t *testing.T) {
	text, err := os.ReadFile(schemaFile)
	require.NoError(t, err)
	type object struct {
		Properties map[string]json.RawMessage
	}
	var whole struct {
		object
		Defs map[string]object `json:"$defs"`
	}
	require.NoError(t, json.Unmarshal(text, &whole))
	within := func(o object, property string) object {
		var inner object
		require.NoError(t, json.Unmarshal(o.Properties[property], &inner))
		return inner
	}
	var then struct{ OneOf []object }
	require.NoError(t, json.Unmarshal(whole.Defs["rule"].Properties["then"], &then))
	for name, c := range map[string]struct {
		schema object
		read   []string
	}{
		"file":     {whole.object, keys(fileSettings)},
		"variety":  {within(whole.object, "variety"), keys(varietySettings)},
		"rule":     {whole.Defs["rule"], keys(ruleSettings)},
		"then":     {then.OneOf[1], keys(thenSettings)},
		"affinity": {whole.Defs["affinity"], keys(affinitySettings)},
		"trial":    {whole.Defs["experiment"], keys(experimentSettings)},
		"arm":      {whole.Defs["arm"], keys(armSettings)},
		// The usual attributes are there to be offered; the reader takes any.
		"where": {whole.Defs["where"], append(keys(whereSettings(0)), "category", "supplier", "tag")},
		"price": {within(whole.Defs["where"], "price"), keys(priceSettings)},
		"title": {within(whole.Defs["where"], "title"), keys(titleSettings)},
	} {
		slices.Sort(c.read)
		require.Equal(t, c.read, slices.Sorted(maps.Keys(c.schema.Properties)), name)
	}

	var limits struct {
		Defs struct {
			Places, Spreads struct{ Maximum float64 }
			Kind            struct{ Enum []string }
		} `json:"$defs"`
	}
	require.NoError(t, json.Unmarshal(text, &limits))
	require.EqualValues(t, format.MaxTop, limits.Defs.Places.Maximum)
	require.EqualValues(t, format.MaxBoost/256, limits.Defs.Spreads.Maximum)
	require.ElementsMatch(t, slices.Collect(maps.Keys(kinds)), limits.Defs.Kind.Enum)
}

func keys[T any](known settings.Known[T]) []string { return slices.Collect(maps.Keys(known)) }
