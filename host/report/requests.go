package report

import (
	"fmt"
	"io/fs"
	"strings"

	"privet/host/catalog/manifest"
	"privet/host/edge"
	"privet/wasm"
	"privet/web"
)

// A Request is one that a browser makes on a page with Privet.
type Request struct {
	File    string `json:"file"`
	Bytes   int    `json:"bytes,omitempty"` // before compression
	Site    bool   `json:"site,omitempty"`  // the site's own, with Privet or without
	When    string `json:"when"`
	Reveals string `json:"reveals"` // beside what every request does
}

// everyRequest is what any server learns of any request.
const everyRequest = "Like every request, each of these tells the server the browser's network address, the time and the headers that the browser " +
	"sends with all of its requests. What lies in the browser's cache is not asked for again."

const (
	always   = "On every page that has Privet, for every visitor"
	nothing  = "Nothing: everybody asks for the same file"
	embedded = "On every page that includes it"

	textScripts = "privet-text-" // begins the names of the languages' texts
)

// scripts says of each script of web/dist when a browser asks for it, and what
// that tells. The texts of every language are one entry.
var scripts = map[string]struct{ when, reveals string }{
	"privet.js":  {embedded, nothing},
	"privet.mjs": {embedded + " as a module, in place of privet.js", nothing},
	"privet-store.js": {
		"Where a visitor has something stored, or chooses",
		"One bit, where the browser's cache does not have the file: that something is stored, a no perhaps, never what",
	},
	"privet-ui.js": {
		"When a visitor is asked, or opens what Privet itself shows, or the page contains it",
		"Where the browser's cache does not have the file: that this visitor has yet to choose, or opened it",
	},
	textScripts: {
		"With privet-ui.js, in the language of the page or else of the browser",
		"The language, which the browser tells with every request",
	},
	"privet-react.mjs": {embedded + " by itself, which a site's own bundle mostly has in it", nothing},
	"privet-vue.mjs":   {embedded + " by itself, which a site's own bundle mostly has in it", nothing},
	"privet-site.js": {
		"On every page that has a dataLayer, markup of schema.org or a <privet-order>",
		nothing,
	},
	"privet-tools.js": {
		"On every page, where the site asks with another consent tool",
		nothing,
	},
	"privet-shards.js": {
		"On every page, where the catalog was split in a head and shards",
		nothing,
	},
	"privet-experiments.js": {
		"On every page, where the catalog has experiments",
		nothing,
	},
	"privet-transfer.js": {
		"When a visitor takes a copy to another device, or brings one",
		"That somebody did so; not what is in the copy, nor the passphrase",
	},
}

// requests lists what a browser asks for, in the order in which it does.
func requests(m *manifest.Manifest) ([]Request, error) {
	names, err := fs.Glob(web.Dist(), "*.*js")
	if err != nil {
		return nil, err
	}
	var first, later []Request
	for _, name := range names {
		known, ok := scripts[name]
		if strings.HasPrefix(name, textScripts) {
			known, ok = scripts[textScripts]
		}
		if !ok {
			return nil, fmt.Errorf("%s: it is not known when a browser asks for this script, and what that tells", name)
		}
		info, err := fs.Stat(web.Dist(), name)
		if err != nil {
			return nil, err
		}
		r := Request{File: name, Bytes: int(info.Size()), When: known.when, Reveals: known.reveals}
		if strings.HasPrefix(known.when, embedded) {
			first = append(first, r)
		} else {
			later = append(later, r)
		}
	}
	all := append(first, Request{File: manifest.Name, When: always, Reveals: nothing},
		Request{File: "engine." + edge.HashName(wasm.Engine) + ".wasm", Bytes: len(wasm.Engine), When: always, Reveals: nothing})
	for _, f := range m.Files() {
		all = append(all, Request{File: f.File, Bytes: f.Bytes, When: always, Reveals: nothing})
	}
	if m.Shards != nil {
		all = append(all,
			Request{File: "joiner." + edge.HashName(wasm.Joiner) + ".wasm", Bytes: len(wasm.Joiner), When: always, Reveals: nothing},
			Request{File: "shard.….bin, texts.….json", When: "On a page that is about a category, the two files of that category's shard",
				Reveals: "The category of the page, which the site knows already, as it served the page"})
	}
	all = append(all, later...)
	return append(all,
		Request{File: "The site's pages", Site: true, When: "When a visitor follows a link, of a list or any other", Reveals: "Which page was opened, and by the link perhaps from which list"},
		Request{File: "The site's pictures", Site: true, When: "Where a page shows an item's picture", Reveals: "Which items are shown, and so what was recommended, where each item has a picture of its own that not every visitor loads"},
	), nil
}
