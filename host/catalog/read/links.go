package read

import (
	"net/url"
	"strings"

	"privet/host/catalog/dataset"
)

// links finds items by the addresses of their pages. Hosts do not count: a log has
// none, and a shop may have several.
type links map[string]string // path, or path with query → item's id; "" where it is that of several

// newLinks returns the links of items.
func newLinks(items []dataset.Item) links {
	l := links{}
	for i := range items {
		path, query := pathOf(items[i].URL)
		if path == "" {
			continue
		}
		l.add(path, items[i].ID)
		if query != "" {
			l.add(path+"?"+query, items[i].ID)
		}
	}
	return l
}

func (l links) add(path, id string) {
	if before, ok := l[path]; ok && before != id {
		id = ""
	}
	l[path] = id
}

// item returns the id of the item that an address leads to, or the address where it
// leads to none that is known.
func (l links) item(address []byte) []byte {
	path, query := pathOf(string(address))
	for _, known := range []string{path + "?" + query, path} {
		if id := l[known]; id != "" {
			return []byte(id)
		}
	}
	return address
}

// pathOf returns an address's path, unescaped and without a slash at its end, and its query.
func pathOf(address string) (path, query string) {
	u, err := url.Parse(address)
	if err != nil || u.Path == "" {
		return "", ""
	}
	path = strings.TrimSuffix(u.Path, "/")
	if !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	return path, u.RawQuery
}
