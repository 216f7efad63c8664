package read

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestJSONL(t *testing.T) {
	const first = `{"id":"x","price":1.50}` + "\n"
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"plain":             {first, []string{"1: x|1.50"}},
		"no newline":        {strings.TrimSpace(first), []string{"1: x|1.50"}},
		"keys in any order": {first + `{"price":2,"id":"y"}`, []string{"1: x|1.50", "2: y|2"}},
		"key missing":       {first + `{"id":"y"}`, []string{"1: x|1.50", "2: y|"}},
		"key unknown":       {first + `{"id":"y","sold":true}`, []string{"1: x|1.50", "2: y|"}},
		"null":              {first + `{"id":"y","price":null}`, []string{"1: x|1.50", "2: y|"}},
		"word":              {first + `{"id":"y","price":true}`, []string{"1: x|1.50", "2: y|true"}},
		"list":              {first + `{"id":["y","z",3]}`, []string{"1: x|1.50", "2: y|z|3|"}},
		"empty lines":       {first + "\n \n" + first, []string{"1: x|1.50", "4: x|1.50"}},
		"escapes":           {first + `{"id":"a\"b\u00e9"}`, []string{"1: x|1.50", "2: a\"bé|"}},
		"list in a list":    {first + `{"id":[["y"]]}`, []string{"1: x|1.50", "f:2: id: a list inside a list: write one list"}},
		"object":            {first + `{"id":{}}`, []string{"1: x|1.50", "f:2: id: an object where a plain value is expected: name one of its parts in a mapping, as a.b"}},
		"damaged":           {first + `{"id":` + "\n" + first, []string{"1: x|1.50", "f:2: not a JSON object: unexpected end of JSON input", "3: x|1.50"}},
		"not an object":     {first + `[]`, []string{"1: x|1.50", "f:2: not a JSON object: json: cannot unmarshal array into Go value of type map[string]json.RawMessage"}},
	} {
		t.Run(name, func(t *testing.T) {
			table, err := newTable("f", strings.NewReader(c.text), small, how{})
			require.NoError(t, err)
			require.Equal(t, []string{"id", "price"}, table.Columns())
			got, err := drain(table)
			require.NoError(t, err)
			require.Equal(t, c.want, got)
		})
	}
}

func TestJSONL_firstLine(t *testing.T) {
	for text, want := range map[string]string{
		`{"id":`: "f:1: the first record is no JSON object (unexpected end of JSON input): its keys must name the columns",
		`{"1":1,"2":1,"3":1,"4":1,"5":1,"6":1,"7":1,"8":1,"9":1}`: "f:1: the first object has 9 keys, more than 8",
	} {
		_, err := newTable("f", strings.NewReader(text), small, how{})
		require.EqualError(t, err, want)
	}
}

func FuzzJSONL(f *testing.F) {
	for _, seed := range []string{`{"id":"x"}`, "{\"a\":1,\"b\":[1,null]}\n{\"b\":{}}\n", `{"a":"\ud800"}`, `{"a":1,"a":2}`, "{}\n{}"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		table, err := newTable("f", io.MultiReader(strings.NewReader("{"), bytes.NewReader(text)), small, how{})
		if err != nil {
			return
		}
		row, rows := &Row{}, 0
		for {
			err := table.Next(row)
			var damage *RowError
			if err != nil && !errors.As(err, &damage) {
				break
			}
			rows++
			if err == nil {
				require.Len(t, row.Values, len(table.Columns()))
			}
		}
		require.LessOrEqual(t, rows, 1+bytes.Count(text, []byte("\n")), "a line is at most one row")
	})
}
