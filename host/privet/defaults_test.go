package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/alecthomas/kong"
	"github.com/stretchr/testify/require"
)

// inProject reads a command line in a folder with a project file.
func inProject(t *testing.T, text string, args ...string) (*cli, error) {
	t.Helper()
	here, commands := &defaults{}, &cli{}
	parser := newParser(commands, here, kong.Exit(func(int) { t.Fatal("it wants to end the program") }))
	name := filepath.Join(t.TempDir(), projectFile)
	require.NoError(t, os.WriteFile(name, []byte(text), 0o600))
	if err := here.load(name, parser.Model); err != nil {
		return nil, err
	}
	_, err := parser.Parse(args)
	return commands, err
}

func TestDefaults(t *testing.T) {
	const file = `version: 1
build:
  items: data/items.csv
  out: build/catalog
  budget: 32
  min-support: 7
rank:
  context: [daypart=evening, device=phone]
`
	c, err := inProject(t, file, "build")
	require.NoError(t, err)
	require.Equal(t, "data/items.csv", c.Build.Items)
	require.Equal(t, 32.0, c.Build.Budget)
	require.Equal(t, 7, c.Build.MinSupport)
	require.Equal(t, 1000, c.Build.MaxErrors, "what it does not name stays as it is")

	c, err = inProject(t, file, "build", "--out", "elsewhere", "--min-support=9")
	require.NoError(t, err)
	require.Equal(t, "elsewhere", c.Build.Out, "the command line wins")
	require.Equal(t, 9, c.Build.MinSupport)

	c, err = inProject(t, file, "rank", "--catalog", "x")
	require.NoError(t, err)
	require.Equal(t, []string{"daypart=evening", "device=phone"}, c.Rank.Context)
}

func TestDefaults_refuses(t *testing.T) {
	for name, test := range map[string]struct{ file, want string }{
		"a command that there is not":  {"version: 1\nbiuld: {}\n", `:2: there is no setting "biuld": there are build, `},
		"an option that there is not":  {"version: 1\nbuild:\n  itmes: a.csv\n", `:3: build: there is no setting "itmes": there are budget, `},
		"several values where one is":  {"version: 1\nbuild:\n  items: [a.csv, b.csv]\n  out: c\n", "privet.yaml:3: items takes one value"},
		"no number":                    {"version: 1\nbuild: {items: a, out: b, head: many}\n", `--head: expected a valid 64 bit int but got "many"`},
		"no version":                   {"build: {items: a, out: b}\n", ":1: begin with version: 1"},
		"a version of tomorrow":        {"version: 2\n", `"2" where this Privet reads 1`},
		"what is no settings":          {"version: 1\nbuild: items.csv\n", ":2: build: settings belong here, not a text"},
		"what is needed is not there":  {"version: 1\nbuild: {items: a.csv}\n", "missing flags: --out=DIR"},
		"what no option of a file may": {"version: 1\nbuild: {help: yes}\n", `there is no setting "help"`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := inProject(t, test.file, "build")
			require.ErrorContains(t, err, test.want)
		})
	}
}
