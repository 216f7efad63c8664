package project

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestCI does what an operator's CI does, in a clean folder: a small shop of theirs is built, tested, and deployed but for the last step.
func TestCI(t *testing.T) {
	root, err := filepath.Abs("../..")
	require.NoError(t, err)
	modules := filepath.Join(root, "web/node_modules")
	if _, err := os.Stat(filepath.Join(modules, "wrangler")); err != nil && os.Getenv("CI") != "true" {
		t.Skip("wrangler is not installed: run npm ci in web")
	}
	// A release: the command, with the worker's script beside it.
	bin := t.TempDir()
	for _, build := range [][]string{
		{"build", "-o", filepath.Join(bin, "privet"), "./host/privet"},
		{"run", "./host/edge/worker", "--out", filepath.Join(bin, "worker")},
	} {
		command := exec.Command("go", build...)
		command.Dir = root
		output, err := command.CombinedOutput()
		require.NoError(t, err, "%s", output)
	}
	dir := filepath.Join(t.TempDir(), "corner-shop")
	run := func(dir, name string, args ...string) string {
		t.Helper()
		command := exec.Command(name, args...)
		command.Dir = dir
		command.Env = append(os.Environ(),
			"PATH="+bin+":"+filepath.Join(modules, ".bin")+":"+os.Getenv("PATH"), // its Node is new enough for wrangler
			"CLOUDFLARE_CF_FETCH_ENABLED=false", "WRANGLER_SEND_METRICS=false", "CI=1", "NO_COLOR=1")
		output, err := command.CombinedOutput()
		require.NoError(t, err, "%s", output)
		return string(output)
	}
	corner := filepath.Join(root, "testdata/corner")
	require.Contains(t, run(root, filepath.Join(bin, "privet"), "init", "--items", corner+"/items.csv", "--events", corner+"/events.csv", "--currency", "EUR", dir),
		"next: cd "+dir+" && privet build")
	require.NoError(t, os.Symlink(modules, filepath.Join(dir, "node_modules")))

	said := run(dir, "./ci.sh")
	require.Contains(t, said, "build/catalog is complete")
	require.Contains(t, said, "4 scenarios: 4 passed")
	require.Contains(t, said, "build/worker is complete")
	require.Regexp(t, `Total Upload: .* gzip: `, said)
	require.FileExists(t, filepath.Join(dir, "build/privet.junit.xml"))

	// A scenario that does not hold stops it before anything could be deployed.
	require.NoError(t, os.WriteFile(filepath.Join(dir, "scenarios/wrong.yaml"),
		[]byte("version: 1\ncatalog: ../build/catalog\nscenarios: [{name: wrong, expect: [{catalog within: 1 B}]}]\n"), 0o600))
	require.NoError(t, os.RemoveAll(filepath.Join(dir, "build/worker")))
	broken := exec.Command("./ci.sh")
	broken.Dir, broken.Env = dir, append(os.Environ(), "PATH="+bin+":"+os.Getenv("PATH"))
	output, err := broken.CombinedOutput()
	require.Error(t, err)
	require.Contains(t, string(output), "scenarios/wrong.yaml:3")
	require.NoDirExists(t, filepath.Join(dir, "build/worker"))
}
