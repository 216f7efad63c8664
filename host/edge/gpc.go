package edge

// SupportPath is where a site says that it honours Global Privacy Control, for whoever checks: the GPC support resource
// of the W3C's specification. A worker answers it where the site routes it there.
const SupportPath = "/.well-known/gpc.json"

// support says so, and since when.
var support = NewFile("gpc.json", []byte(`{"gpc": true, "lastUpdate": "2026-11-24"}`+"\n"), nil, nil)
