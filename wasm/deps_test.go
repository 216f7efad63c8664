package wasm

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// pure is banned from everything that is linked into the module: what ranking is
// must not depend on anything but its input.
var pure = map[string]string{
	"time":             "time arrives inside requests: a clock would give two answers to one question",
	"math/rand":        "same bytes in, same bytes out",
	"math/rand/v2":     "same bytes in, same bytes out",
	"math":             "floating point differs between hosts; see engine/numeric.go",
	"os":               "the engine does no I/O",
	"io":               "the engine does no I/O",
	"net":              "the module must be unable to open a connection",
	"sync":             "one visitor, one call at a time",
	"fmt":              "costs more bytes than the engine; format.Error says what and where",
	"reflect":          "costs more bytes than the engine; layouts are generated",
	"encoding/json":    "costs more bytes than the engine; layouts are generated",
	"sort":             "brings reflect; use a heap or slices",
	"github.com/...":   "whoever audits the module must be able to read all of it",
	"golang.org/x/...": "whoever audits the module must be able to read all of it",
	"gonum.org/v1/...": "training happens outside the page",
	"privet/host/...":  "imports point one way",
	"privet/web/...":   "imports point one way",
}

// policies bans packages from what a package may link: banned package → reason.
var policies = []struct {
	pkg    string
	env    []string // of the build that ships it
	banned []map[string]string
}{
	{"privet/engine/purpose", nil, []map[string]string{pure, {
		"privet/...": "purposes are the bottom: everything else builds on them",
	}}},
	{"privet/engine/format", nil, []map[string]string{pure, {
		"privet/engine":   "a format is read and written without ranking",
		"privet/wasm/...": "imports point one way",
	}}},
	{"privet/engine", nil, []map[string]string{pure, {
		"privet/wasm/...": "imports point one way",
	}}},
	{"privet/wasm/guest", []string{"GOOS=wasip1", "GOARCH=wasm"}, []map[string]string{pure}},
	{"privet/wasm/joiner", nil, []map[string]string{pure, {
		"privet/engine": "it joins files, and ranks nothing",
	}}},
	{"privet/host/edge", nil, []map[string]string{{
		"privet/engine/...": "the edge answers everyone alike: it must be unable to rank",
		"privet/host/...":   "the edge is deployed alone",
	}}},
}

func TestDeps(t *testing.T) {
	for _, p := range policies {
		t.Run(p.pkg, func(t *testing.T) {
			linked := dependencies(t, p.pkg, p.env)
			require.NotEmpty(t, linked)
			for _, banned := range p.banned {
				for pattern, reason := range banned {
					for _, dep := range linked {
						require.False(t, matches(pattern, dep), "%s links %s: %s", p.pkg, dep, reason)
					}
				}
			}
		})
	}
}

// dependencies returns what pkg itself, and every package of this module and of
// others that it links, imports. What the standard library imports is its own
// matter: even errors brings reflect.
func dependencies(t *testing.T, pkg string, env []string) []string {
	cmd := exec.Command("go", "list", "-deps", "-f", `{{if not .Standard}}{{.ImportPath}}{{range .Imports}} {{.}}{{end}}{{end}}`, pkg)
	cmd.Env = append(cmd.Environ(), env...)
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)
	var all []string
	for _, dep := range strings.Fields(string(out)) {
		if dep != pkg {
			all = append(all, dep)
		}
	}
	return all
}

// matches tells whether a package matches a pattern: a path, or one that ends in
// "/..." and stands for itself and all below it.
func matches(pattern, pkg string) bool {
	if root, ok := strings.CutSuffix(pattern, "/..."); ok {
		return pkg == root || strings.HasPrefix(pkg, root+"/")
	}
	return pkg == pattern
}

func TestMatches(t *testing.T) {
	require.True(t, matches("fmt", "fmt"))
	require.False(t, matches("fmt", "fmt2"))
	require.True(t, matches("privet/host/...", "privet/host/catalog/dataset"))
	require.True(t, matches("privet/engine/...", "privet/engine"))
	require.False(t, matches("privet/engine/...", "privet/engines"))
	require.False(t, matches("privet/engine", "privet/engine/format"))
}
