package report

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// some are the files of a report, in short.
func some(names ...string) map[string][]byte {
	files := map[string][]byte{"report.json": []byte(`{"format": "privet-report"}`)}
	for _, name := range names {
		files[name] = []byte(name)
	}
	return files
}

// held is what a directory holds.
func held(t *testing.T, dir string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func TestWrite_replacesAnEarlierReport(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "report")
	require.NoError(t, Write(dir, some("index.html", "transparency.en.html", "transparency.pt-BR.html")))
	require.NoError(t, Write(dir, some("index.html", "transparency.en.html")))
	require.Equal(t, []string{"index.html", "report.json", "transparency.en.html"}, held(t, dir))
	content, err := os.ReadFile(filepath.Join(dir, "index.html"))
	require.NoError(t, err)
	require.Equal(t, "index.html", string(content))

	require.NoError(t, Write(t.TempDir(), some()), "an empty directory is nobody's")
}

func TestWrite_leavesAloneWhatIsNotItsOwn(t *testing.T) {
	for name, c := range map[string]struct {
		files map[string]string
		want  string
	}{
		"a file beside a report":    {map[string]string{"report.json": `{"format": "privet-report"}`, "notes.txt": ""}, "holds notes.txt, which is no report's"},
		"another site":              {map[string]string{"index.html": ""}, "holds index.html, but no report.json that privet report wrote"},
		"another report.json":       {map[string]string{"report.json": `{"format": "coverage"}`}, "but no report.json that privet report wrote"},
		"a report.json of no JSON":  {map[string]string{"report.json": "{"}, "but no report.json that privet report wrote"},
		"a directory of that name":  {map[string]string{"index.html/x": ""}, "holds index.html, which is no report's"},
		"a directory that is built": {map[string]string{"manifest.json": "{}"}, "holds manifest.json"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			for file, content := range c.files {
				require.NoError(t, os.MkdirAll(filepath.Dir(filepath.Join(dir, file)), 0o755))
				require.NoError(t, os.WriteFile(filepath.Join(dir, file), []byte(content), 0o644))
			}
			before := held(t, dir)
			require.ErrorContains(t, Write(dir, some("index.html")), c.want)
			require.Equal(t, before, held(t, dir))
			for file, content := range c.files {
				left, err := os.ReadFile(filepath.Join(dir, file))
				require.NoError(t, err)
				require.Equal(t, content, string(left))
			}
		})
	}
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o644))
	require.Error(t, Write(file, some()))
}
