package demo

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
)

// world writes a built directory of these items, as far as the demo reads one.
func world(t *testing.T, name string, items []item) fstest.MapFS {
	t.Helper()
	marshal := func(v any) []byte {
		content, err := json.Marshal(v)
		require.NoError(t, err)
		return content
	}
	var categories []string
	seen := map[string]bool{"": true}
	for _, it := range items {
		if !seen[it.Category] {
			seen[it.Category] = true
			categories = append(categories, it.Category)
		}
	}
	half := len(items) / 2
	type text struct {
		File  string `json:"file"`
		From  int    `json:"from"`
		Count int    `json:"count"`
	}
	return fstest.MapFS{
		"manifest.json": {Data: marshal(map[string]any{
			"version": 1, "name": name, "currency": "GBP", "items": len(items), "categories": categories,
			"texts": []text{{"a.json", 0, half}, {"b.json", half, len(items) - half}},
		})},
		"a.json": {Data: marshal(map[string]any{"from": 0, "items": items[:half]})},
		"b.json": {Data: marshal(map[string]any{"from": half, "items": items[half:]})},
	}
}

// ours has a category, a price and tags for everything; theirs is what a mapping makes of order lines.
func ours(t *testing.T) fstest.MapFS {
	var items []item
	for i := range 130 {
		shelf := []string{"Lanterns", "Cards & Gift Wrap"}[i%2]
		items = append(items, item{ID: fmt.Sprintf("LAN-%03d", i), Title: fmt.Sprintf("Copper Lantern %d", i), Category: shelf,
			Supplier: "Pier & Quay", Price: 12.5, Tags: []string{"material=copper", "handmade"}})
	}
	return world(t, "Hearth & Hollow", items)
}

func theirs(t *testing.T) fstest.MapFS {
	items := []item{{ID: "85123A", Title: "WHITE HANGING HEART T-LIGHT HOLDER", Category: "Candles"}, {ID: "A/B ?#%", Title: ""}}
	for i := range 60 {
		items = append(items, item{ID: fmt.Sprint(i), Title: "RED MUG"})
	}
	return world(t, "", items)
}

func get(t *testing.T, dir fs.FS, method, address string) *httptest.ResponseRecorder {
	t.Helper()
	handler, err := Handler(dir)
	require.NoError(t, err)
	answer := httptest.NewRecorder()
	handler.ServeHTTP(answer, httptest.NewRequest(method, address, nil))
	return answer
}

func TestPages(t *testing.T) {
	for _, c := range []struct {
		shop    func(*testing.T) fstest.MapFS
		address string
		status  int
		shows   []string
		lacks   []string
	}{
		{ours, "/", 200, []string{"<title>Hearth &amp; Hollow</title>", "130 things", `<privet-slot name="home" top="8">`,
			`strategy="trending" exclude="LAN-000 LAN-001 `, `strategy="continue"`, `strategy="recent"`, `<privet-order name="popular">`,
			`href="/i/LAN-000"`, `href="/c/cards-gift-wrap"`, "£12.50", "#lantern"}, []string{`class="shouts"`}},
		{ours, "/c", 200, []string{"All categories", `href="/c/lanterns"`}, nil},
		{ours, "/c/lanterns", 200, []string{"65 items, page 1 of 3", `href="/c/lanterns/2"`, `data-category="Lanterns"`}, []string{`rel="prev"`}},
		{ours, "/c/lanterns/2", 200, []string{`rel="prev" href="/c/lanterns"`, `rel="next" href="/c/lanterns/3"`,
			`<privet-slot name="shelf" within="category=Lanterns" from="24">`}, nil},
		{ours, "/c/lanterns/3", 200, []string{`rel="prev" href="/c/lanterns/2"`, "LAN-128"}, []string{`rel="next"`, "LAN-000"}},
		{ours, "/all/6", 200, []string{"LAN-129", `data-category=""`, `<privet-slot name="shelf" from="120">`}, []string{"within="}},
		{ours, "/i/LAN-004", 200, []string{"<h1>Copper Lantern 4</h1>", "by Pier &amp; Quay", "<dt>material</dt><dd>copper</dd>", `href="/c/lanterns"`,
			`data-id="LAN-004"`, `"@type": "Product", "sku": "LAN-004", "name": "Copper Lantern 4", "category": "Lanterns", "url": "/i/LAN-004"`, `strategy="similar" about="LAN-004"`, `strategy="together" about="LAN-004"`}, []string{`href="/i/LAN-004"`}}, // an item is not like itself
		{ours, "/c/lanterns/1", 404, []string{"This shelf is empty."}, nil}, // the first page has one address
		{ours, "/c/lanterns/02", 404, nil, nil},
		{ours, "/c/lanterns/4", 404, nil, nil},
		{ours, "/c/lanterns/99999999999999999999", 404, nil, nil},
		{ours, "/c/mugs", 404, nil, nil},
		{ours, "/i/LAN-999", 404, nil, nil},
		{ours, "/i/", 404, nil, nil},
		{ours, "/shop/shop.css", 404, nil, nil}, // files have one address, with their hash
		{ours, "/favicon.ico", 404, nil, nil},
		{theirs, "/", 200, []string{"<title>Privet</title>", `class="shouts"`, "62 things", "#tealight", `href="/i/A%2FB%20%3F%23%25"`}, []string{"£"}},
		{theirs, "/i/A%2FB%20%3F%23%25", 200, []string{"<h1>A/B ?#%</h1>"}, []string{"<dt>", `class="crumbs"`}},
		{theirs, "/i/85123A", 200, []string{"WHITE HANGING HEART T-LIGHT HOLDER", `href="/c/candles"`}, nil},
		{theirs, "/all", 200, []string{"62 items, page 1 of 3", "RED MUG"}, nil},
		{func(t *testing.T) fstest.MapFS { return world(t, "Bare", nil) }, "/", 200, []string{"0 things"}, []string{`id="shelves"`}},
		{func(t *testing.T) fstest.MapFS { return world(t, "Bare", nil) }, "/all", 200, []string{"0 items"}, nil},
	} {
		answer := get(t, c.shop(t), "GET", c.address)
		body := answer.Body.String()
		require.Equal(t, c.status, answer.Code, c.address)
		for _, text := range c.shows {
			require.Contains(t, body, text, c.address)
		}
		for _, text := range c.lacks {
			require.NotContains(t, body, text, c.address)
		}
		require.Contains(t, answer.Header().Get("Content-Security-Policy"), "script-src 'self' 'wasm-unsafe-eval';")
		require.Contains(t, answer.Header().Get("Content-Security-Policy"), "require-trusted-types-for 'script'")
	}
}

func TestPages_textIsData(t *testing.T) {
	evil := `"><script>alert(1)</script><img src=x onerror=alert(1)>{{.}}`
	items := []item{
		{ID: evil, Title: evil, Category: evil, Supplier: evil, Tags: []string{evil, "a=" + evil}},
		{ID: "javascript:alert(1)", Title: "b", Category: "javascript:alert(1)"},
		{ID: "//elsewhere.example", Title: "c", Category: "//elsewhere.example"},
	}
	dir := world(t, evil, items)
	s, err := openShop(dir)
	require.NoError(t, err)
	addresses := []string{"/", "/c", "/all"}
	home := get(t, dir, "GET", "/").Body.String()
	for _, link := range regexp.MustCompile(`href="(/[ic]/[^"]*)"`).FindAllStringSubmatch(home, -1) {
		addresses = append(addresses, link[1])
	}
	require.GreaterOrEqual(t, len(addresses), 3+len(items)+len(s.Categories))
	for _, address := range addresses {
		answer := get(t, dir, "GET", address)
		require.Equal(t, 200, answer.Code, address)
		body := answer.Body.String()
		require.NotContains(t, body, "<script>", address)
		require.NotContains(t, body, "<img", address)
		require.NotRegexp(t, `(href|src)="(javascript:|//)`, body, address)
	}
}

// Nothing inline, and nothing from another host: what the policy forbids is not there to be forbidden.
func TestPages_loadOnlyFromHere(t *testing.T) {
	data := regexp.MustCompile(`<script type="application/ld\+json">\{[^<]*\}</script>`) // nothing that runs, and a name in it that is no address
	for _, address := range []string{"/", "/c", "/c/lanterns/2", "/i/LAN-004", "/nowhere"} {
		body := data.ReplaceAllString(get(t, ours(t), "GET", address).Body.String(), "")
		require.NotRegexp(t, `(?i)https?:|<style|\sstyle=|\son[a-z]+=|<script(>| [^>]*>[^<])`, body, address)
		for _, loaded := range regexp.MustCompile(`(?:src|href|data-motifs|data-pictures)="([^"]*)"`).FindAllStringSubmatch(body, -1) {
			require.Regexp(t, `^[/#]`, loaded[1], address)
			if strings.HasPrefix(loaded[1], "/shop/") {
				file, _, _ := strings.Cut(loaded[1], "#")
				answer := get(t, ours(t), "GET", file)
				require.Equal(t, 200, answer.Code, file)
				require.Equal(t, "public, max-age=31536000, immutable", answer.Header().Get("Cache-Control"))
			}
		}
	}
	files, err := fs.Glob(embedded, "static/*")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		content, err := embedded.ReadFile(file)
		require.NoError(t, err)
		left := strings.ReplaceAll(string(content), "http://www.w3.org/2000/svg", "") // a name, not an address
		require.NotRegexp(t, `(?i)https?://|@import|innerHTML|localStorage|sessionStorage|indexedDB|document\.cookie`, left, file)
	}
}

func TestHandler_HTTP(t *testing.T) {
	handler, err := Handler(ours(t))
	require.NoError(t, err)
	ask := func(method, address string, headers ...string) *httptest.ResponseRecorder {
		request := httptest.NewRequest(method, address, nil)
		for i := 0; i < len(headers); i += 2 {
			request.Header.Set(headers[i], headers[i+1])
		}
		answer := httptest.NewRecorder()
		handler.ServeHTTP(answer, request)
		return answer
	}
	for _, address := range []string{"/", "/i/LAN-001", "/nowhere"} {
		page, head := ask("GET", address), ask("HEAD", address)
		require.Equal(t, page.Code, head.Code, address)
		require.Equal(t, page.Header(), head.Header(), address)
		require.Empty(t, head.Body.Bytes(), address)
		require.Equal(t, "no-cache", page.Header().Get("Cache-Control"))
		require.Empty(t, page.Header().Values("Set-Cookie"))
		// The same for everyone, whatever they bring along.
		other := ask("GET", address+"?visitor=7", "Cookie", "visitor=7", "Referer", "/i/LAN-002", "Accept-Language", "de")
		require.Equal(t, page.Body.String(), other.Body.String(), address)
	}
	tag := ask("GET", "/").Header().Get("ETag")
	require.NotEmpty(t, tag)
	require.Equal(t, http.StatusNotModified, ask("GET", "/", "If-None-Match", tag).Code)
	posted := ask("POST", "/i/LAN-001")
	require.Equal(t, http.StatusMethodNotAllowed, posted.Code)
	require.Equal(t, "GET, HEAD", posted.Header().Get("Allow"))
}

func TestHandler_refusesDamage(t *testing.T) {
	for name, c := range map[string]struct {
		damage func(fstest.MapFS)
		says   string
	}{
		"no manifest":  {func(dir fstest.MapFS) { delete(dir, "manifest.json") }, "manifest.json: open"},
		"no texts":     {func(dir fstest.MapFS) { delete(dir, "b.json") }, "b.json: open"},
		"not JSON":     {func(dir fstest.MapFS) { dir["a.json"] = &fstest.MapFile{Data: []byte("{")} }, "a.json: unexpected end"},
		"items gone":   {func(dir fstest.MapFS) { dir["b.json"] = &fstest.MapFile{Data: []byte(`{"from":65}`)} }, "b.json: holds items 65 to 65, but manifest.json expects 65 to 130"},
		"wrong order":  {func(dir fstest.MapFS) { dir["a.json"], dir["b.json"] = dir["b.json"], dir["a.json"] }, "a.json: holds items 65 to 130"},
		"wrong number": {func(dir fstest.MapFS) { dir["manifest.json"] = &fstest.MapFile{Data: []byte(`{"items":3}`)} }, "announces 3 items, its text files hold 0"},
		"path upwards": {func(dir fstest.MapFS) {
			dir["manifest.json"] = &fstest.MapFile{Data: []byte(`{"items":1,"texts":[{"file":"../secret"}]}`)}
		}, "../secret: open ../secret"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := ours(t)
			c.damage(dir)
			_, err := Handler(dir)
			require.ErrorContains(t, err, c.says)
		})
	}
}
