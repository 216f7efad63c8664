package read

import (
	"bytes"
	"encoding/xml"
	"io"
	"strings"
)

// An entry is one item of a feed: the texts of its elements and their attributes, by
// names such as title, author.name, media:content@url, and link[enclosure]@href or
// enclosure[image]@url, which say the rel or the first part of the type as well. Several
// of one name have | between them. Google's names stand without g: and go before those
// of RSS and Atom.
type entry struct {
	line   int
	names  []string // in order
	values map[string][]byte
	google map[string]bool // names whose value is from an element of Google's
}

// googleSpace is the namespace of Merchant feeds.
const googleSpace = "http://base.google.com/ns/1.0"

// prefixes are what names of other namespaces begin with, whatever prefix a feed has for them.
var prefixes = map[string]string{
	"":                                "",
	"http://www.w3.org/2005/Atom":     "",
	"http://purl.org/rss/1.0/":        "",
	googleSpace:                       "",
	"http://search.yahoo.com/mrss":    "media:", // without its last slash, as some write it
	"http://purl.org/dc/elements/1.1": "dc:",
	"http://purl.org/rss/1.0/modules/content": "content:",
}

// opened is an element that is being read.
type opened struct {
	name   string
	google bool
	text   []byte
}

// read parses the item.
func (e *entry) read(text []byte, spaces map[string]string) error {
	d := xml.NewDecoder(bytes.NewReader(text))
	d.Entity = xml.HTMLEntity
	var stack []opened
	for {
		token, err := d.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			space := t.Name.Space
			if declared, ok := spaces[space]; ok {
				space = declared
			}
			o := opened{google: space == googleSpace}
			o.name = elementName(space, t.Name)
			if len(stack) > 1 {
				o.name = stack[len(stack)-1].name + "." + o.name
			}
			if len(stack) > 0 {
				e.attributes(&o, t.Attr)
			}
			stack = append(stack, o)
		case xml.CharData:
			for i := 1; i < len(stack); i++ {
				stack[i].text = append(stack[i].text, t...)
			}
		case xml.EndElement:
			o := &stack[len(stack)-1]
			if stack = stack[:len(stack)-1]; len(stack) > 0 {
				e.add(o.name, o.google, bytes.TrimSpace(o.text))
			}
		}
	}
}

// elementName returns what an element of a namespace, or of a prefix that nothing declares, is called.
func elementName(space string, name xml.Name) string {
	prefix, known := prefixes[strings.TrimSuffix(space, "/")]
	if !known {
		prefix, known = prefixes[space]
	}
	if !known {
		prefix = name.Space + ":"
	}
	return prefix + name.Local
}

func (e *entry) attributes(o *opened, attributes []xml.Attr) {
	is, href := "", ""
	for _, a := range attributes {
		switch a.Name.Local {
		case "rel":
			is = a.Value
		case "type":
			if major, _, both := strings.Cut(a.Value, "/"); both && is == "" {
				is = major
			}
		case "href":
			href = a.Value
		}
	}
	for _, a := range attributes {
		e.add(o.name+"@"+a.Name.Local, false, []byte(a.Value))
		if is != "" {
			e.add(o.name+"["+is+"]@"+a.Name.Local, false, []byte(a.Value))
		}
	}
	if o.name == "link" && (is == "" || is == "alternate" || is == "text") {
		e.add("link", false, []byte(href)) // Atom's way to write a link
	}
}

// add adds a value to those of a name.
func (e *entry) add(name string, google bool, value []byte) {
	before, again := e.values[name]
	switch {
	case !again:
		e.names = append(e.names, name)
	case len(value) == 0 || e.google[name] && !google:
		return
	case len(before) > 0 && e.google[name] == google:
		value = bytes.Join([][]byte{before, value}, []byte("|"))
	}
	e.google[name] = google
	e.values[name] = value
}
