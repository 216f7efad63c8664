package dev

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"
)

// noDeadline lets a page listen as long as it is open.
var noDeadline time.Time

const scriptTag = `<script src="` + base + `dev.js" defer></script>`

// withScript adds the script to pages; everything else goes through as it is.
func withScript(pages http.Handler, w http.ResponseWriter, r *http.Request) {
	if !strings.Contains(r.Header.Get("Accept"), "text/html") {
		pages.ServeHTTP(uncached{w}, r)
		return
	}
	// The whole page is needed, as it is: no part of it, no coding, no "it has not changed".
	r = r.Clone(r.Context())
	for _, name := range []string{"If-None-Match", "If-Modified-Since", "Range", "Accept-Encoding"} {
		r.Header.Del(name)
	}
	answer := httptest.NewRecorder()
	pages.ServeHTTP(answer, r)
	body := answer.Body.Bytes()
	for name, values := range answer.Header() {
		w.Header()[name] = values
	}
	for _, name := range []string{"Content-Length", "ETag", "Last-Modified"} {
		w.Header().Del(name)
	}
	w.Header().Set("Cache-Control", "no-store")
	if strings.HasPrefix(answer.Header().Get("Content-Type"), "text/html") {
		at := bytes.LastIndex(body, []byte("</body>"))
		if at < 0 {
			at = len(body)
		}
		body = bytes.Join([][]byte{body[:at], body[at:]}, []byte(scriptTag))
	}
	w.WriteHeader(answer.Code)
	_, _ = w.Write(body)
}
