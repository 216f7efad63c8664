// Package vectors holds the calls that every host must answer alike. README.md
// beside it describes the files; host/headless/conformance plays them.
package vectors

import "embed"

// Files are the suites, the bytes recorded for each in wire, the catalogs and the trends.
//
//go:embed *.json wire/*.json
var Files embed.FS
