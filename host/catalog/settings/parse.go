// Package settings reads what an owner writes: files of YAML in which no setting
// is passed over, and whose errors have lines and are told all together.
package settings

import (
	"errors"
	"fmt"
	"io"
	"os"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// MaxBytes bounds a file.
const MaxBytes = 1 << 20

// Load reads a file as far as Parse needs it.
func Load(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, MaxBytes+1))
}

// Parse reads the text of a file whose format has a version. The function reads
// its settings with Read, and returns what that returned. Errors are Errors, each
// with the file's name and a line.
func Parse(name string, content []byte, version int, read func(root Value) map[string]int) error {
	var wrong Errors
	root := Value{errors: &wrong, file: name}
	var ok bool
	if root.node, ok = parse(root, content, version); !ok {
		return wrong
	}
	if given := read(root); given["version"] == 0 {
		root.FailAt(1, "begin with version: %d", version)
	}
	return wrong.orNil()
}

func parse(root Value, content []byte, version int) (ast.Node, bool) {
	if len(content) > MaxBytes {
		root.FailAt(0, "more than %d bytes: shorten its lists", MaxBytes)
		return nil, false
	}
	if !utf8.Valid(content) {
		root.FailAt(0, "the file is not UTF-8")
		return nil, false
	}
	tree, err := parser.ParseBytes(content, 0)
	if err != nil {
		line, detail := 0, err.Error()
		var syntax yaml.Error
		if errors.As(err, &syntax) && syntax.GetToken() != nil {
			line, detail = syntax.GetToken().Position.Line, syntax.GetMessage()
		}
		root.FailAt(line, "this is no YAML: %s", detail)
		return nil, false
	}
	if len(tree.Docs) != 1 || tree.Docs[0].Body == nil {
		root.FailAt(0, "it must be one YAML document that begins with version: %d", version)
		return nil, false
	}
	return tree.Docs[0].Body, true
}

// Version reads the version of a format, of which one is known.
func (v Value) Version(known int) {
	if v.node.GetToken().Value != fmt.Sprint(known) {
		v.Fail("%s where this Privet reads %d", v.Written(), known)
	}
}
