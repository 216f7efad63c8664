package main

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"privet/host/edge/edgetest"
)

// builtSite is a directory such as privet build writes.
func builtSite(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.CopyFS(dir, edgetest.NewSite().Build))
	return dir
}

func TestServe_site(t *testing.T) {
	site, err := (&serve{Dir: builtSite(t)}).site()
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
	require.NoError(t, (&serve{Dir: builtSite(t), Write: out}).Run())
	for _, name := range []string{"_headers", "privet/manifest.json", "privet/manifest.json.br"} {
		require.FileExists(t, filepath.Join(out, name))
	}
}

func TestServe_noBuild(t *testing.T) {
	_, err := (&serve{Dir: "testdata/no-such-directory"}).site()
	require.ErrorContains(t, err, "testdata/no-such-directory: no manifest.json there: run privet build ")
}

func TestServe_portTaken(t *testing.T) {
	other, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer other.Close()

	err = (&serve{Addr: other.Addr().String()}).listen(t.Context(), nil, io.Discard)
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
	go func() { ended <- (&serve{Addr: address, Dir: "shop"}).listen(stop, slow, &said) }()

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
