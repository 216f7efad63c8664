package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestCompletion asks as a shell does: the program, with the line in its environment.
func TestCompletion(t *testing.T) {
	program := filepath.Join(t.TempDir(), "privet")
	output, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput()
	require.NoError(t, err, "%s", output)
	ask := func(line string) string {
		command := exec.Command(program)
		command.Env = append(os.Environ(), "COMP_LINE="+line)
		output, err := command.Output()
		require.NoError(t, err)
		return string(output)
	}
	require.Equal(t, "rollback\n", ask("privet ro"))
	require.Contains(t, ask("privet rank --st"), "--strategy\n")
	require.Contains(t, ask("privet rank --strategy "), "trending\n")

	var said bytes.Buffer
	(&completion{Shell: "bash"}).print(&said, program)
	bash := exec.Command("bash", "-c", said.String()+"complete -p privet")
	output, err = bash.CombinedOutput()
	require.NoError(t, err, "%s", output)
	require.Contains(t, string(output), program)
}
