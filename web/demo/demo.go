// Package demo is a small shop over a built directory, to see Privet at work.
//
// Its pages are the same for everyone and complete without a script: default
// order, plain links. What is personal happens in the visitor's browser, in
// the SDK and in static/shop.js.
package demo

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"net/http"
	"strconv"
	"time"
)

// perPage is how many items a page of a category shows: whole rows of 2, 3 and 4.
const perPage = 24

// headers go with every answer. The policy allows nothing from another host and
// nothing inline, and no script can turn text into markup: a hostile title stays a title.
// It is all that a page with Privet needs, and web/test/strict.test.mjs uses every part of one.
var headers = [][2]string{
	{"Content-Security-Policy", "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; style-src 'self'; img-src 'self'; " +
		"base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"},
	{"Cross-Origin-Opener-Policy", "same-origin"},
	{"Permissions-Policy", "browsing-topics=(), camera=(), geolocation=(), microphone=()"},
	{"Referrer-Policy", "no-referrer"},
	{"X-Content-Type-Options", "nosniff"},
}

// Handler serves the shop of a directory that `privet build` wrote, at the root
// of a site that has the SDK and that directory under /privet/. It reads the
// directory once. It reads no cookie and no query string, and sets none.
func Handler(dir fs.FS) (http.Handler, error) {
	s, err := openShop(dir)
	if err != nil {
		return nil, err
	}
	assets, err := newAssets(s)
	if err != nil {
		return nil, err
	}
	p, err := newPages(s, assets)
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) { p.show(w, r, p.home()) })
	mux.HandleFunc("GET /all", p.allItems)
	mux.HandleFunc("GET /all/{page}", p.allItems)
	mux.HandleFunc("GET /c", func(w http.ResponseWriter, r *http.Request) { p.show(w, r, p.shelves()) })
	mux.HandleFunc("GET /c/{slug}", p.category)
	mux.HandleFunc("GET /c/{slug}/{page}", p.category)
	mux.HandleFunc("GET /i/{id}", p.item)
	mux.HandleFunc("GET /shop/{file}", func(w http.ResponseWriter, r *http.Request) {
		if !assets.serve(w, r, r.PathValue("file")) {
			p.missing(w, r)
		}
	})
	mux.HandleFunc("GET /", p.missing)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for _, h := range headers {
			w.Header().Set(h[0], h[1])
		}
		mux.ServeHTTP(w, r)
	}), nil
}

// show answers with a page. Pages are asked for again each time, since another
// shop may be served at this address tomorrow; an unchanged one costs a 304.
func (p *pages) show(w http.ResponseWriter, r *http.Request, v view) {
	var body bytes.Buffer
	if err := p.templates[v.kind].Execute(&body, v); err != nil {
		http.Error(w, "this page cannot be drawn: "+err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-cache")
	if v.kind == "missing" {
		w.Header().Set("Content-Length", strconv.Itoa(body.Len()))
		w.WriteHeader(http.StatusNotFound)
		if r.Method != http.MethodHead {
			w.Write(body.Bytes())
		}
		return
	}
	sum := sha256.Sum256(body.Bytes())
	w.Header().Set("ETag", fmt.Sprintf(`"%x"`, sum[:16]))
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body.Bytes()))
}

func (p *pages) missing(w http.ResponseWriter, r *http.Request) { p.show(w, r, p.notFound()) }

func (p *pages) item(w http.ResponseWriter, r *http.Request) {
	index, found := p.shop.byID[r.PathValue("id")]
	if !found {
		p.missing(w, r)
		return
	}
	p.show(w, r, p.detail(index))
}

func (p *pages) category(w http.ResponseWriter, r *http.Request) {
	c := p.shop.bySlug[r.PathValue("slug")]
	if c == nil {
		p.missing(w, r)
		return
	}
	p.list(w, r, c, "/c/"+c.Slug)
}

func (p *pages) allItems(w http.ResponseWriter, r *http.Request) {
	p.list(w, r, &category{Name: "Everything", Items: p.shop.all()}, "/all")
}

// list shows one page of a shelf. The first page has one address, without a number.
func (p *pages) list(w http.ResponseWriter, r *http.Request, c *category, base string) {
	number := 1
	if written := r.PathValue("page"); written != "" {
		n, err := strconv.Atoi(written)
		if err != nil || n < 2 || strconv.Itoa(n) != written {
			p.missing(w, r)
			return
		}
		number = n
	}
	if number > 1 && (number-1)*perPage >= len(c.Items) {
		p.missing(w, r)
		return
	}
	p.show(w, r, p.shelf(c, base, number))
}
