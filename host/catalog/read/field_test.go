package read

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestField(t *testing.T) {
	table := &Table{columns: []string{"a", "b"}}
	for _, c := range []struct {
		field      Field
		a, b, want string
	}{
		{Field{Column: "a"}, " x \n y ", "", "x y"},
		{Field{Column: "a", Prefix: "id:"}, "7", "", "id:7"},
		{Field{Column: "a", Prefix: "id:", Or: &Field{Column: "b"}}, "", "8", "8"},
		{Field{Column: "a", Or: &Field{Column: "b", Prefix: "id:"}}, "", "8", "id:8"},
		{Field{Column: "a", Or: &Field{Value: "none"}}, " ", "", "none"},
		{Field{Column: "a", Values: map[string]string{"deny": ""}, Or: &Field{Column: "b"}}, "deny", "3", "3"},
		{Field{Column: "a", Cut: []Cut{{"|", "first"}, {">", "last"}}, Values: map[string]string{"y": "why"}, Case: "upper", Prefix: "="}, "x>y|z", "", "=WHY"},
		{Field{Column: "a", Markup: "remove", Cut: []Cut{{",", "last"}}}, "<b>x</b>, y &amp; z", "", "y & z"},
	} {
		bound, err := c.field.bind(table, "f", "items.title")
		require.NoError(t, err)
		require.Equal(t, c.want, string(bound.text(&Row{Values: [][]byte{[]byte(c.a), []byte(c.b)}})), "%+v", c)
	}
	_, err := (&Field{Column: "a", Or: &Field{Column: "q"}}).bind(table, "f", "items.title")
	require.EqualError(t, err, `items.title: f has no column "q": it has a, b`)
	table.lenient = true
	bound, err := (&Field{Column: "q", Or: &Field{Column: "b"}}).bind(table, "f", "items.title")
	require.NoError(t, err)
	require.Equal(t, "8", string(bound.text(&Row{Values: [][]byte{nil, []byte("8")}})))
}
