package settings

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/goccy/go-yaml/ast"
)

// A Value is one place of a file: it knows its line and what to call itself. What
// it holds is read at once, so that all errors of a file are told together.
type Value struct {
	errors *Errors
	file   string
	path   string // `rule "winter": where: price`
	node   ast.Node
	row    *Row // of examples; nil where there is none
}

// Line returns where the value stands; that of an empty one is its key's.
func (v Value) Line() int {
	node := v.node
	if m, ok := node.(*ast.MappingNode); ok && len(m.Values) > 0 && !m.IsFlowStyle {
		node = m.Values[0].Key // the mapping's own token is that of its first colon
	}
	if t := node.GetToken(); t != nil && t.Position != nil {
		return t.Position.Line
	}
	return 0
}

// Fail notes what is wrong with the value.
func (v Value) Fail(format string, args ...any) { v.FailAt(v.Line(), format, args...) }

// FailAt notes what is wrong in a line.
func (v Value) FailAt(line int, format string, args ...any) {
	detail := fmt.Sprintf(format, args...)
	if v.path != "" {
		detail = v.path + ": " + detail
	}
	*v.errors = append(*v.errors, &Error{v.file, line, detail})
}

// at returns a part of the value.
func (v Value) at(name string, node ast.Node) Value {
	if v.path != "" {
		name = v.path + ": " + name
	}
	v.path = name
	return v.of(node)
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

// Known are the settings that a mapping may hold, and how each of them is read.
type Known[T any] map[string]func(v Value, into *T)

// Read reads a mapping and returns the line of each setting that it has. Where
// further keys are allowed, open reads those.
func Read[T any](v Value, into *T, known Known[T], open func(key string, v Value, into *T)) map[string]int {
	given := map[string]int{}
	for _, entry := range v.Entries() {
		key := entry.Key
		given[key] = entry.Line
		set, ok := known[key]
		switch {
		case ok:
			set(entry.Value, into)
		case open != nil:
			open(key, entry.Value, into)
		default:
			v.FailAt(entry.Line, "there is no setting %q: there are %s", key, names(known))
		}
	}
	return given
}

func names[T any](known Known[T]) string {
	return strings.Join(slices.Sorted(maps.Keys(known)), ", ")
}

// An Entry is one setting of a mapping.
type Entry struct {
	Key   string
	Line  int
	Value Value
}

// Entries returns the settings of a mapping.
func (v Value) Entries() []Entry {
	m, ok := v.node.(ast.MapNode)
	if !ok {
		v.Fail("settings belong here, not %s", what(v.node))
		return nil
	}
	var all []Entry
	for at := m.MapRange(); at.Next(); {
		key, ok := at.Key().(ast.Node)
		switch key.(type) {
		case *ast.StringNode, *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		default:
			ok = false
		}
		name := key.GetToken()
		if !ok {
			v.FailAt(name.Position.Line, "%q is no plain key", name.Value)
			continue
		}
		all = append(all, Entry{name.Value, name.Position.Line, v.at(name.Value, at.Value())})
	}
	return all
}

// Elements returns the values of a list of at most that many, called after what
// they are.
func (v Value) Elements(name string, most int) []Value {
	sequence, ok := v.node.(*ast.SequenceNode)
	if !ok {
		v.Fail("a list belongs here, not %s", what(v.node))
		return nil
	}
	if len(sequence.Values) > most {
		v.Fail("%d are more than %d", len(sequence.Values), most)
	}
	var all []Value
	for i, node := range sequence.Values[:min(len(sequence.Values), most)] {
		each := v
		each.path = name + " " + strconv.Itoa(i+1)
		all = append(all, each.of(node))
	}
	return all
}

// IsMapping tells whether the value has settings.
func (v Value) IsMapping() bool {
	_, ok := v.node.(ast.MapNode)
	return ok
}

// IsList tells whether the value is a list.
func (v Value) IsList() bool {
	_, ok := v.node.(*ast.SequenceNode)
	return ok
}

// IsNumber tells whether the value is written as a number.
func (v Value) IsNumber() bool {
	switch v.node.(type) {
	case *ast.IntegerNode, *ast.FloatNode:
		return true
	}
	return false
}

// Compact is the value in one line, as people read it.
func (v Value) Compact() string {
	switch {
	case v.IsMapping():
		var all []string
		for _, e := range v.quietly().Entries() {
			all = append(all, e.Key+": "+e.Value.Compact())
		}
		return "{" + strings.Join(all, ", ") + "}"
	case v.IsList():
		var all []string
		for _, node := range v.node.(*ast.SequenceNode).Values {
			all = append(all, v.quietly().of(node).Compact())
		}
		return "[" + strings.Join(all, ", ") + "]"
	}
	return plain(v.node)
}

// quietly returns the value for a further look, which tells no error again.
func (v Value) quietly() Value {
	v.errors = &Errors{}
	return v
}

// Setting returns one setting of a mapping, and tells whether it is there; that
// something else is wrong is not told.
func (v Value) Setting(key string) (Entry, bool) {
	for _, e := range v.quietly().Entries() {
		if e.Key == key {
			return e, true
		}
	}
	return Entry{}, false
}

// Called returns the value under another name.
func (v Value) Called(path string) Value {
	v.path = path
	return v
}

// maxText bounds a text's bytes: those of an item id or a token.
const maxText = 256

// A Text is a scalar and its line.
type Text struct {
	Is   string
	Line int
}

// Text reads a text; numbers and words such as true are taken as they are written.
func (v Value) Text() Text {
	t := Text{Line: v.Line()}
	switch n := v.node.(type) {
	case *ast.StringNode:
		t.Is = n.Value
	case *ast.LiteralNode:
		t.Is = n.Value.Value
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		t.Is = n.GetToken().Value
	default:
		v.Fail("a text belongs here, not %s", what(v.node))
		return t
	}
	t.Is = strings.TrimSpace(t.Is)
	switch {
	case t.Is == "":
		v.Fail("the text is empty: write something, or leave the setting out")
	case len(t.Is) > maxText:
		v.Fail("%d bytes are more than %d", len(t.Is), maxText)
		t.Is = ""
	case strings.ContainsFunc(t.Is, unicode.IsControl):
		v.Fail("%q has control characters", t.Is)
	}
	return t
}

// List reads a text or a list of at most that many, without repeats.
func (v Value) List(most int) []Text {
	sequence, ok := v.node.(*ast.SequenceNode)
	if !ok {
		return []Text{v.Text()}
	}
	if len(sequence.Values) == 0 || len(sequence.Values) > most {
		v.Fail("a list of %d is not of 1 to %d", len(sequence.Values), most)
		return nil
	}
	seen := map[string]bool{}
	var all []Text
	for _, node := range sequence.Values {
		one := v.of(node)
		t := one.Text()
		if seen[t.Is] && t.Is != "" {
			one.Fail("%q stands twice", t.Is)
		}
		seen[t.Is] = true
		all = append(all, t)
	}
	return all
}

// Texts reads a list of texts whose lines do not matter.
func (v Value) Texts(most, bytes int) []string {
	var all []string
	for _, t := range v.List(most) {
		if len(t.Is) > bytes {
			v.FailAt(t.Line, "%q has more than %d bytes", t.Is, bytes)
		}
		all = append(all, t.Is)
	}
	return all
}
