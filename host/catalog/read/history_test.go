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
