package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"privet/host/edge/edgetest"
	"privet/host/edge/publish"
)

// builtSite is a directory such as privet build writes.
func builtSite(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.CopyFS(dir, edgetest.NewSite().Build))
	return dir
}

func sites(dir string) []publish.Site { return []publish.Site{{Dir: dir}} }

func TestServe_site(t *testing.T) {
	site, err := (&serve{Sites: sites(builtSite(t))}).site()
	require.NoError(t, err)
	for _, test := range []struct {
		path        string
		status      int
		contentType string
	}{
		{"/", 200, "text/html; charset=utf-8"},
		{"/no/such/page", 404, "text/html; charset=utf-8"},
		{"/privet/manifest.json", 200, "application/json"},
		{"/privet/no-such-file", 404, "text/plain; charset=utf-8"},
		{"/privet//manifest.json", 404, "text/plain; charset=utf-8"}, // not redirected to its other spelling
	} {
		answer := httptest.NewRecorder()
		site.ServeHTTP(answer, httptest.NewRequest("GET", "http://shop.test"+test.path, nil))
		require.Equal(t, test.status, answer.Code, test.path)
		require.Equal(t, test.contentType, answer.Header().Get("Content-Type"), test.path)
		require.Empty(t, answer.Header().Get("Set-Cookie"), test.path)
	}
}

func TestServe_write(t *testing.T) {
	out := t.TempDir()
	require.NoError(t, (&serve{Sites: sites(builtSite(t)), Write: out}).Run())
	for _, name := range []string{"_headers", "privet/manifest.json", "privet/manifest.json.br"} {
		require.FileExists(t, filepath.Join(out, name))
	}
}

func TestServe_severalSites(t *testing.T) {
	shop, news := builtSite(t), builtSite(t)
	run := &serve{}
	for _, text := range []string{"shop=" + shop, "news=" + news} {
		var site publish.Site
		require.NoError(t, site.UnmarshalText([]byte(text)))
		run.Sites = append(run.Sites, site)
	}
	site, err := run.site()
	require.NoError(t, err)
	for path, status := range map[string]int{
		"/privet/shop/manifest.json": 200, "/privet/news/manifest.json": 200, "/privet/news/privet.js": 200,
		"/privet/manifest.json": 404, "/privet/shop/../news/manifest.json": 404, "/": 404,
	} {
		answer := httptest.NewRecorder()
		site.ServeHTTP(answer, httptest.NewRequest("GET", "http://shop.test"+path, nil))
		require.Equal(t, status, answer.Code, path)
	}

	for _, wrong := range []struct {
		sites []publish.Site
		want  string
	}{
		{[]publish.Site{{Dir: shop}, {Name: "news", Dir: news}}, "one of several sites needs a name: shop=" + shop},
		{[]publish.Site{{Name: "news", Dir: shop}, {Name: "news", Dir: news}}, "another site has that name"},
	} {
		_, err := (&serve{Sites: wrong.sites}).site()
		require.ErrorContains(t, err, wrong.want)
	}
	for _, wrong := range []string{"", "Shop=x", "a/b=x", "=x", "shop="} {
		require.Error(t, new(publish.Site).UnmarshalText([]byte(wrong)), wrong)
	}
}

func TestServe_readsAgain(t *testing.T) {
	dir := builtSite(t)
	run := &serve{Sites: sites(dir), Bare: true}
	site, err := run.site()
	require.NoError(t, err)
	current := newSwitch(site)
	stop, cancel := context.WithCancel(t.Context())
	defer cancel()
	heard, said := io.Pipe()
	lines := bufio.NewScanner(heard)
	told := make(chan os.Signal)
	go run.reload(stop, told, current, said)
	hangUp := func(want string) {
		t.Helper()
		told <- syscall.SIGHUP
		require.True(t, lines.Scan())
		require.Contains(t, lines.Text(), want)
	}
	ask := func() string {
		answer := httptest.NewRecorder()
		current.ServeHTTP(answer, httptest.NewRequest("GET", "http://shop.test/privet/manifest.json", nil))
		return answer.Body.String()
	}
	manifest := filepath.Join(dir, publish.Manifest)
	text, err := os.ReadFile(manifest)
	require.NoError(t, err)

	require.NoError(t, os.WriteFile(manifest, []byte("{"), 0o600))
	hangUp("not read again, what was served stays: " + dir)
	require.Contains(t, ask(), `"name":"Shop"`)

	require.NoError(t, os.WriteFile(manifest, bytes.Replace(text, []byte(`"Shop"`), []byte(`"Tomorrow"`), 1), 0o600))
	hangUp("read again")
	require.Contains(t, ask(), `"name":"Tomorrow"`)
}

func TestServe_noBuild(t *testing.T) {
	_, err := (&serve{Sites: sites("testdata/no-such-directory")}).site()
	require.ErrorContains(t, err, "testdata/no-such-directory: no manifest.json there: run privet build ")
}

func TestServe_portTaken(t *testing.T) {
	other, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer other.Close()

	err = listen(t.Context(), other.Addr().String(), "shop", nil, io.Discard)
	require.EqualError(t, err, other.Addr().String()+": another program listens there: stop it, or choose another port with --addr")
}

func TestServe_finishesRequests(t *testing.T) {
	began, finish := make(chan string), make(chan struct{})
	slow := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began <- r.Host
		<-finish
		_, _ = io.WriteString(w, "whole")
	})
	address := freeAddress(t)
	stop, cancel := context.WithCancel(t.Context())
	var said bytes.Buffer
	ended := make(chan error, 1)
	go func() { ended <- listen(stop, address, "shop", slow, &said) }()

	got := make(chan string, 1)
	go func() {
		var body []byte
		for range 50 { // until it listens
			response, err := http.Get("http://" + address)
			if err == nil {
				body, _ = io.ReadAll(response.Body)
				response.Body.Close()
				break
			}
			time.Sleep(20 * time.Millisecond)
		}
		got <- string(body)
	}()
	require.Equal(t, address, <-began)
	cancel()
	require.Eventually(t, func() bool { // it has stopped listening, while the request is still under way
		connection, err := net.Dial("tcp", address)
		if err == nil {
			connection.Close()
		}
		return err != nil
	}, 5*time.Second, 5*time.Millisecond)
	close(finish)

	require.Equal(t, "whole", <-got)
	require.NoError(t, <-ended)
	require.Equal(t, "serving shop at http://"+address+"/ (Ctrl-C stops)\n", said.String())
}

func freeAddress(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer listener.Close()
	return listener.Addr().String()
}
