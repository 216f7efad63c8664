package edgetest

import (
	"bytes"
	"compress/gzip"
	"io"
	"maps"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/stretchr/testify/require"
)

// An Answer is all that a client sees of one.
type Answer struct {
	Status int
	Header map[string]string
	Body   string
}

// answer has the headers of every answer and those given as lines.
func answer(status int, body []byte, lines ...string) Answer {
	return Answer{Status: status, Header: map[string]string{}, Body: string(body)}.with(
		"Access-Control-Allow-Origin: *",
		"Content-Security-Policy: default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
		"Cross-Origin-Resource-Policy: cross-origin",
		"Permissions-Policy: browsing-topics=(), camera=(), geolocation=(), microphone=()",
		"Referrer-Policy: no-referrer",
		"Timing-Allow-Origin: *",
		"X-Content-Type-Options: nosniff",
	).with(lines...)
}

func (a Answer) with(lines ...string) Answer {
	a.Header = maps.Clone(a.Header)
	for _, line := range lines {
		name, value, _ := strings.Cut(line, ": ")
		a.Header[name] = value
	}
	return a
}

func (a Answer) without(names ...string) Answer {
	a.Header = maps.Clone(a.Header)
	for _, name := range names {
		delete(a.Header, name)
	}
	return a
}

func (a Answer) coded(coding string, body []byte, etag string) Answer {
	a.Body = string(body)
	return a.with("Content-Encoding: "+coding, "Etag: "+etag)
}

// head is the answer as HEAD gets it.
func (a Answer) head() Answer {
	a.Body = ""
	return a
}

// notModified is the answer to whoever has it already.
func (a Answer) notModified() Answer {
	a.Status, a.Body = 304, ""
	return a.without("Content-Type", "Content-Encoding")
}

// decoded is the answer without its coding.
func (a Answer) decoded(t *testing.T) Answer {
	t.Helper()
	if a.Body != "" {
		var plain io.Reader = bytes.NewReader([]byte(a.Body))
		switch coding := a.Header["Content-Encoding"]; coding {
		case "br":
			plain = brotli.NewReader(plain)
		case "gzip":
			unzipped, err := gzip.NewReader(plain)
			require.NoError(t, err)
			plain = unzipped
		default:
			require.Empty(t, coding)
		}
		body, err := io.ReadAll(plain)
		require.NoError(t, err)
		a.Body = string(body)
	}
	return a.without("Content-Encoding")
}
