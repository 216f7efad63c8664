package main

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
)

// A schema is what messages.go and status.go declare, in source order.
type schema struct {
	messages []message
	enums    []enum
	limits   []value // exported constants that belong to no enum
}

// A message is a struct: a layout.
type message struct {
	name   string
	fields []field
}

// A field is one field of a message.
type field struct {
	name string // as in Go
	kind kind   // of the field, or of a list's elements
	typ  string // Go type of the field, or of a list's elements
	list bool
	max  int // of a list's count, or of a string's bytes
	doc  string
}

// A kind is how one value lies in a message.
type kind struct {
	put  string // in TypeScript, what puts it is called put and this
	take string // and what takes it
	size int    // bytes at least
	name string // Go basic type; "" for a message
}

// An enum is a named integer type and its constants.
type enum struct {
	name   string
	values []value
}

type value struct {
	name  string
	value int64
}

// kinds are the layouts of Go's basic types. int64 is a number in TypeScript:
// times in milliseconds stay below 2^53.
var kinds = map[types.BasicKind]kind{
	types.Uint8:  {"1", "1", 1, "uint8"},
	types.Uint16: {"2", "2", 2, "uint16"},
	types.Uint32: {"4", "4", 4, "uint32"},
	types.Int32:  {"4", "I4", 4, "int32"},
	types.Int64:  {"8", "8", 8, "int64"},
	types.String: {"String", "String", 2, "string"},
}

// readSchema type-checks the two declaring files alone: the rest of the package
// needs the generated code, which may be missing or stale.
func readSchema(dir string) (*schema, error) {
	fset := token.NewFileSet()
	var files []*ast.File
	for _, name := range []string{"messages.go", "status.go"} {
		f, err := parser.ParseFile(fset, filepath.Join(dir, name), nil, parser.ParseComments)
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	info := &types.Info{Defs: map[*ast.Ident]types.Object{}}
	if _, err := new(types.Config).Check("format", fset, files, info); err != nil {
		return nil, err
	}
	s := &schema{}
	for _, f := range files {
		for _, decl := range f.Decls {
			g, ok := decl.(*ast.GenDecl)
			if !ok {
				continue
			}
			for _, spec := range g.Specs {
				if err := s.add(info, spec); err != nil {
					return nil, fmt.Errorf("%s: %w", fset.Position(spec.Pos()), err)
				}
			}
		}
	}
	return s, nil
}

func (s *schema) add(info *types.Info, spec ast.Spec) error {
	switch spec := spec.(type) {
	case *ast.TypeSpec:
		if st, ok := spec.Type.(*ast.StructType); ok {
			return s.addMessage(spec.Name.Name, st, info.Defs[spec.Name].Type().Underlying().(*types.Struct))
		}
		s.enums = append(s.enums, enum{name: spec.Name.Name})
	case *ast.ValueSpec:
		for _, id := range spec.Names {
			if c, ok := info.Defs[id].(*types.Const); ok && id.IsExported() {
				s.addConst(c)
			}
		}
	}
	return nil
}

func (s *schema) addConst(c *types.Const) {
	n, _ := constant.Int64Val(c.Val())
	v := value{c.Name(), n}
	if named, ok := c.Type().(*types.Named); ok {
		for i := range s.enums {
			if s.enums[i].name == named.Obj().Name() {
				s.enums[i].values = append(s.enums[i].values, v)
			}
		}
		return
	}
	s.limits = append(s.limits, v)
}

func (s *schema) addMessage(name string, node *ast.StructType, st *types.Struct) error {
	m := message{name: name}
	for i := range st.NumFields() {
		f := field{name: st.Field(i).Name(), doc: strings.TrimSpace(node.Fields.List[i].Comment.Text())}
		t := st.Field(i).Type()
		if list, ok := t.(*types.Slice); ok {
			f.list, t = true, list.Elem()
		}
		f.typ = types.TypeString(t, func(*types.Package) string { return "" })
		switch u := t.Underlying().(type) {
		case *types.Basic:
			k, ok := kinds[u.Kind()]
			if !ok {
				return fmt.Errorf("%s.%s: no layout for type %s", name, f.name, u)
			}
			f.kind = k
		case *types.Struct:
			f.kind = kind{put: f.typ, take: f.typ}
		default:
			return fmt.Errorf("%s.%s: no layout for type %s", name, f.name, t)
		}
		if f.list || f.kind.name == "string" {
			limit, err := strconv.Atoi(reflect.StructTag(st.Tag(i)).Get("max"))
			if err != nil {
				return fmt.Errorf("%s.%s: needs a `max:\"…\"` tag", name, f.name)
			}
			f.max = limit
		}
		m.fields = append(m.fields, f)
	}
	s.messages = append(s.messages, m)
	return nil
}

func (s *schema) message(name string) *message {
	for i := range s.messages {
		if s.messages[i].name == name {
			return &s.messages[i]
		}
	}
	return nil
}

func (s *schema) enum(name string) *enum {
	for i := range s.enums {
		if s.enums[i].name == name {
			return &s.enums[i]
		}
	}
	return nil
}

// size returns the fewest bytes that one value of f takes, not counting f's list.
func (s *schema) size(f field) int {
	if f.kind.name != "" {
		return f.kind.size
	}
	n := 0
	for _, inner := range s.message(f.typ).fields {
		if inner.list {
			n += 4 // an empty list
		} else {
			n += s.size(inner)
		}
	}
	return n
}

// wireName returns a field's name in errors and in TypeScript: ID is id, IDs is
// ids, HalfLife is halfLife.
func wireName(name string) string {
	if initials := strings.TrimSuffix(name, "s"); initials == strings.ToUpper(initials) {
		return strings.ToLower(name)
	}
	return strings.ToLower(name[:1]) + name[1:]
}
