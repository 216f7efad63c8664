package main

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// markdown is what pages are written in.
var markdown = goldmark.New(
	goldmark.WithExtensions(extension.Table, extension.DefinitionList),
	goldmark.WithParserOptions(parser.WithAutoHeadingID()),
)

// A document is a parsed page.
type document struct {
	source []byte
	root   ast.Node
}

// parse reads a page. The file that a block of code is of, behind its language, stands above it.
func parse(source []byte) document {
	d := document{source, markdown.Parser().Parse(text.NewReader(source))}
	each(d, func(b *ast.FencedCodeBlock) {
		if file := d.snippet(b).file; file != "" {
			name := ast.NewParagraph()
			name.SetAttributeString("class", []byte("file"))
			name.AppendChild(name, ast.NewString([]byte(file)))
			b.Parent().InsertBefore(b.Parent(), b, name)
		}
	})
	return d
}

// A snippet is a block of code: what it is, and the file that it is of, "" where it is none.
type snippet struct{ language, file, text string }

func (d document) snippet(b *ast.FencedCodeBlock) snippet {
	var info string
	if b.Info != nil {
		info = string(b.Info.Segment.Value(d.source))
	}
	language, file, _ := strings.Cut(info, " ")
	return snippet{language, file, string(b.Lines().Value(d.source))}
}

// each calls a function for each node of a kind.
func each[N ast.Node](d document, do func(N)) {
	_ = ast.Walk(d.root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if of, ok := n.(N); ok && entering {
			do(of)
		}
		return ast.WalkContinue, nil
	})
}

// A heading of a page, and where it is.
type heading struct {
	Level    int
	ID, Text string
}

func (d document) headings() []heading {
	var all []heading
	each(d, func(h *ast.Heading) {
		id, _ := h.AttributeString("id")
		all = append(all, heading{h.Level, string(id.([]byte)), d.text(h)})
	})
	return all
}

// text is what a node says, without its markup.
func (d document) text(n ast.Node) string {
	var said strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			said.Write(c.Segment.Value(d.source))
		case *ast.String:
			said.Write(c.Value)
		default:
			said.WriteString(d.text(c))
		}
	}
	return said.String()
}

// html renders the page. What may be wider than the window can be scrolled by itself, from the keyboard too.
func (d document) html() (string, error) {
	var out bytes.Buffer
	if err := markdown.Renderer().Render(&out, d.source, d.root); err != nil {
		return "", err
	}
	return strings.NewReplacer(
		"<pre>", `<pre tabindex="0">`,
		"<table>", `<div class="wide" tabindex="0"><table>`,
		"</table>", "</table></div>",
	).Replace(out.String()), nil
}
