package edgetest

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// An Exchange is a request and the whole answer to it.
type Exchange struct {
	Name         string
	Method, Path string
	Send         []string // header lines
	Want         Answer

	cloudflare treatment
}

// A treatment is how far Cloudflare lets an answer be that of the handler.
type treatment int

const (
	same    treatment = iota // in every byte and header
	recoded                  // the handler answers, and the platform codes the answer anew on its way
	asset                    // static assets answer, and the worker is not started
)

// ownTag in a header to send stands for the validator that the host gave the same path and coding before.
const ownTag = "{its tag}"

// Replay asks the server at the address for every exchange and requires status, headers and body to be those of the table.
func Replay(t *testing.T, address string, exchanges []Exchange) {
	replay(t, address, exchanges, func(t *testing.T, e Exchange, got Answer) {
		require.Equal(t, e.Want, got)
	})
}

// ReplayOnCloudflare does the same where static assets answer for the files that need no decision. What this function lets
// pass are all the differences that there are:
//
//   - Static assets have a validator of the platform's. That it works is a part of the table.
//   - Static assets, and few other answers, are coded by the platform: for some types only, as brotli or gzip, whichever
//     the client names first. The plain content is the same.
//   - Static assets refuse OPTIONS like POST, with an empty 405 that names no methods. The SDK never causes a preflight.
func ReplayOnCloudflare(t *testing.T, address string, exchanges []Exchange) {
	replay(t, address, exchanges, func(t *testing.T, e Exchange, got Answer) {
		want := e.Want
		if e.cloudflare != same {
			want, got = want.decoded(t), got.decoded(t)
		}
		if e.cloudflare == asset {
			if e.Method != http.MethodGet && e.Method != http.MethodHead {
				want, got = answer(405, nil), got.without("Cache-Control", "Content-Type", "Vary")
			} else {
				require.Regexp(t, `^"[0-9a-f]{32}"$`, got.Header["Etag"])
				want, got = want.without("Etag"), got.without("Etag")
			}
			if got.Status == http.StatusNotModified {
				got = got.without("Content-Type")
			}
		}
		require.Equal(t, want, got)
	})
}

func replay(t *testing.T, address string, exchanges []Exchange, check func(*testing.T, Exchange, Answer)) {
	t.Helper()
	require.NotEmpty(t, exchanges)
	for _, e := range exchanges {
		t.Run(e.Name, func(t *testing.T) {
			send := make([]string, len(e.Send))
			for i, line := range e.Send {
				if strings.Contains(line, ownTag) {
					before, err := ask(address, e.Method, e.Path, e.Send[:i]...)
					require.NoError(t, err)
					require.NotEmpty(t, before.Header["Etag"])
					line = strings.ReplaceAll(line, ownTag, before.Header["Etag"])
				}
				send[i] = line
			}
			got, err := ask(address, e.Method, e.Path, send...)
			require.NoError(t, err)
			check(t, e, got)
		})
	}
}
