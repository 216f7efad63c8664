package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/alecthomas/kong"
	"github.com/stretchr/testify/require"
)

// reported runs privet report with these arguments, and returns what it says.
func reported(t *testing.T, arguments ...string) (string, error) {
	t.Helper()
	var c cli
	parser, err := kong.New(&c)
	require.NoError(t, err)
	if _, err := parser.Parse(append([]string{"report"}, arguments...)); err != nil {
		return "", err
	}
	var out bytes.Buffer
	err = c.Report.run(&out)
	return out.String(), err
}

func TestReport(t *testing.T) {
	shop, dir := pairs(t), filepath.Join(t.TempDir(), "report")
	said, err := reported(t, shop, "--out", dir, "--controller", "Pairs & Co", "--dpo", "none")
	require.NoError(t, err)
	require.Regexp(t, `^.*/report: index\.html, report\.json, (transparency\.\w+\.html, )*transparency\.\w+\.html\nyet to be filled in: --contact\n$`, said)
	index, err := os.ReadFile(filepath.Join(dir, "index.html"))
	require.NoError(t, err)
	require.Contains(t, string(index), "Pairs &amp; Co")
	require.Contains(t, string(index), "A choice lasts 180 days")

	said, err = reported(t, shop, "--out", dir, "--controller", "Pairs & Co", "--dpo", "none", "--contact", "by mail", "--renew", "1")
	require.NoError(t, err)
	require.NotContains(t, said, "filled in")
	index, err = os.ReadFile(filepath.Join(dir, "index.html"))
	require.NoError(t, err)
	require.Contains(t, string(index), "A choice lasts 1 day (")
}

func TestReport_refuses(t *testing.T) {
	shop := pairs(t)
	for name, c := range map[string]struct {
		arguments []string
		want      string
	}{
		"no place to write":  {[]string{shop}, "--out"},
		"no build":           {[]string{t.TempDir(), "--out", "report"}, "holds no manifest.json"},
		"a consent for ever": {[]string{shop, "--out", "report", "--renew", "1000"}, "a consent of 1000 days: it must last 1 to 400"},
		"the build itself":   {[]string{shop, "--out", shop}, "which is no report's: choose another directory"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := reported(t, c.arguments...)
			require.ErrorContains(t, err, c.want)
		})
	}
	require.NoDirExists(t, "report")
}
