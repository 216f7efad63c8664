package rules

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"

	"privet/engine/format"
)

// number reads a number within a range.
func (v value) number(least, most float64) float64 {
	var x float64
	err := fmt.Errorf("not a number")
	switch v.node.(type) {
	case *ast.IntegerNode, *ast.FloatNode:
		// Written as people write numbers: YAML's 0x1f and 1_000 are more likely ids.
		if written := v.node.GetToken().Value; !strings.ContainsAny(written, "xXoObB_") {
			x, err = strconv.ParseFloat(written, 64)
		}
	}
	if err != nil || x < least || x > most {
		v.fail("%s is not a number from %v to %v", v.written(), least, most)
		return least
	}
	return x
}

// whole reads a whole number within a range.
func (v value) whole(least, most int) int {
	x := v.number(float64(least), float64(most))
	if x != math.Trunc(x) {
		v.fail("%s is not a whole number", v.written())
	}
	return int(x)
}

// written is a value as it stands in the file, for errors.
func (v value) written() string {
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

// yes reads the value of a setting that is there or is not.
func (v value) yes() {
	if b, ok := v.node.(*ast.BoolNode); !ok || !b.Value {
		v.fail("write true, or leave the setting out")
	}
}

// spreads reads how far a boost moves items, as format.Rule says it: 256 are one
// spread of a ranking's scores.
func (v value) spreads() int32 {
	return int32(math.Round(256 * v.number(0.01, format.MaxBoost/256)))
}

var percents = regexp.MustCompile(`^([0-9]{1,3}(?:\.[0-9])?) ?%$`)

// thousandths reads a share of places such as 10% or 2.5%.
func (v value) thousandths() int32 {
	match := percents.FindStringSubmatch(v.text().is)
	if match == nil {
		v.fail("%s is no share of the places: write 10%%", v.written())
		return 1
	}
	x, _ := strconv.ParseFloat(match[1], 64) // the expression lets only numbers pass
	if x <= 0 || x > 100 {
		v.fail("%s is not above 0%% and up to 100%%", v.written())
		return 1
	}
	return int32(math.Round(10 * x))
}

var spans = regexp.MustCompile(`^([1-9][0-9]{0,3})(m|h|d|w)$`)

// units are the seconds of each letter of a span.
var units = map[string]int64{"m": 60, "h": 3600, "d": 86400, "w": 7 * 86400}

// seconds reads a span of time such as 30d.
func (v value) seconds() int64 {
	match := spans.FindStringSubmatch(v.text().is)
	if match == nil {
		v.fail("%s is no span of time: write 90m, 12h, 30d or 8w", v.written())
		return 0
	}
	n, _ := strconv.Atoi(match[1]) // the expression lets only numbers pass
	return int64(n) * units[match[2]]
}

// time reads a date, which is its midnight in UTC, or a time, in seconds since
// the Unix epoch.
func (v value) time() int64 {
	written := v.text().is
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		if at, err := time.Parse(layout, written); err == nil {
			if at.Year() < 1971 || at.Year() > 2200 {
				v.fail("%s is before 1971 or after 2200", v.written())
			}
			return at.Unix()
		}
	}
	v.fail("%s is no time: write 2026-12-01 or 2026-12-01T08:00:00+01:00", v.written())
	return 0
}
