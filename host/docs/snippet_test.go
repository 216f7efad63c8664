package main

import (
	"os"
	"path"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/yuin/goldmark/ast"

	"privet/host/catalog/lint"
	"privet/host/catalog/read"
	"privet/host/catalog/rules"
	"privet/host/scenario"
)

func (d document) snippets() []snippet {
	var all []snippet
	each(d, func(b *ast.FencedCodeBlock) { all = append(all, d.snippet(b)) })
	return all
}

// mostText is how many blocks of all pages may be for nothing but reading.
const mostText = 3

// TestSnippets does what the pages say, as somebody would who has nothing but them: what is called a file becomes that file,
// what is to be downloaded is there, and commands run one after another in one shell a page. Blocks of html and js are
// tried in a browser: web/test/docs.test.mjs.
func TestSnippets(t *testing.T) {
	bin := program(t)
	names, err := filepath.Glob("pages/*.md")
	require.NoError(t, err)
	require.Len(t, names, 13)
	texts := 0
	for _, name := range names {
		source, err := os.ReadFile(name)
		require.NoError(t, err)
		d := parse(source)
		for _, s := range d.snippets() {
			if s.language == "text" {
				texts++
			}
		}
		t.Run(filepath.Base(name), func(t *testing.T) {
			t.Parallel()
			try(t, d, bin)
		})
	}
	require.LessOrEqual(t, texts, mostText)
}

func try(t *testing.T, d document, bin string) {
	dir := t.TempDir()
	each(d, func(l *ast.Link) {
		if string(l.Title) != download {
			return
		}
		content, err := os.ReadFile(filepath.Join("pages", string(l.Destination)))
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(dir, path.Base(string(l.Destination))), content, 0o600))
	})
	var sh *shell
	for _, s := range d.snippets() {
		if s.file != "" {
			to := filepath.Join(dir, s.file)
			require.NoError(t, os.MkdirAll(filepath.Dir(to), 0o700))
			require.NoError(t, os.WriteFile(to, []byte(s.text), 0o600))
		}
		switch s.language {
		case "console":
			if sh == nil {
				sh = newShell(t, dir, bin)
			}
			sh.run(t, s.text)
		case "yaml":
			require.NoError(t, parsed(s), "%s:\n%s", s.file, s.text)
		case "csv", "json":
			require.NotEmpty(t, s.file, "a command uses it, or it need not be there:\n%s", s.text)
		case "html", "js", "text":
		default:
			require.Fail(t, "nothing is known that tries it", "%q\n%s", s.language, s.text)
		}
	}
}

// parsed reads a file of settings as what its name says.
func parsed(s snippet) error {
	var err error
	switch path.Base(s.file) {
	case "rules.yaml":
		_, err = rules.Parse(s.file, []byte(s.text))
	case "lint.yaml":
		_, err = lint.Parse(s.file, []byte(s.text))
	case "mapping.yaml":
		_, err = read.ParseMapping([]byte(s.text))
	case "personas.yaml":
		_, err = scenario.ParsePersonas(s.file, []byte(s.text))
	default:
		_, err = scenario.ParseFile(s.file, []byte(s.text))
	}
	return err
}
