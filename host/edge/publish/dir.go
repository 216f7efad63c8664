package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"regexp"
	"strings"

	"privet/host/edge"
	"privet/wasm"
	"privet/web"
)

// A Site is a directory that `privet build` wrote and, where an edge has several, the name below which it is found.
type Site struct{ Name, Dir string }

// siteNames are those that need no escape in an address, and that are no file's.
var siteNames = regexp.MustCompile(`^[a-z0-9](?:[a-z0-9-]{0,62})$`)

// UnmarshalText reads "DIR" or "NAME=DIR".
func (s *Site) UnmarshalText(text []byte) error {
	name, dir, named := strings.Cut(string(text), "=")
	if !named {
		name, dir = "", name
	}
	if named && !siteNames.MatchString(name) {
		return fmt.Errorf("%s: a site's name has small letters, digits and hyphens, at most 63: shop=DIR", text)
	}
	if dir == "" {
		return fmt.Errorf("%q: name a directory that privet build wrote", text)
	}
	s.Name, s.Dir = name, dir
	return nil
}

// Sites is the tree of several sites: all that one of them alone would have is below its name, so that its pages
// take "/privet/NAME/privet.js" and need nothing else. One site without a name has no such folder.
func Sites(sites []Site) (edge.Tree, error) {
	all := edge.Tree{}
	seen := map[string]bool{}
	for _, site := range sites {
		if site.Name == "" && len(sites) > 1 {
			return nil, fmt.Errorf("%s: one of several sites needs a name: shop=%s", site.Dir, site.Dir)
		}
		if seen[site.Name] {
			return nil, fmt.Errorf("%s=%s: another site has that name", site.Name, site.Dir)
		}
		seen[site.Name] = true
		tree, err := Dir(site.Dir)
		if err != nil {
			return nil, err
		}
		for _, file := range tree {
			file.Name = path.Join(site.Name, file.Name)
			all.Add(file)
		}
	}
	return all, nil
}

// modules are those that this program holds.
var modules = Modules{Engine: wasm.Engine, Joiner: wasm.Joiner}

// Dir is the tree of a directory that `privet build` wrote, with the SDK and the modules that this program holds.
func Dir(dir string) (edge.Tree, error) {
	tree, err := Tree(os.DirFS(dir), web.Dist(), modules)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: no %s there: run privet build --items FILE --out %s first", dir, Manifest, dir)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", dir, err)
	}
	return tree, nil
}
