package edge

// A Header is one response header.
type Header struct{ Name, Value string }

// Everyone lists the headers of every answer, whatever was asked and whether it was found.
var Everyone = []Header{
	// Any site may use the catalog, and it is the same for all: no origin is looked at, and no credentials are allowed.
	{"Access-Control-Allow-Origin", "*"},
	{"Cross-Origin-Resource-Policy", "cross-origin"},
	// Lets a page measure how long its own visitor waited; there is nothing in a public file for it to find out.
	{"Timing-Allow-Origin", "*"},
	// What is served here is data and scripts for other documents. Opened as a document it may do nothing.
	{"Content-Security-Policy", "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"},
	{"Permissions-Policy", "browsing-topics=(), camera=(), geolocation=(), microphone=()"},
	{"Referrer-Policy", "no-referrer"},
	{"X-Content-Type-Options", "nosniff"},
}

// CacheControl says how long a file of this name may be kept.
//
// What changes under its name is fresh for a minute. It may be used for ten more while it is asked for again: a build
// leaves the files of the build before in place, so that a manifest of that age still finds its catalog.
func CacheControl(name string) string {
	if Hash(name) != "" {
		return "public, max-age=31536000, immutable"
	}
	return "public, max-age=60, stale-while-revalidate=600"
}
