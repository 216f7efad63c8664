package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
	"github.com/stretchr/testify/require"

	"privet/host/scenario"
)

// tested runs privet test with these arguments, and returns what it prints and
// the code that the command ends with.
func tested(t *testing.T, arguments ...string) (string, int) {
	t.Helper()
	var c cli
	parser, err := kong.New(&c)
	require.NoError(t, err)
	_, err = parser.Parse(append([]string{"test"}, arguments...))
	require.NoError(t, err)
	var out bytes.Buffer
	err = c.Test.run(context.Background(), &out, func(string, int64, int64) {})
	if err == nil {
		return out.String(), 0
	}
	var code kong.ExitCoder
	require.True(t, errors.As(err, &code), "%v", err)
	return out.String() + err.Error(), code.ExitCode()
}

// scenarios writes files of scenarios into a folder.
func scenarios(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte("version: 1\n"+text), 0o600))
	}
	return dir
}

func TestTest_exitCodes(t *testing.T) {
	shop := pairs(t)
	for name, c := range map[string]struct {
		files     map[string]string
		arguments []string
		code      int
		told      string
	}{
		"holds":         {map[string]string{"a.yaml": "scenarios: [{name: x, given: {grant: [history], history: [{view: mug}]}, expect: [{top: 2, has: tea}]}]"}, nil, 0, "1 scenario: 1 passed"},
		"fails":         {map[string]string{"a.yaml": "scenarios: [{name: x, expect: [{never: tea}]}]"}, nil, 1, "1 of 1 scenarios do not hold"},
		"a wrong id":    {map[string]string{"a.yaml": "scenarios: [{name: x, expect: [{never: teas}]}]"}, nil, 2, `no item has the id "teas": did you mean tea?`},
		"a wrong file":  {map[string]string{"a.yaml": "scenarios: [{nam: x}]"}, nil, 2, `a.yaml:2: scenario 1: there is no setting "nam"`},
		"no catalog":    {map[string]string{"a.yaml": "scenarios: [{name: x, expect: [{never: tea}]}]"}, []string{"--catalog", "none"}, 2, "build it with privet build"},
		"no scenario":   {map[string]string{}, nil, 2, "holds no file of scenarios"},
		"none selected": {map[string]string{"a.yaml": "scenarios: [{name: x, expect: [{never: tea}]}]"}, []string{"--run", "coffee"}, 2, "no scenario was run"},
		"bad pattern":   {map[string]string{"a.yaml": "scenarios: [{name: x, expect: [{never: tea}]}]"}, []string{"--run", "("}, 2, "--run: error parsing regexp"},
		"no such file":  {map[string]string{"a.yaml": "scenarios: [{name: x, expect: [{first: {id: mug}}]}]"}, []string{"--junit", "none/x.xml"}, 2, "none/x.xml"},
	} {
		t.Run(name, func(t *testing.T) {
			out, code := tested(t, append([]string{scenarios(t, c.files), "--catalog", shop}, c.arguments...)...)
			require.Equal(t, c.code, code, out)
			require.Contains(t, out, c.told)
		})
	}
	ctx, stop := context.WithCancel(context.Background())
	stop()
	err := (&test{Dir: scenarios(t, map[string]string{"a.yaml": "scenarios: [{name: x, expect: [{never: tea}]}]"}), Catalog: shop}).run(ctx, &bytes.Buffer{}, func(string, int64, int64) {})
	var code kong.ExitCoder
	require.ErrorAs(t, err, &code)
	require.Equal(t, 130, code.ExitCode())
	for _, code := range []string{"    0    ", "    1    ", "    2    ", "    80   ", "    130  "} {
		require.Contains(t, (&test{}).Help(), code, "the help says what each code means")
	}
}

// All forms come from one run, with annotations on GitHub alone.
func TestTest_outputs(t *testing.T) {
	shop, out := pairs(t), t.TempDir()
	dir := scenarios(t, map[string]string{"a.yaml": "scenarios:\n- {name: x, expect: [{never: tea}]}\n- {name: y, snapshot: 2}"})
	file := func(name string) string { return filepath.Join(out, name) }
	text, code := tested(t, dir, "--catalog", shop, "--junit", file("j.xml"), "--tap", file("t.tap"), "--json", file("r.json"), "--update", "--jobs", "1")
	require.Equal(t, 1, code)
	require.Contains(t, text, "written: ")
	require.NotContains(t, text, "::error")
	for name, want := range map[string]string{"j.xml": `<testsuites name="privet test" tests="2" failures="1"`, "t.tap": "1..2\nnot ok 1 - ", "r.json": `"failed": 1,`} {
		content, err := os.ReadFile(file(name))
		require.NoError(t, err)
		require.Contains(t, string(content), want)
	}
	t.Setenv("GITHUB_ACTIONS", "true")
	text, _ = tested(t, dir, "--catalog", shop)
	require.Contains(t, text, "::error file="+strings.ReplaceAll(filepath.Join(dir, "a.yaml"), ":", "%3A")+",line=3,title=x::expected {never: tea}%0A")
}

// What is wrong with files stands beside their lines too.
func TestTest_annotatesFiles(t *testing.T) {
	t.Setenv("GITHUB_ACTIONS", "true")
	dir := scenarios(t, map[string]string{"a.yaml": "scenarios: [{nam: x}]", "b.yaml": "scenario: x"})
	text, code := tested(t, dir)
	require.Equal(t, 2, code)
	for _, file := range []string{"a.yaml", "b.yaml"} {
		require.Contains(t, text, "::error file="+strings.ReplaceAll(filepath.Join(dir, file), ":", "%3A")+",line=2,title=scenarios::")
	}
}

func TestTest_colours(t *testing.T) {
	require.False(t, colourful(&bytes.Buffer{}))
	f, err := os.Create(filepath.Join(t.TempDir(), "f"))
	require.NoError(t, err)
	defer f.Close()
	require.False(t, colourful(f), "a file is no terminal")
}

// What the help shows is a scenario that is read.
func TestTest_help(t *testing.T) {
	_, example, ok := strings.Cut((&test{}).Help(), "A first one:\n\n")
	require.True(t, ok)
	example, _, ok = strings.Cut(example, "\n\n    privet test")
	require.True(t, ok)
	_, err := scenario.ParseFile("help.yaml", []byte(strings.ReplaceAll("\n"+example, "\n    ", "\n")))
	require.NoError(t, err)
}

func TestTest_against(t *testing.T) {
	shop, page := pairs(t), filepath.Join(t.TempDir(), "page.html")
	dir := scenarios(t, map[string]string{
		"a.yaml":        "scenarios: [{name: x, expect: [{never: tea}]}]",
		"personas.yaml": "personas: [{name: drinker, grant: [history], history: [{view: mug}]}]",
	})
	out, code := tested(t, dir, "--catalog", shop, "--against", shop, "--out", page, "--visitors", "5")
	require.Equal(t, 0, code, out)
	require.Contains(t, out, "6 visitors: mean overlap 1.00, 100 % of the first ten places, 6 see the same ten in the same order")
	require.Contains(t, out, "drinker  1.00     100 %      none")
	require.FileExists(t, page)

	out, code = tested(t, dir, "--against", shop)
	require.Equal(t, 2, code)
	require.Contains(t, out, "the files name no catalog")
	out, code = tested(t, dir, "--against", "none", "--catalog", shop)
	require.Equal(t, 2, code)
	require.Contains(t, out, "none holds no manifest.json")
	nobody := scenarios(t, map[string]string{"a.yaml": "catalog: a\nscenarios: [{name: x, expect: [{never: tea}]}]", "b.yaml": "catalog: b\nscenarios: [{name: x, expect: [{never: tea}]}]"})
	out, _ = tested(t, nobody, "--against", shop, "--catalog", shop, "--visitors", "0")
	require.Contains(t, out, "there is nobody to compare for")
	out, _ = tested(t, nobody, "--against", shop)
	require.Contains(t, out, "the files name several catalogs")
}
