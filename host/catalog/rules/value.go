package rules

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/goccy/go-yaml/ast"
)

// A value is one place of a rules file: it knows its line and what to call itself.
// What it holds is read at once, so that all errors of a file are told together.
type value struct {
	errors *Errors
	file   string
	path   string // `rule "winter": where: price`
	node   ast.Node
}

// line returns where the value stands; that of an empty one is its key's.
func (v value) line() int {
	node := v.node
	if m, ok := node.(*ast.MappingNode); ok && len(m.Values) > 0 && !m.IsFlowStyle {
		node = m.Values[0].Key // the mapping's own token is that of its first colon
	}
	if t := node.GetToken(); t != nil && t.Position != nil {
		return t.Position.Line
	}
	return 0
}

func (v value) fail(format string, args ...any) { v.failAt(v.line(), format, args...) }

func (v value) failAt(line int, format string, args ...any) {
	detail := fmt.Sprintf(format, args...)
	if v.path != "" {
		detail = v.path + ": " + detail
	}
	*v.errors = append(*v.errors, &Error{v.file, line, detail})
}

// at returns a part of the value.
func (v value) at(name string, node ast.Node) value {
	if v.path != "" {
		name = v.path + ": " + name
	}
	v.path, v.node = name, node
	return v
}

// what says in words what a node is.
func what(node ast.Node) string {
	switch node.(type) {
	case *ast.MappingNode, *ast.MappingValueNode:
		return "settings"
	case *ast.SequenceNode:
		return "a list"
	case *ast.NullNode:
		return "nothing"
	case *ast.AnchorNode, *ast.AliasNode, *ast.TagNode:
		return "an anchor, alias or tag (write the value out)"
	case *ast.StringNode, *ast.LiteralNode:
		return "a text"
	case *ast.BoolNode:
		return "true or false"
	}
	return "a number"
}

// settings are what a mapping may hold, and how each of them is read.
type settings[T any] map[string]func(v value, into *T)

// read reads a mapping and returns the line of each setting that it has. Where
// further keys are allowed, open reads those.
func read[T any](v value, into *T, known settings[T], open func(key string, v value, into *T)) map[string]int {
	given := map[string]int{}
	for _, entry := range v.entries() {
		key := entry.key
		given[key] = entry.line
		set, ok := known[key]
		switch {
		case ok:
			set(entry.value, into)
		case open != nil:
			open(key, entry.value, into)
		default:
			v.failAt(entry.line, "there is no setting %q: there are %s", key, names(known))
		}
	}
	return given
}

func names[T any](known settings[T]) string {
	return strings.Join(slices.Sorted(maps.Keys(known)), ", ")
}

// An entry is one setting of a mapping.
type entry struct {
	key   string
	line  int
	value value
}

func (v value) entries() []entry {
	m, ok := v.node.(ast.MapNode)
	if !ok {
		v.fail("settings belong here, not %s", what(v.node))
		return nil
	}
	var all []entry
	for at := m.MapRange(); at.Next(); {
		key, ok := at.Key().(ast.Node)
		switch key.(type) {
		case *ast.StringNode, *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		default:
			ok = false
		}
		name := key.GetToken()
		if !ok {
			v.failAt(name.Position.Line, "%q is no plain key", name.Value)
			continue
		}
		all = append(all, entry{name.Value, name.Position.Line, v.at(name.Value, at.Value())})
	}
	return all
}

// maxText bounds a text's bytes: those of an item id or a token.
const maxText = 256

// A text is a scalar and its line.
type text struct {
	is   string
	line int
}

// text reads a text; numbers and words such as true are taken as they are written.
func (v value) text() text {
	t := text{line: v.line()}
	switch n := v.node.(type) {
	case *ast.StringNode:
		t.is = n.Value
	case *ast.LiteralNode:
		t.is = n.Value.Value
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		t.is = n.GetToken().Value
	default:
		v.fail("a text belongs here, not %s", what(v.node))
		return t
	}
	t.is = strings.TrimSpace(t.is)
	switch {
	case t.is == "":
		v.fail("the text is empty: write something, or leave the setting out")
	case len(t.is) > maxText:
		v.fail("%d bytes are more than %d", len(t.is), maxText)
		t.is = ""
	case strings.ContainsFunc(t.is, unicode.IsControl):
		v.fail("%q has control characters", t.is)
	}
	return t
}

// list reads a text or a list of at most that many, without repeats.
func (v value) list(most int) []text {
	sequence, ok := v.node.(*ast.SequenceNode)
	if !ok {
		return []text{v.text()}
	}
	if len(sequence.Values) == 0 || len(sequence.Values) > most {
		v.fail("a list of %d is not of 1 to %d", len(sequence.Values), most)
		return nil
	}
	seen := map[string]bool{}
	var all []text
	for _, node := range sequence.Values {
		one := v
		one.node = node
		t := one.text()
		if seen[t.is] && t.is != "" {
			one.fail("%q stands twice", t.is)
		}
		seen[t.is] = true
		all = append(all, t)
	}
	return all
}

// texts reads a list of texts whose lines do not matter.
func (v value) texts(most, bytes int) []string {
	var all []string
	for _, t := range v.list(most) {
		if len(t.is) > bytes {
			v.failAt(t.line, "%q has more than %d bytes", t.is, bytes)
		}
		all = append(all, t.is)
	}
	return all
}
