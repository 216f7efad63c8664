package settings

import (
	"testing"

	"github.com/stretchr/testify/require"
)

type card struct {
	name  string
	size  float64
	parts []string
}

var cardSettings = Known[card]{
	"version": func(v Value, _ *card) { v.Version(1) },
	"name":    func(v Value, c *card) { c.name = v.Text().Is },
	"size":    func(v Value, c *card) { c.size = v.Number(0, 10) },
	"parts":   func(v Value, c *card) { c.parts = v.Texts(9, 9) },
	"each":    func(Value, *card) {},
}

// parseCards reads a card for each of its examples.
func parseCards(content string) (cards []card, names, unused []string, err error) {
	err = Parse("card.yaml", []byte(content), 1, func(root Value) (given map[string]int) {
		entries := root.Entries()
		for _, v := range entries[len(entries)-1].Value.Elements("example", 9) {
			row, c := v.Row(), card{}
			given = Read(root.With(row), &c, cardSettings, nil)
			cards, names, unused = append(cards, c), append(names, row.String()), append(unused, row.Unused()...)
		}
		return given
	})
	return cards, names, unused, err
}

func TestRow(t *testing.T) {
	cards, names, unused, err := parseCards("version: 1\nname: a <colour> rim\nsize: <size>\nparts: [<colour>, x]\neach:\n- {colour: red, size: 2}\n- {colour: 07, size: 3, more: x}\n")
	require.NoError(t, err)
	require.Equal(t, []card{{"a red rim", 2, []string{"red", "x"}}, {"a 07 rim", 3, []string{"07", "x"}}}, cards)
	require.Equal(t, []string{"colour red, size 2", "colour 07, more x, size 3"}, names)
	require.Equal(t, []string{"more"}, unused)

	_, _, _, err = parseCards("version: 1\nname: <color>\nsize: <colour>\neach:\n- {colour: red}\n- {colour: [red]}\n")
	require.EqualError(t, err, `card.yaml:2: name: no example has "color": there are colour
card.yaml:2: name: no example has "color": there are colour
card.yaml:5: size: "red" is not a number from 0 to 10
card.yaml:6: example 2: colour: a text belongs here, not a list
card.yaml:6: size: a list is not a number from 0 to 10`)
}
