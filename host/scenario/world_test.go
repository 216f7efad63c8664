package scenario

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"privet/host/catalog"
	"privet/host/catalog/train"
)

// built is the corner shop of testdata, for all tests of the package.
var built = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "corner")
	if err != nil {
		return "", err
	}
	const source = "../../testdata/corner/"
	_, err = catalog.Build(context.Background(), catalog.Options{
		Items: source + "items.csv", Events: source + "events.csv", Rules: source + "rules.yaml", Out: dir, Name: "Corner",
		Train: train.Options{Budget: 48, MinSupport: 5, Seed: 1},
	})
	return dir, err
})

func TestMain(m *testing.M) {
	code := m.Run()
	if dir, err := built(); err == nil {
		os.RemoveAll(dir)
	}
	os.Exit(code)
}

func corner(t testing.TB) string {
	t.Helper()
	dir, err := built()
	require.NoError(t, err)
	return dir
}

// folder writes files of scenarios and of personas; a name that is none of a
// YAML file is written as it is.
func folder(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if strings.HasSuffix(name, ".yaml") && !strings.Contains(text, "version:") {
			text = "version: 1\n" + text
		}
		path := filepath.Join(dir, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o700))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	}
	return dir
}

// run runs a folder on the corner shop.
func run(t testing.TB, dir string, change func(*Options)) *Report {
	t.Helper()
	o := Options{Catalog: corner(t), Jobs: 2, Progress: func(string, int64, int64) {}}
	if change != nil {
		change(&o)
	}
	f, err := LoadFolder(dir)
	require.NoError(t, err)
	report, err := Run(context.Background(), f, o)
	require.NoError(t, err)
	return report
}

// one runs a file of one scenario and returns its result.
func one(t testing.TB, scenario string) *Result {
	t.Helper()
	report := run(t, folder(t, map[string]string{"one.yaml": "scenarios:\n" + scenario}), nil)
	require.Len(t, report.Results, 1)
	return &report.Results[0]
}

// told is all that a result tells, a line each.
func told(r *Result) string {
	var b strings.Builder
	for _, e := range r.Errors {
		fmt.Fprintf(&b, "%d: %s\n", e.Line, e.Detail)
	}
	for _, f := range r.Failures {
		fmt.Fprintf(&b, "%d: %s: %s\n", f.Line, f.Want, f.Got)
	}
	return strings.TrimSuffix(b.String(), "\n")
}
