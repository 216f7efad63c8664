package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"privet/host/edge/edgetest"
	"privet/host/edge/publish"
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
	manifest := "http://" + address + "/privet/manifest.json"

	t.Run("answers like the handler", func(t *testing.T) {
		edgetest.ReplayOnCloudflare(t, address, site.Exchanges(t))
	})

	t.Run("answers for a second site", func(t *testing.T) {
		var second []edgetest.Exchange
		for _, e := range site.Exchanges(t) {
			// What leads out of the second site's folder leads to the first one, which is as public.
			if name, found := strings.CutPrefix(e.Path, "/privet/"); found && !leadsOut.MatchString(name) {
				e.Path = "/privet/second/" + name
				second = append(second, e)
			}
		}
		edgetest.ReplayOnCloudflare(t, address, second)
	})

	t.Run("one instance answers many requests", func(t *testing.T) {
		const requests, atOnce = 1000, 8
		before := counts(t, address)
		var other atomic.Int64
		load(t, requests, atOnce, func(client *http.Client) error {
			// Each has a validator of its own, so that no answer can be the one to an earlier request.
			tag := fmt.Sprintf(`If-None-Match: "%d"`, other.Add(1))
			return get(client, manifest, http.StatusOK, tag)
		})
		after := counts(t, address)
		require.Equal(t, before.Answers+requests, after.Answers)
		require.GreaterOrEqual(t, after.Entries-before.Entries, requests)
		require.Equal(t, 1, after.Instances)
	})

	t.Run("a question that was answered before does not enter Go", func(t *testing.T) {
		const requests, atOnce = 1000, 8
		ask := func(client *http.Client) error {
			return get(client, manifest, http.StatusNotModified, "If-None-Match: *")
		}
		load(t, 1, 1, ask)
		before := counts(t, address)
		load(t, requests, atOnce, ask)
		before.Answers += requests
		require.Equal(t, before, counts(t, address))
	})

	t.Run("answers that anybody can cause to be kept are few", func(t *testing.T) {
		ask := func(client *http.Client) error {
			return get(client, manifest, http.StatusOK, `If-None-Match: "seldom"`)
		}
		load(t, 1, 1, ask)
		before := counts(t, address)
		load(t, 1, 1, ask)
		require.Equal(t, before.Entries, counts(t, address).Entries, "it is kept at first")
		for i := range 100 {
			require.NoError(t, get(http.DefaultClient, manifest, http.StatusOK, fmt.Sprintf(`If-None-Match: "fills %d"`, i)))
		}
		before = counts(t, address)
		load(t, 1, 1, ask)
		require.Greater(t, counts(t, address).Entries, before.Entries, "and then no more")
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
		for i := range 20 {
			require.NoError(t, get(http.DefaultClient, manifest, http.StatusOK, fmt.Sprintf(`If-None-Match: "after %d"`, i)))
		}
		require.Equal(t, before.Instances+1, counts(t, address).Instances)
	})

	t.Run("files that never change do not start the worker", func(t *testing.T) {
		before := counts(t, address)
		asked := 0
		for name := range site.Tree(t) {
			if name != "manifest.json" {
				require.NoError(t, get(http.DefaultClient, "http://"+address+"/privet/"+name, http.StatusOK))
				asked++
			}
		}
		require.GreaterOrEqual(t, asked, 5)
		require.Equal(t, before, counts(t, address))
	})
}

// leadsOut matches a path that a client, or the platform, joins with what is before it.
var leadsOut = regexp.MustCompile(`(?i)^(\.|%2e){2}/`)

// bundleCounted is the bundle with the entry that counts.
func bundleCounted(t testing.TB, site edgetest.Site) string {
	t.Helper()
	dir, script := t.TempDir(), t.TempDir()
	require.NoError(t, writeScript(script))
	tree := site.Tree(t)
	for _, file := range site.Tree(t) {
		file.Name = "second/" + file.Name
		tree.Add(file)
	}
	require.NoError(t, publish.Worker(dir, os.DirFS(script), tree))
	counted, err := os.ReadFile("testdata/counted.mjs")
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "counted.mjs"), counted, 0o644))
	return dir
}

type count struct{ Answers, Instances, Entries int }

func counts(t *testing.T, address string) (c count) {
	t.Helper()
	response, err := http.Get("http://" + address + "/count")
	require.NoError(t, err)
	defer response.Body.Close()
	require.NoError(t, json.NewDecoder(response.Body).Decode(&c))
	return c
}

// load asks n times, so many at once.
func load(t *testing.T, n, atOnce int, ask func(*http.Client) error) {
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
				err = ask(&client)
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
