package demo

import (
	"bytes"
	"crypto/sha256"
	"crypto/sha512"
	"embed"
	"encoding/base64"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"

	"privet/web"
)

//go:embed static motifs templates
var embedded embed.FS

// assets are the files that pages load. Each has the hash of its content in its
// name, so that a browser may keep it for ever.
type assets struct {
	Style, Plain, Script, Motifs, Pictures, Icon string // addresses
	Integrity                                    string // of privet.js, which is the SDK's

	files map[string][]byte // by name
}

func newAssets(s *shop) (assets, error) {
	motifs, sprite, err := newSprite()
	if err != nil {
		return assets{}, err
	}
	pictures, err := encodePictures(s.Items, motifs)
	if err != nil {
		return assets{}, err
	}
	a := assets{files: map[string][]byte{}}
	a.Motifs, a.Pictures = a.add("motifs.svg", sprite), a.add("pictures.json", pictures)
	for name, address := range map[string]*string{"shop.css": &a.Style, "plain.css": &a.Plain, "shop.js": &a.Script, "icon.svg": &a.Icon} {
		content, err := embedded.ReadFile("static/" + name)
		if err != nil {
			return assets{}, err
		}
		*address = a.add(name, content)
	}
	sdk, err := fs.ReadFile(web.Dist(), "privet.js")
	if err != nil {
		return assets{}, err
	}
	sum := sha512.Sum384(sdk)
	a.Integrity = "sha384-" + base64.StdEncoding.EncodeToString(sum[:])
	return a, nil
}

// add returns the address of a file of this content.
func (a *assets) add(name string, content []byte) string {
	ext := path.Ext(name)
	sum := sha256.Sum256(content)
	hashed := fmt.Sprintf("%s.%x%s", strings.TrimSuffix(name, ext), sum[:8], ext)
	a.files[hashed] = content
	return "/shop/" + hashed
}

// serve answers with a file and tells whether there is one of that name.
func (a *assets) serve(w http.ResponseWriter, r *http.Request, name string) bool {
	content, found := a.files[name]
	if found {
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(content))
	}
	return found
}

// newSprite joins the drawings of motifs/ into one file, and returns their names in order.
func newSprite() (names []string, sprite []byte, err error) {
	drawings, err := fs.Glob(embedded, "motifs/*.svg")
	if err != nil {
		return nil, nil, err
	}
	shared, err := embedded.ReadFile("static/patterns.svg")
	if err != nil {
		return nil, nil, err
	}
	sprite = append([]byte(`<svg xmlns="http://www.w3.org/2000/svg">`+"\n"), shared...)
	for _, file := range drawings {
		drawing, err := embedded.ReadFile(file)
		if err != nil {
			return nil, nil, err
		}
		names = append(names, strings.TrimSuffix(path.Base(file), ".svg"))
		sprite = append(sprite, drawing...)
	}
	return names, append(sprite, "</svg>\n"...), nil
}
