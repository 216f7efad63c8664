package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"privet/host/edge/edgetest"
)

// TestWorkerd starts the worker in workerd, which is what runs it on Cloudflare, by the tool that deploys it.
func TestWorkerd(t *testing.T) {
	wrangler := findWrangler(t)
	site := edgetest.NewSite()
	dir := bundleCounted(t, site)

	t.Run("deploys", func(t *testing.T) {
		output, err := wrangler(dir, "deploy", "--dry-run", "--outdir", t.TempDir()).CombinedOutput()
		require.NoError(t, err, "%s", output)
		require.Regexp(t, `Total Upload: .* gzip: `, string(output))
		t.Log(regexp.MustCompile(`Total Upload: .*`).FindString(string(output)))
	})

	address := start(t, wrangler, dir)

	t.Run("answers like the handler", func(t *testing.T) {
		edgetest.ReplayOnCloudflare(t, address, site.Exchanges(t))
	})

	t.Run("one instance answers many requests", func(t *testing.T) {
		before := counts(t, address)
		const requests, atOnce = 1000, 8
		load(t, "http://"+address+"/privet/manifest.json", requests, atOnce)
		after := counts(t, address)
		require.Equal(t, before.Answers+requests, after.Answers)
		require.Equal(t, 1, after.Instances)
	})

	t.Run("a panic costs one answer", func(t *testing.T) {
		before := counts(t, address)
		response, err := http.Get("http://" + address + "/panic")
		require.NoError(t, err)
		defer response.Body.Close()
		said, err := io.ReadAll(response.Body)
		require.NoError(t, err)
		require.Equal(t, http.StatusInternalServerError, response.StatusCode)
		require.Equal(t, "internal server error\n", string(said), "the worker's answer, not the platform's page")
		load(t, "http://"+address+"/privet/manifest.json", 20, 4)
		require.Equal(t, before.Instances+1, counts(t, address).Instances)
	})

	t.Run("files that never change do not start the worker", func(t *testing.T) {
		before := counts(t, address)
		asked := 0
		for name := range site.Tree(t) {
			if name != "manifest.json" {
				load(t, "http://"+address+"/privet/"+name, 5, 1)
				asked++
			}
		}
		require.GreaterOrEqual(t, asked, 5)
		require.Equal(t, before, counts(t, address))
	})
}

// BenchmarkWorkerd measures a whole request, through wrangler's own proxy in front of workerd.
func BenchmarkWorkerd(b *testing.B) {
	site := edgetest.NewSite()
	address := start(b, findWrangler(b), bundleCounted(b, site))
	manifest, engine := "manifest.json", ""
	for name := range site.Tree(b) {
		if strings.HasPrefix(name, "engine.") {
			engine = name
		}
	}
	for _, kind := range []struct {
		name, file string
		status     int
		send       string
	}{
		{"manifest-200", manifest, http.StatusOK, "Accept-Encoding: br"},
		{"manifest-304", manifest, http.StatusNotModified, "If-None-Match: *"},
		{"asset-200", engine, http.StatusOK, "Accept-Encoding: identity"},
	} {
		b.Run(kind.name, func(b *testing.B) {
			var took []time.Duration
			for b.Loop() {
				began := time.Now()
				require.NoError(b, get(http.DefaultClient, "http://"+address+"/privet/"+kind.file, kind.status, kind.send))
				took = append(took, time.Since(began))
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Microseconds()), "µs-p50")
			b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "µs-p99")
		})
	}
}

// bundleCounted is the bundle with the entry that counts.
func bundleCounted(t testing.TB, site edgetest.Site) string {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, bundle(dir, site.Tree(t)))
	counted, err := os.ReadFile("testdata/counted.mjs")
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "counted.mjs"), counted, 0o644))
	return dir
}

type count struct{ Answers, Instances int }

func counts(t *testing.T, address string) (c count) {
	t.Helper()
	response, err := http.Get("http://" + address + "/count")
	require.NoError(t, err)
	defer response.Body.Close()
	require.NoError(t, json.NewDecoder(response.Body).Decode(&c))
	return c
}

// load asks n times for the file, so many at once.
func load(t *testing.T, url string, n, atOnce int) {
	t.Helper()
	client := http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: atOnce}}
	defer client.CloseIdleConnections()
	var left atomic.Int64
	left.Store(int64(n))
	failed := make(chan error, atOnce)
	for range atOnce {
		go func() {
			var err error
			for err == nil && left.Add(-1) >= 0 {
				err = get(&client, url, http.StatusOK)
			}
			failed <- err
		}()
	}
	for range atOnce {
		require.NoError(t, <-failed)
	}
}

func get(client *http.Client, url string, status int, headers ...string) error {
	request, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	for _, line := range headers {
		name, value, _ := strings.Cut(line, ": ")
		request.Header.Set(name, value)
	}
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != status {
		return fmt.Errorf("%s: %s", url, response.Status)
	}
	_, err = io.Copy(io.Discard, response.Body)
	return err
}
