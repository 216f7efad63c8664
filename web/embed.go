// Package web holds the scripts that pages load, as web/build.mjs built them.
package web

import (
	"embed"
	"io/fs"
)

//go:embed dist
var files embed.FS

// Dist returns the built files: privet.js, privet.mjs, what they load on demand, and the types.
func Dist() fs.FS {
	dist, err := fs.Sub(files, "dist")
	if err != nil {
		panic(err) // dist is a valid path
	}
	return dist
}
