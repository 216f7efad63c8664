package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestManual holds what man says against the page of all commands.
func TestManual(t *testing.T) {
	man, err := exec.LookPath("man")
	if err != nil && os.Getenv("CI") != "true" {
		t.Skip("man is not installed")
	}
	require.NoError(t, err)
	program := filepath.Join(t.TempDir(), "privet")
	output, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput()
	require.NoError(t, err, "%s", output)
	page, err := exec.Command(program, "--man").Output()
	require.NoError(t, err)

	show := exec.Command(man, "--warnings", "-E", "UTF-8", "-l", "-")
	show.Stdin, show.Env = bytes.NewReader(page), append(os.Environ(), "MANWIDTH=80", "MAN_KEEP_FORMATTING=", "LC_ALL=C.UTF-8")
	var said, warnings bytes.Buffer
	show.Stdout, show.Stderr = &said, &warnings
	require.NoError(t, show.Run(), warnings.String())
	require.Empty(t, warnings.String())
	for _, command := range newParser(&cli{}, &defaults{}).Model.Children {
		require.Contains(t, said.String(), "\n   privet "+command.Name+" ")
		for _, flag := range command.Flags {
			require.Contains(t, said.String(), "\n       --"+flag.Name)
		}
	}
	require.Contains(t, said.String(), "\n                 - {before: [LAN-003, MUG-001]}\n", "examples stand as they are")
}
