package dev

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"privet/host/catalog"
)

func TestServer_tokens(t *testing.T) {
	dir := t.TempDir()
	o := catalog.Options{Items: filepath.Join(dir, "items.csv"), Events: filepath.Join(dir, "events.csv"), Out: filepath.Join(dir, "out")}
	items, events := "id,category\na,Mugs\nb,Mugs\nc,Mugs\n", "visitor,item,kind,time\n"
	for v := range 40 {
		events += fmt.Sprintf("v%d,%c,view,%d\nv%d,%c,view,%d\n", v, "abc"[v%3], 1_700_000_000+v, v, "bca"[v%3], 1_700_000_100+v)
	}
	require.NoError(t, os.WriteFile(o.Items, []byte(items), 0o600))
	require.NoError(t, os.WriteFile(o.Events, []byte(events), 0o600))
	_, err := catalog.Build(t.Context(), o)
	require.NoError(t, err)

	server := New(Options{Out: o.Out})
	ask := func() *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		server.ServeHTTP(w, httptest.NewRequest("GET", "/privet-dev/tokens.json", nil))
		return w
	}
	var tokens []string
	answer := ask()
	require.Equal(t, http.StatusOK, answer.Code)
	require.NoError(t, json.Unmarshal(answer.Body.Bytes(), &tokens))
	require.Contains(t, tokens, "category=Mugs")

	broken, err := filepath.Glob(filepath.Join(o.Out, "catalog.*.bin"))
	require.NoError(t, err)
	require.Len(t, broken, 1)
	require.NoError(t, os.WriteFile(broken[0], []byte("PRVT"), 0o600))
	answer = ask()
	require.Equal(t, http.StatusServiceUnavailable, answer.Code)
	require.Contains(t, answer.Body.String(), filepath.Base(broken[0]))
}
