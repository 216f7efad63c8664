package settings

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// A Row is one line of a table of examples: what stands for <name>.
type Row struct {
	Line  int
	words map[string]ast.Node
	used  map[string]bool
}

// Row reads a mapping of plain values as a line of a table.
func (v Value) Row() *Row {
	row := &Row{Line: v.Line(), words: map[string]ast.Node{}, used: map[string]bool{}}
	for _, e := range v.Entries() {
		e.Value.Text() // tells of what is no plain value
		row.words[e.Key] = e.Value.node
	}
	return row
}

// String names the row by its values, "item LAN-004, shelf Lanterns".
func (r *Row) String() string {
	var all []string
	for _, name := range slices.Sorted(maps.Keys(r.words)) {
		all = append(all, name+" "+plain(r.words[name]))
	}
	return strings.Join(all, ", ")
}

// Unused returns the names that nothing asked for.
func (r *Row) Unused() []string {
	var all []string
	for _, name := range slices.Sorted(maps.Keys(r.words)) {
		if !r.used[name] {
			all = append(all, name)
		}
	}
	return all
}

// With returns the value in which <name> stands for what the row has of that name.
func (v Value) With(row *Row) Value {
	v.row = row
	return v.of(v.node)
}

var placeholder = regexp.MustCompile(`<[^<>]*>`)

// of returns the value with another node, in which examples are filled in.
func (v Value) of(node ast.Node) Value {
	v.node = node
	text, ok := node.(*ast.StringNode)
	if v.row == nil || !ok || !strings.Contains(text.Value, "<") {
		return v
	}
	word := func(name string) (ast.Node, bool) {
		name = name[1 : len(name)-1]
		found, ok := v.row.words[name]
		if !ok {
			v.Fail("no example has %q: there are %s", name, strings.Join(slices.Sorted(maps.Keys(v.row.words)), ", "))
		}
		v.row.used[name] = true
		return found, ok
	}
	if placeholder.FindString(text.Value) == text.Value {
		if found, ok := word(text.Value); ok {
			v.node = found
		}
		return v
	}
	filled := *text
	filled.Value = placeholder.ReplaceAllStringFunc(text.Value, func(name string) string {
		if found, ok := word(name); ok {
			return plain(found)
		}
		return name
	})
	v.node = &filled
	return v
}

// plain is a scalar's text.
func plain(node ast.Node) string {
	if text, ok := node.(*ast.StringNode); ok {
		return text.Value
	}
	return node.GetToken().Value
}
