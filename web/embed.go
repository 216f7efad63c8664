// Package web holds the scripts that pages load, as web/build.mjs built them,
// and the texts that visitors see.
package web

import (
	"embed"
	"encoding/json"
	"io/fs"
)

//go:embed dist src/texts/*.json
var files embed.FS

//go:embed dev/dev.js
var dev []byte

// Dev returns the script that privet dev adds to pages. No visitor gets it.
func Dev() []byte { return dev }

//go:embed package.json
var npm []byte

// Version returns the version of Privet, which package.json holds for all of it.
func Version() string {
	var named struct{ Version string }
	if err := json.Unmarshal(npm, &named); err != nil {
		panic(err) // npm reads it, too
	}
	return named.Version
}

// Dist returns the built files: privet.js, privet.mjs, what they load on demand, the wrappers for
// frameworks, the types, and what editors want to know of the elements.
func Dist() fs.FS {
	dist, err := fs.Sub(files, "dist")
	if err != nil {
		panic(err) // dist is a valid path
	}
	return dist
}

// Texts returns the texts that a visitor can see, one file a language: en.json
// and so on. Their shape is that of Texts in web/src/texts/texts.ts.
func Texts() fs.FS {
	texts, err := fs.Sub(files, "src/texts")
	if err != nil {
		panic(err) // src/texts is a valid path
	}
	return texts
}
