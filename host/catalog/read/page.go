package read

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"
)

// things are the types of schema.org that are items.
var things = []string{
	"Product", "ProductGroup", "IndividualProduct", "ProductModel", "Book", "Vehicle", "Car",
	"Article", "NewsArticle", "BlogPosting", "Report", "TechArticle", "AnalysisNewsArticle", "OpinionNewsArticle", "ReportageNewsArticle", "ReviewNewsArticle", "Recipe",
}

// A page is a saved page, as far as it says what it is about.
type page struct {
	things    []thing
	canonical string // its address, by link rel=canonical
	damaged   []fault
}

// A thing is a product or article that a page describes in JSON-LD.
type thing struct {
	line int
	*node
}

// A fault is a script that is no JSON.
type fault struct {
	line   int
	detail string
}

// readPage finds the things of a page. Its encoding is that of its meta elements, or else
// UTF-8 where it is that and Windows-1252 where it is not.
func readPage(content []byte) (*page, error) {
	in, err := charset.NewReader(bytes.NewReader(content), "")
	if err != nil {
		return nil, err
	}
	p, line := &page{}, 1
	z := html.NewTokenizer(in)
	script := false // within JSON-LD
	for {
		kind := z.Next()
		at := line
		line += bytes.Count(z.Raw(), []byte("\n"))
		switch kind {
		case html.ErrorToken:
			return p, nil // the end: HTML has no errors
		case html.StartTagToken, html.SelfClosingTagToken:
			token := z.Token()
			script = token.Data == "script" && strings.EqualFold(strings.TrimSpace(strings.Split(attribute(token, "type"), ";")[0]), "application/ld+json")
			if token.Data == "link" && strings.EqualFold(attribute(token, "rel"), "canonical") {
				p.canonical = attribute(token, "href")
			}
		case html.TextToken:
			if script {
				p.addScript(z.Text(), at)
			}
		case html.EndTagToken:
			script = false
		}
	}
}

func attribute(t html.Token, name string) string {
	for _, a := range t.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// addScript finds the things in a script. Shops that put it in a comment or CDATA mean it all the same.
func (p *page) addScript(text []byte, line int) {
	text = bytes.TrimSpace(text)
	for _, wrap := range [][2]string{{"<!--", "-->"}, {"//<![CDATA[", "//]]>"}, {"<![CDATA[", "]]>"}} {
		text = bytes.TrimSpace(bytes.TrimSuffix(bytes.TrimPrefix(text, []byte(wrap[0])), []byte(wrap[1])))
	}
	if len(text) == 0 {
		return
	}
	if err := json.Unmarshal(text, new(json.RawMessage)); err != nil {
		p.damaged = append(p.damaged, fault{line, fmt.Sprintf("JSON-LD that is no JSON: %v", err)})
		return
	}
	p.addThings(&node{raw: bytes.ToValidUTF8(bytes.Clone(text), []byte("\ufffd"))}, line, 0)
}

// addThings adds a node if it is a thing, and otherwise what is directly in it: in a list,
// in @graph, or as that which a page is about.
func (p *page) addThings(n *node, line, depth int) {
	if n == nil || depth > 4 {
		return
	}
	if n.open(); n.list != nil {
		for _, element := range n.list {
			p.addThings(element, line, depth+1)
		}
		return
	}
	if n.isThing() {
		p.things = append(p.things, thing{line, n})
		return
	}
	for _, key := range []string{"@graph", "mainEntity", "about"} {
		p.addThings(n.part(key), line, depth+1)
	}
}

func (n *node) isThing() bool {
	types := n.part("@type")
	if types == nil {
		return false
	}
	text, err := flat(types.raw)
	if err != nil {
		return false
	}
	for is := range strings.SplitSeq(string(text), "|") {
		if slices.Contains(things, is[1+max(strings.LastIndexByte(is, '/'), strings.LastIndexByte(is, ':')):]) {
			return true
		}
	}
	return false
}
