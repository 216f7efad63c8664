package settings

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

type plate struct {
	version int
	name    Text
	size    float64
	parts   []string
}

var plateSettings = Known[plate]{
	"version": func(v Value, p *plate) { v.Version(2); p.version = 2 },
	"name":    func(v Value, p *plate) { p.name = v.Text() },
	"size":    func(v Value, p *plate) { p.size = v.Number(0, 10) },
	"parts": func(v Value, p *plate) {
		for _, each := range v.Elements("part", 2) {
			if name, ok := each.Setting("name"); ok {
				p.parts = append(p.parts, name.Value.Text().Is)
				each = each.Called("part " + name.Value.Written())
			}
			Read(each, p, Known[plate]{"name": func(Value, *plate) {}}, nil)
		}
	},
}

func parsePlate(content string) (p plate, err error) {
	err = Parse("plate.yaml", []byte(content), 2, func(root Value) map[string]int { return Read(root, &p, plateSettings, nil) })
	return p, err
}

func TestParse(t *testing.T) {
	p, err := parsePlate("version: 2\nname: 007\nsize: 1.5\nparts: [{name: rim}]\n")
	require.NoError(t, err)
	require.Equal(t, plate{2, Text{"007", 2}, 1.5, []string{"rim"}}, p)

	_, err = parsePlate("name: [a]\nsize: 11\nsort: x\nparts:\n- {name: rim, colour: red}\n- {colour: red}\n- {}\n")
	require.EqualError(t, err, `plate.yaml:1: name: a text belongs here, not a list
plate.yaml:1: begin with version: 2
plate.yaml:2: size: "11" is not a number from 0 to 10
plate.yaml:3: there is no setting "sort": there are name, parts, size, version
plate.yaml:5: parts: 3 are more than 2
plate.yaml:5: part "rim": there is no setting "colour": there are name
plate.yaml:6: part 2: there is no setting "colour": there are name`)
	var all Errors
	require.ErrorAs(t, err, &all)
	require.Len(t, all, 7)
}

func TestParse_wholeFile(t *testing.T) {
	for content, want := range map[string]string{
		"":           "plate.yaml: it must be one YAML document that begins with version: 2",
		"version: 1": `plate.yaml:1: version: "1" where this Privet reads 2`,
		"\xff":       "plate.yaml: the file is not UTF-8",
		"version: [": "plate.yaml:1: this is no YAML: sequence end token ']' not found",
		"version: 2 #" + strings.Repeat("#", MaxBytes): "plate.yaml: more than 1048576 bytes: shorten its lists",
	} {
		_, err := parsePlate(content)
		require.EqualError(t, err, want)
	}
}

func TestErrors_cutALongList(t *testing.T) {
	var many strings.Builder
	for n := range 30 {
		fmt.Fprintf(&many, "sort%d: x\n", n)
	}
	_, err := parsePlate("version: 2\n" + many.String())
	require.Equal(t, shown, strings.Count(err.Error(), "\n"))
	require.True(t, strings.HasSuffix(err.Error(), "\nplate.yaml: and 10 more"), err.Error())
}
