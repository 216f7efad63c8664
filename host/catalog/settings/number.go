package settings

import (
	"errors"
	"math"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// Number reads a number within a range.
func (v Value) Number(least, most float64) float64 {
	var x float64
	err := errors.New("not a number")
	switch v.node.(type) {
	case *ast.IntegerNode, *ast.FloatNode:
		// Written as people write numbers: YAML's 0x1f and 1_000 are more likely ids.
		if written := v.node.GetToken().Value; !strings.ContainsAny(written, "xXoObB_") {
			x, err = strconv.ParseFloat(written, 64)
		}
	}
	if err != nil || x < least || x > most {
		v.Fail("%s is not a number from %v to %v", v.Written(), least, most)
		return least
	}
	return x
}

// Whole reads a whole number within a range.
func (v Value) Whole(least, most int) int {
	x := v.Number(float64(least), float64(most))
	if x != math.Trunc(x) {
		v.Fail("%s is not a whole number", v.Written())
	}
	return int(x)
}

// Written is a value as it stands in the file, for errors.
func (v Value) Written() string {
	switch v.node.(type) {
	case *ast.MappingNode, *ast.SequenceNode, *ast.NullNode, *ast.AnchorNode, *ast.AliasNode, *ast.TagNode:
		return what(v.node)
	}
	written := v.node.GetToken().Value
	if len(written) > 40 {
		written = strings.ToValidUTF8(written[:40], "") + "…"
	}
	return strconv.Quote(written)
}

// Yes reads the value of a setting that is there or is not.
func (v Value) Yes() {
	if b, ok := v.node.(*ast.BoolNode); !ok || !b.Value {
		v.Fail("write true, or leave the setting out")
	}
}
