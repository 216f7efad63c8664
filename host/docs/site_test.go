package main

import (
	"bytes"
	"os"
	"os/exec"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"
)

// wholeSite is the site of the project.
func wholeSite(t *testing.T) map[string][]byte {
	t.Helper()
	commands, err := exec.Command("go", "run", "../privet", "--man-markdown").Output()
	require.NoError(t, err)
	files, err := build(os.DirFS("../.."), commands)
	require.NoError(t, err)
	return files
}

// A link of a page, and whether the page has an element of an id.
func linksAndIDs(t *testing.T, content []byte) (links []string, ids map[string]bool) {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(content))
	require.NoError(t, err)
	ids = map[string]bool{}
	for n := range root.Descendants() {
		for _, a := range n.Attr {
			switch a.Key {
			case "href", "src":
				links = append(links, a.Val)
			case "id":
				require.False(t, ids[a.Val], "the id %s stands twice", a.Val)
				ids[a.Val] = true
			}
		}
	}
	return links, ids
}

// TestSite_links follows every link: what is of the site must be there, and nothing of another is loaded.
func TestSite_links(t *testing.T) {
	files := wholeSite(t)
	links, ids := map[string][]string{}, map[string]map[string]bool{}
	for name, content := range files {
		if path.Ext(name) == ".html" && !strings.HasPrefix(name, "source/") || strings.HasSuffix(name, ".md.html") {
			links[name], ids[name] = linksAndIDs(t, content)
		}
	}
	followed := 0
	for name, list := range links {
		for _, l := range list {
			file, fragment, _ := strings.Cut(l, "#")
			if strings.Contains(file, ":") {
				require.Regexp(t, "^https://", file, name)
				continue
			}
			to := name
			if file != "" {
				to = path.Join(path.Dir(name), file)
			}
			require.Contains(t, files, to, "%s links to %s", name, l)
			if fragment != "" {
				require.True(t, ids[to][fragment], "%s links to %s, where there is no such heading", name, l)
			}
			followed++
		}
	}
	require.Greater(t, followed, 900)
	require.Contains(t, files, "source/testdata/corner/items.csv", "what is to be downloaded")
	require.Contains(t, files, "source/host/project/template/deploy/nginx.conf.html", "what is to be read")
	require.Contains(t, string(files["cli.html"]), "<dt><code>--min-support=5</code></dt>")
}

// TestSite_refuses what would be a dead link.
func TestSite_refuses(t *testing.T) {
	files := fstest.MapFS{
		"web/dist/custom-elements.json": {Data: []byte("{}")},
		"web/src/privet.d.ts":           {Data: []byte("")},
	}
	for _, c := range contents {
		for _, e := range c.Pages {
			files[e.source] = &fstest.MapFile{Data: []byte("# Title\n")}
		}
	}
	_, err := build(files, []byte("# Commands\n"))
	require.NoError(t, err)
	for wrong, want := range map[string]string{
		"# A\n[b](b.md)\n":               "host/docs/pages/b.md: file does not exist",
		"# A\n[b](b.csv \"download\")\n": "host/docs/pages/b.csv: file does not exist",
		"# A\n![b](b.svg)\n":             "host/docs/pages/b.svg: file does not exist",
		"A page\n":                       "host/docs/pages/faq.md: it begins with no title",
	} {
		files[pages+"faq.md"] = &fstest.MapFile{Data: []byte(wrong)}
		_, err := build(files, []byte("# Commands\n"))
		require.ErrorContains(t, err, want)
	}
}

var attribute = regexp.MustCompile("`data-([a-z-]+)`")

// TestScriptTag holds the attributes that are documented against the settings that there are.
func TestScriptTag(t *testing.T) {
	page, err := os.ReadFile("pages/page.md")
	require.NoError(t, err)
	_, table, found := strings.Cut(string(page), "## The script tag")
	require.True(t, found)
	table, _, _ = strings.Cut(table, "\n## ")
	var documented []string
	for _, a := range attribute.FindAllStringSubmatch(table, -1) {
		documented = append(documented, a[1])
	}
	source, err := os.ReadFile("../../web/src/privet.d.ts")
	require.NoError(t, err)
	config := regexp.MustCompile(`(?ms)^export interface Config \{.*?^\}`).FindString(string(source))
	var settings []string
	for _, s := range regexp.MustCompile(`(?m)^  (\w+)\?:`).FindAllStringSubmatch(config, -1) {
		settings = append(settings, strings.ToLower(regexp.MustCompile(`[A-Z]`).ReplaceAllString(s[1], "-$0")))
	}
	slices.Sort(documented)
	slices.Sort(settings)
	require.Equal(t, settings, documented)
}

// TestAPI holds the page against what the file declares.
func TestAPI(t *testing.T) {
	project := os.DirFS("../..")
	page, err := apiPage(project)
	require.NoError(t, err)
	source, err := os.ReadFile("../../web/src/privet.d.ts")
	require.NoError(t, err)
	for line := range strings.SplitSeq(string(source), "\n") {
		if !strings.HasPrefix(line, "/**") && !strings.HasPrefix(line, " *") && line != "" {
			require.Contains(t, string(page), "\n"+line+"\n", "every line of code is on it")
		}
	}
	require.Contains(t, string(page), "## Kind\n\nWhat an event is: an act, or that a ranked item was shown.\n\n```ts\nexport type Kind = Act | \"show\";\n```\n")
	require.Contains(t, string(page), "With the script tag, `window.privet` is a [Privet](#privet).")
}
