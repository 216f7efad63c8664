package read

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"privet/host/catalog/dataset"
)

// No row has an address, and the code of one differs from reading to reading.
func TestAccessLog_addressStaysInside(t *testing.T) {
	text, err := os.ReadFile("testdata/access.log")
	require.NoError(t, err)
	var codes []string
	for range 2 {
		table, err := newTable("f", bytes.NewReader(text), DefaultLimits, how{})
		require.NoError(t, err)
		rows, err := drain(table)
		require.NoError(t, err)
		for _, row := range rows {
			require.NotContains(t, row, "203.0.113.")
			require.NotContains(t, row, "2001:db8")
		}
		visitor, _, _ := strings.Cut(rows[0], "|")
		require.Regexp(t, `^1: [0-9a-f]{32}$`, visitor)
		require.True(t, strings.HasPrefix(rows[2], "3"+visitor[1:]), "one visitor has one code")
		codes = append(codes, visitor)
	}
	require.NotEqual(t, codes[0], codes[1])
}

func FuzzAccessLog(f *testing.F) {
	text, err := os.ReadFile("testdata/access.log")
	require.NoError(f, err)
	for line := range strings.SplitSeq(string(text), "\n") {
		f.Add([]byte(line))
	}
	l := newLinks([]dataset.Item{{ID: "a", URL: "/products/red-lantern"}})
	limits := Limits{Bytes: 1 << 16, Record: 1 << 10, Columns: 64, Items: 9, Events: 99}
	f.Fuzz(func(t *testing.T, text []byte) {
		table, err := newTable("f", bytes.NewReader(text), limits, how{kind: kindLog})
		if err != nil {
			return
		}
		row := &Row{}
		for err = table.Next(row); err == nil || errors.As(err, new(*RowError)); err = table.Next(row) {
			if err == nil {
				require.Len(t, row.Values, len(table.Columns()))
				require.Len(t, row.Values[0], 32)
				l.item(row.Values[table.Column("path")])
			}
		}
	})
}
