// Package edge answers browsers: the same files with the same headers for everyone.
//
// No cookie is read or set, no query string is looked at and nothing is written down, so that there is nothing here
// that could tell one visitor from another.
package edge

import (
	"net/http"
	"strconv"
	"strings"
)

// Base is the path that every file is below.
const Base = "/privet/"

// allowed are the methods that every file answers to.
const allowed = "GET, HEAD, OPTIONS"

// Handler serves the tree below Base and SupportPath, and "not found" everywhere else.
//
// The tree must not change afterwards. A path names a file only as it is spelled in the tree: nothing is joined, cleaned
// or unescaped, so no path leads out of it.
func Handler(tree Tree) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for _, header := range Everyone {
			w.Header().Set(header.Name, header.Value)
		}
		name, below := strings.CutPrefix(r.URL.EscapedPath(), Base)
		file, found := tree[name]
		if r.URL.EscapedPath() == SupportPath {
			file, below, found = support, true, true
		}
		switch {
		case !below || !found:
			refuse(w, http.StatusNotFound)
		case r.Method == http.MethodOptions:
			preflight(w)
		case r.Method != http.MethodGet && r.Method != http.MethodHead:
			w.Header().Set("Allow", allowed)
			refuse(w, http.StatusMethodNotAllowed)
		case file.Plain == nil:
			refuse(w, http.StatusNotFound)
		default:
			send(w, r, file)
		}
	})
}

func send(w http.ResponseWriter, r *http.Request, file File) {
	// Both headers may come in several lines, and the worker's runtime splits them at each comma.
	chosen := file.represent(strings.Join(r.Header.Values("Accept-Encoding"), ","))
	header := w.Header()
	header.Set("Cache-Control", CacheControl(file.Name))
	header.Set("ETag", chosen.etag)
	header.Set("Vary", "Accept-Encoding")
	if holds(strings.Join(r.Header.Values("If-None-Match"), ","), chosen.etag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	if chosen.coding != "" {
		header.Set("Content-Encoding", chosen.coding)
	}
	write(w, http.StatusOK, Type(file.Name), chosen.body)
}

// preflight answers a browser that asks before it sends. It may send any header it likes: none makes a difference.
func preflight(w http.ResponseWriter) {
	header := w.Header()
	header.Set("Allow", allowed)
	header.Set("Access-Control-Allow-Methods", "GET, HEAD")
	header.Set("Access-Control-Allow-Headers", "*")
	header.Set("Access-Control-Max-Age", "86400")
	w.WriteHeader(http.StatusNoContent)
}

// refuse must not be kept by any cache: the next build may bring the file.
func refuse(w http.ResponseWriter, status int) {
	w.Header().Set("Cache-Control", "no-store")
	write(w, status, "text/plain; charset=utf-8", []byte(strings.ToLower(http.StatusText(status))+"\n"))
}

func write(w http.ResponseWriter, status int, contentType string, body []byte) {
	w.Header().Set("Content-Type", contentType)
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	// HEAD's body goes no further than the server. An error means that the visitor has gone, and there is nobody to tell.
	_, _ = w.Write(body)
}
