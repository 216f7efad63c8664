package read

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"privet/engine/format"
)

func TestHistory(t *testing.T) {
	name := filepath.Join(t.TempDir(), "history.csv")
	read := func(text string) ([]format.Event, error) {
		require.NoError(t, os.WriteFile(name, []byte(text), 0o600))
		return History(name, DefaultLimits)
	}
	events, err := read("item,kind,time\na,,2026-01-01\nb,buy,2026-01-02 10:00:00\ncategory=Mugs,declare,\n")
	require.ErrorContains(t, err, `history.csv:2: kind: "" is none of`)
	require.Nil(t, events)

	events, err = read("item,kind,time\na,view,2026-01-01\ncategory=Mugs,declare,\n")
	require.NoError(t, err)
	require.Equal(t, []format.Event{
		{ID: 1, At: 1767225600000, Kind: format.View, Key: "a"},
		{ID: 2, Kind: format.Declare, Key: "category=Mugs"},
	}, events)

	events, err = read(`{"item":"a"}` + "\n" + `{"item":"b"}` + "\n")
	require.NoError(t, err)
	require.Len(t, events, 2)

	_, err = read("sku\na\n")
	require.ErrorContains(t, err, `there is no column item; the columns are ["sku"]`)
	_, err = read("item,time\na,soon\n")
	require.ErrorContains(t, err, "history.csv:2: time:")
	_, err = read("item\n\"\"\n")
	require.ErrorContains(t, err, "history.csv:2: item:")
}

func TestHistory_shows(t *testing.T) {
	name := filepath.Join(t.TempDir(), "history.jsonl")
	read := func(text string) ([]format.Event, error) {
		require.NoError(t, os.WriteFile(name, []byte(text), 0o600))
		return History(name, DefaultLimits)
	}
	// A line of privet rank --json with a kind is a line of a history.
	events, err := read(`{"position":3,"item":"a","score":812,"propensity":0.25,"parts":4294967295,"kind":"show"}` + "\n" +
		`{"position":"","item":"b","kind":"show"}` + "\n" + `{"position":7,"item":"c","propensity":0.5,"parts":1,"kind":"view"}` + "\n")
	require.NoError(t, err)
	require.Equal(t, []format.Event{
		{ID: 1, Kind: format.Show, Key: "a", Position: 3, Propensity: 16384, Parts: 1<<32 - 1},
		{ID: 2, Kind: format.Show, Key: "b", Propensity: 65535},
		{ID: 3, Kind: format.View, Key: "c"},
	}, events)

	for field, text := range map[string]string{
		"position":   "item,kind,position\na,show,0\n",
		"propensity": "item,kind,propensity\na,show,NaN\n",
		"parts":      "item,kind,parts\na,show,4294967296\n",
	} {
		_, err := read(text)
		require.ErrorContains(t, err, "history.jsonl:2: "+field+": ")
	}
	_, err = read("item,kind,propensity\na,show,1.5\n")
	require.ErrorContains(t, err, `"1.5" is no chance from 0 to 1`)
}

func FuzzHistory(f *testing.F) {
	f.Add([]byte("item,kind,time,position,propensity,parts\na,show,2026-01-01,1,0.5,7\nb,view,,,,\n"))
	f.Add([]byte(`{"item":"a","kind":"declare","propensity":1e999}`))
	f.Fuzz(func(t *testing.T, content []byte) {
		name := filepath.Join(t.TempDir(), "history")
		require.NoError(t, os.WriteFile(name, content, 0o600))
		events, err := History(name, Limits{Bytes: 1 << 20, Record: 1 << 12, Columns: 16, Events: 100})
		if err != nil {
			require.Nil(t, events)
			return
		}
		for i, e := range events {
			require.Equal(t, uint32(i+1), e.ID)
			require.True(t, e.Kind > 0 && e.Kind < format.KindCount && e.Key != "" && len(e.Key) <= format.MaxKey)
			require.True(t, e.Kind == format.Show || e.Position == 0 && e.Propensity == 0 && e.Parts == 0)
		}
	})
}
