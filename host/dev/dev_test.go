package dev

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"privet/host/edge/edgetest"
)

// A studio is a site that somebody works on.
type studio struct {
	dir, site, items, out string
	builds                chan error // what the next builds come to
	server                *httptest.Server
	news                  *bufio.Scanner
}

func newStudio(t *testing.T) *studio {
	t.Helper()
	dir := t.TempDir()
	s := &studio{dir: dir, site: filepath.Join(dir, "site"), items: filepath.Join(dir, "items.csv"), out: filepath.Join(dir, "site", "catalog"), builds: make(chan error, 1)}
	s.write(t, "site/index.html", "<!doctype html><body><h1>Lanterns</h1></body>\n")
	s.write(t, "site/style.css", "h1 { color: red }\n")
	s.write(t, "items.csv", "id\n")
	handler := New(Options{
		Site: s.site, Inputs: []string{s.items, ""}, Out: s.out, Script: []byte("// dev"),
		Build: func(context.Context) error {
			err := <-s.builds
			if err == nil {
				require.NoError(t, os.RemoveAll(s.out))
				err = os.CopyFS(s.out, edgetest.NewSite().Build)
			}
			return err
		},
	})
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- handler.Run(ctx) }()
	s.server = httptest.NewServer(handler)
	t.Cleanup(func() {
		stop()
		require.NoError(t, <-ended)
		s.server.CloseClientConnections()
		s.server.Close()
	})
	response, err := http.Get(s.server.URL + "/privet-dev/news")
	require.NoError(t, err)
	t.Cleanup(func() { response.Body.Close() })
	s.news = bufio.NewScanner(response.Body)
	return s
}

func (s *studio) write(t *testing.T, name, text string) {
	t.Helper()
	name = filepath.Join(s.dir, name)
	require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o755))
	require.NoError(t, os.WriteFile(name, []byte(text), 0o600))
}

// hear waits for the next of the news.
func (s *studio) hear(t *testing.T) string {
	t.Helper()
	var lines []string
	for s.news.Scan() {
		if s.news.Text() == "" {
			return strings.Join(lines, " ")
		}
		lines = append(lines, s.news.Text())
	}
	t.Fatal("no more news: ", s.news.Err())
	return ""
}

// get asks as a browser does that opens a page.
func (s *studio) get(t *testing.T, path string, headers ...string) (int, string, http.Header) {
	t.Helper()
	request, err := http.NewRequest("GET", s.server.URL+path, nil)
	require.NoError(t, err)
	request.Header.Set("Accept", "text/html,*/*")
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	return response.StatusCode, string(body), response.Header
}

func TestServer(t *testing.T) {
	s := newStudio(t)
	const building, reload = `event: building data: ""`, `event: reload data: ""`
	require.Equal(t, building, s.hear(t))
	status, _, _ := s.get(t, "/privet/manifest.json")
	require.Equal(t, http.StatusServiceUnavailable, status, "there is no catalog yet, and the pages are there")
	status, _, _ = s.get(t, "/privet-dev/tokens.json")
	require.Equal(t, http.StatusServiceUnavailable, status)
	_, page, header := s.get(t, "/", "Range", "bytes=0-3", "If-Modified-Since", "Fri, 31 Dec 2100 23:59:59 GMT")
	require.Equal(t, "<!doctype html><body><h1>Lanterns</h1>"+scriptTag+"</body>\n", page)
	require.Equal(t, "no-store", header.Get("Cache-Control"))

	s.builds <- errors.New("items.csv:1: no items\nat all")
	require.Equal(t, `event: broken data: "items.csv:1: no items\nat all"`, s.hear(t))

	// A file is replaced, as editors do.
	s.write(t, "new", "id\na\n")
	require.NoError(t, os.Rename(filepath.Join(s.dir, "new"), s.items))
	require.Equal(t, building, s.hear(t))
	s.builds <- nil
	require.Equal(t, reload, s.hear(t))
	status, _, header = s.get(t, "/privet/manifest.json")
	require.Equal(t, http.StatusOK, status)
	require.Equal(t, "no-store", header.Get("Cache-Control"))
	status, script, _ := s.get(t, "/privet-dev/dev.js")
	require.Equal(t, http.StatusOK, status)
	require.Equal(t, "// dev", script)

	// What the build wrote into the site counts for nothing; a page does, and one in a folder that is new.
	s.write(t, "site/about.html", "<p>About</p>")
	require.Equal(t, reload, s.hear(t))
	s.write(t, "site/deep/er/index.html", "<p>Deep</p>")
	require.Equal(t, reload, s.hear(t))
	s.write(t, "site/deep/er/index.html", "<p>Deeper</p>")
	require.Equal(t, reload, s.hear(t))
	_, page, _ = s.get(t, "/deep/er/")
	require.Equal(t, "<p>Deeper</p>"+scriptTag, page)
	_, style, _ := s.get(t, "/style.css")
	require.Equal(t, "h1 { color: red }\n", style)
	status, missing, _ := s.get(t, "/nothing")
	require.Equal(t, http.StatusNotFound, status)
	require.NotContains(t, missing, "<script", "it is no page")
}

func TestServer_demoShop(t *testing.T) {
	dir := t.TempDir()
	server := httptest.NewServer(New(Options{Out: dir}))
	defer server.Close()
	s := &studio{server: server}
	status, page, _ := s.get(t, "/")
	require.Equal(t, http.StatusOK, status)
	require.Contains(t, page, "The catalog is being built."+"</p>"+scriptTag)

	require.NoError(t, os.CopyFS(dir, edgetest.NewSite().Build))
	server.Config.Handler = New(Options{Out: dir})
	_, page, header := s.get(t, "/")
	require.Contains(t, page, scriptTag+"</body>")
	require.Contains(t, header.Get("Content-Security-Policy"), "script-src 'self'", "the page is as strict as without")
}

func TestServer_whatCannotBeWatched(t *testing.T) {
	err := New(Options{Inputs: []string{"testdata/no-such-folder/items.csv"}, Out: t.TempDir()}).Run(t.Context())
	require.ErrorContains(t, err, "no-such-folder")
}
