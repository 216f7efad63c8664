package edge_test

import (
	"net/http/httptest"
	"strings"
	"testing"

	"privet/host/edge"
	"privet/host/edge/edgetest"
)

func TestHandler(t *testing.T) {
	site := edgetest.NewSite()
	server := httptest.NewServer(edge.Handler(site.Tree(t)))
	defer server.Close()

	edgetest.Replay(t, strings.TrimPrefix(server.URL, "http://"), site.Exchanges(t))
}
