package edgetest

import (
	"encoding/hex"
	"testing"

	"github.com/stretchr/testify/require"
)

// Exchanges is the table for the site. What is expected is written out here, and not taken from the package under test.
func (s Site) Exchanges(t testing.TB) []Exchange {
	const (
		short   = "Cache-Control: public, max-age=60, stale-while-revalidate=600"
		forever = "Cache-Control: public, max-age=31536000, immutable"
		script  = "Content-Type: text/javascript; charset=utf-8"
	)
	tree := s.Tree(t)
	file := func(name string, headers ...string) (plain, brotli, gzip Answer) {
		content := tree[name]
		require.NotNil(t, content.Plain, name)
		tag := hex.EncodeToString(hash(content.Plain))
		plain = answer(200, content.Plain, append(headers, `Etag: "`+tag+`"`, "Vary: Accept-Encoding")...)
		return plain, plain.coded("br", content.Brotli, `"`+tag+`.br"`), plain.coded("gzip", content.Gzip, `"`+tag+`.gz"`)
	}
	manifest, manifestBr, manifestGz := file("manifest.json", short, "Content-Type: application/json")
	catalog, catalogBr, catalogGz := file(s.catalog, forever, "Content-Type: application/octet-stream")
	older, _, _ := file(s.older, forever, "Content-Type: application/octet-stream")
	_, textsBr, _ := file(s.texts, forever, "Content-Type: application/json")
	trend, trendBr, _ := file(s.trend, forever, "Content-Type: application/octet-stream")
	engine, engineBr, _ := file(s.engine, forever, "Content-Type: application/wasm")
	_, sdkBr, _ := file("privet.js", short, script)
	_, _, moduleGz := file("privet.mjs", short, script)
	tiny, _, _ := file("privet-ui.js", short, script)

	says := []byte(`{"gpc": true, "lastUpdate": "2026-11-24"}` + "\n")
	support := answer(200, says, short, "Content-Type: application/json", `Etag: "`+hex.EncodeToString(hash(says))+`"`, "Vary: Accept-Encoding")

	missing := answer(404, []byte("not found\n"), "Cache-Control: no-store", "Content-Type: text/plain; charset=utf-8")
	refused := answer(405, []byte("method not allowed\n"), "Cache-Control: no-store",
		"Content-Type: text/plain; charset=utf-8", "Allow: GET, HEAD, OPTIONS")
	preflight := answer(204, nil, "Allow: GET, HEAD, OPTIONS", "Access-Control-Allow-Headers: *",
		"Access-Control-Allow-Methods: GET, HEAD", "Access-Control-Max-Age: 86400")

	const it = "/privet/manifest.json"
	sending := func(lines ...string) []string { return lines }
	table := []Exchange{
		{"manifest", "GET", it, nil, manifest, same},
		{"its headers alone", "HEAD", it, nil, manifest.head(), same},
		{"the query changes nothing", "GET", it + "?visitor=7&_=1", nil, manifest, same},
		{"who asks changes nothing", "GET", it, sending("Cookie: id=7", "Authorization: Basic Nzo3", "Origin: null", "Referer: http://a.test/b", "DNT: 1", "Accept-Language: fr"), manifest, same},
		{"no part of it is sent", "GET", it, sending("Range: bytes=0-3"), manifest, same},
		{"it has no date", "GET", it, sending("If-Modified-Since: Fri, 31 Dec 2100 23:59:59 GMT"), manifest, same},

		{"brotli", "GET", it, sending("Accept-Encoding: br"), manifestBr, same},
		{"brotli, headers alone", "HEAD", it, sending("Accept-Encoding: br"), manifestBr.head(), same},
		{"gzip", "GET", it, sending("Accept-Encoding: gzip"), manifestGz, same},
		{"as a browser accepts", "GET", it, sending("Accept-Encoding: gzip, deflate, br, zstd"), manifestBr, recoded},
		{"gzip weighs more", "GET", it, sending("Accept-Encoding: br;q=0.5, gzip;q=0.9"), manifestGz, same},
		{"brotli refused", "GET", it, sending("Accept-Encoding: br;q=0, gzip;q=0.001"), manifestGz, same},
		{"plain weighs more", "GET", it, sending("Accept-Encoding: identity, br;q=0.5"), manifest, same},
		{"all others refused", "GET", it, sending("Accept-Encoding: identity, *;q=0"), manifest, same},
		{"a coding that is not kept", "GET", it, sending("Accept-Encoding: zstd"), manifest, same},

		{"unchanged", "GET", it, sending("If-None-Match: " + manifest.Header["Etag"]), manifest.notModified(), same},
		{"unchanged, headers alone", "HEAD", it, sending("If-None-Match: " + manifest.Header["Etag"]), manifest.notModified(), same},
		{"unchanged, brotli", "GET", it, sending("Accept-Encoding: br", "If-None-Match: "+ownTag), manifestBr.notModified(), recoded},
		{"unchanged, marked as weak", "GET", it, sending("If-None-Match: W/" + manifest.Header["Etag"]), manifest.notModified(), same},
		{"unchanged, one of a list", "GET", it, sending(`If-None-Match: "a,b", W/"c" ,` + manifest.Header["Etag"]), manifest.notModified(), same},
		{"unchanged, whatever it is", "GET", it, sending("If-None-Match: *"), manifest.notModified(), same},
		{"changed", "GET", it, sending(`If-None-Match: "0000000000000000", W/"1"`), manifest, same},
		{"the tag of another coding", "GET", it, sending("Accept-Encoding: br", "If-None-Match: "+manifest.Header["Etag"]), manifestBr, same},
		{"a tag without its quotes", "GET", it, sending("If-None-Match: " + manifest.Header["Etag"][1:17]), manifest, same},

		{"preflight", "OPTIONS", it, sending("Origin: https://shop.test", "Access-Control-Request-Method: GET", "Access-Control-Request-Headers: x-any"), preflight, same},
		{"options", "OPTIONS", it, nil, preflight, same},
		{"post", "POST", it, sending("Content-Length: 0"), refused, same},
		{"put", "PUT", it, sending("Content-Length: 0"), refused, same},
		{"delete", "DELETE", it, nil, refused, same},

		{"catalog", "GET", "/privet/" + s.catalog, nil, catalog, asset},
		{"catalog, headers alone", "HEAD", "/privet/" + s.catalog, nil, catalog.head(), asset},
		{"catalog, brotli", "GET", "/privet/" + s.catalog, sending("Accept-Encoding: br"), catalogBr, asset},
		{"catalog, gzip", "GET", "/privet/" + s.catalog, sending("Accept-Encoding: gzip"), catalogGz, asset},
		{"catalog, the query changes nothing", "GET", "/privet/" + s.catalog + "?7", nil, catalog, asset},
		{"catalog, unchanged", "GET", "/privet/" + s.catalog, sending("If-None-Match: " + ownTag), catalog.notModified(), asset},
		{"catalog of the build before", "GET", "/privet/" + s.older, nil, older, asset},
		{"catalog, options", "OPTIONS", "/privet/" + s.catalog, nil, preflight, asset},
		{"catalog, post", "POST", "/privet/" + s.catalog, sending("Content-Length: 0"), refused, asset},
		{"texts", "GET", "/privet/" + s.texts, sending("Accept-Encoding: br"), textsBr, asset},
		{"trend", "GET", "/privet/" + s.trend, nil, trend, asset},
		{"trend, brotli", "GET", "/privet/" + s.trend, sending("Accept-Encoding: br"), trendBr, asset},
		{"engine", "GET", "/privet/" + s.engine, nil, engine, asset},
		{"engine, brotli", "GET", "/privet/" + s.engine, sending("Accept-Encoding: br"), engineBr, asset},
		{"first script", "GET", "/privet/privet.js", sending("Accept-Encoding: gzip, br"), sdkBr, asset},
		{"module", "GET", "/privet/privet.mjs", sending("Accept-Encoding: gzip"), moduleGz, asset},
		{"a script too short to code", "GET", "/privet/privet-ui.js", sending("Accept-Encoding: identity"), tiny, asset},

		{"Global Privacy Control is honoured", "GET", "/.well-known/gpc.json", nil, support, same},
		{"so it is, unchanged", "GET", "/.well-known/gpc.json", sending("If-None-Match: " + support.Header["Etag"]), support.notModified(), same},
		{"so it is, in no other file", "GET", "/.well-known/", nil, missing, same},

		{"nothing, headers alone", "HEAD", "/privet/none.json", nil, missing.head(), same},
		{"nothing to post to", "POST", "/privet/none.json", sending("Content-Length: 0"), missing, same},
		{"nothing to preflight", "OPTIONS", "/privet/none.json", nil, missing, same},
	}
	for _, path := range []string{
		"/", "/privet", "/privet/", "/manifest.json", "/privet/manifest.json/", "/PRIVET/manifest.json",
		"/privet/catalog.0000000000000000.bin",            // of no build
		"/privet/privet.d.ts", "/privet/manifest.json.br", // beside what is served
		"/privet//manifest.json", "/privet/manifest%2Ejson", "/privet/%6danifest.json", "/privet/manifest.json%00",
		"/privet/../manifest.json", "/privet/%2e%2e/manifest.json", "/privet/..%2fmanifest.json", "/privet/../../../etc/passwd",
	} {
		table = append(table, Exchange{"nothing at " + path, "GET", path, nil, missing, same})
	}
	return table
}
