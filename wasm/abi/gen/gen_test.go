package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"privet/engine/format"
	"privet/wasm/abi"
)

func TestGenerated_upToDate(t *testing.T) {
	root := filepath.Join("..", "..", "..")
	files, err := generate(root)
	require.NoError(t, err)
	require.Len(t, files, 4)
	for name, want := range files {
		got, err := os.ReadFile(filepath.Join(root, name))
		require.NoError(t, err)
		require.True(t, bytes.Equal(want, got), "%s is stale: run go generate ./wasm/abi", name)
	}
}

// Every operation's messages exist, and operations are numbered without gaps.
func TestOperations_matchMessages(t *testing.T) {
	s, err := readSchema(filepath.Join("..", "..", "..", "engine", "format"))
	require.NoError(t, err)
	for i, o := range abi.Operations {
		require.EqualValues(t, i+1, o.Op)
		for _, name := range []string{o.Request, o.Response} {
			require.True(t, name == "" || s.message(name) != nil, "%s: no message %s", o.Name, name)
		}
	}
}

func TestStatusName_matchesFormat(t *testing.T) {
	s, err := readSchema(filepath.Join("..", "..", "..", "engine", "format"))
	require.NoError(t, err)
	values := s.enum("Status").values
	require.NotEmpty(t, values)
	for i, v := range values {
		require.EqualValues(t, i, v.value, "statuses have no gaps: TypeScript has them as a list")
		require.Equal(t, format.Status(v.value).String(), statusName(v.name))
	}
}

func TestWireName(t *testing.T) {
	for in, want := range map[string]string{"ID": "id", "IDs": "ids", "At": "at", "HalfLife": "halfLife", "MaxTop": "maxTop"} {
		require.Equal(t, want, wireName(in))
	}
}
