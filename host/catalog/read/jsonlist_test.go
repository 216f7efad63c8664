package read

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestJSONList(t *testing.T) {
	long := `{"id":"` + strings.Repeat("x", small.Record) + `"}`
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"one line":       {`[{"id":"a"},{"id":"b"}]`, []string{"1: a", "1: b"}},
		"many lines":     {"[\n{\"id\":\n\"a\"}\n,\n{\"id\":\"]}\\\"[\"}]\n", []string{"2: a", `5: ]}"[`}},
		"several lists":  {"[{\"id\":1}]\n[{\"id\":2}]", []string{"1: 1", "2: 2"}},
		"too long":       {"[{\"id\":1},\n" + long + ",\n{\"id\":2}]", []string{"1: 1", "f:2: the record is longer than 64 bytes", "3: 2"}},
		"not an object":  {`[{"id":1},[2],{"id":3}]`, []string{"1: 1", "f:1: not a JSON object: json: cannot unmarshal array into Go value of type map[string]json.RawMessage", "1: 3"}},
		"damaged inside": {`[{"id":1},{"id":},{"id":3}]`, []string{"1: 1", "f:1: not a JSON object: invalid character '}' looking for beginning of value", "1: 3"}},
	} {
		t.Run(name, func(t *testing.T) {
			table, err := newTable("f", strings.NewReader(c.text), small, how{})
			require.NoError(t, err)
			got, err := drain(table)
			require.NoError(t, err)
			require.Equal(t, c.want, got)
		})
	}
}

func TestJSONList_fails(t *testing.T) {
	for text, want := range map[string]string{
		"[{\"id\":1},\n{\"id\":2}":      "f:2: the file ends inside a list: is it whole?",
		"[{\"id\":1},\n{\"id\":2":       "f:2: the file ends inside a list: is it whole?",
		"[{\"id\":1}]\n{\"id\":2}":      "f:2: '{' follows the end of the list: is it one JSON file?",
		"[" + `{"id":1}` + "]\ngarbage": "f:2: 'g' follows the end of the list: is it one JSON file?",
	} {
		table, err := newTable("f", strings.NewReader(text), small, how{})
		require.NoError(t, err)
		_, err = drain(table)
		require.EqualError(t, err, want)
	}
	_, err := newTable("f", strings.NewReader("[]"), small, how{})
	require.EqualError(t, err, "f: it has no JSON object")
}

// A list of any length is read an element at a time.
func TestJSONList_streams(t *testing.T) {
	const count = 100_000
	in := io.MultiReader(strings.NewReader("["), &repeated{text: []byte(`{"id":"abcdefgh"},`), left: count}, strings.NewReader(`{"id":"end"}]`))
	table, err := newTable("f", in, DefaultLimits, how{})
	require.NoError(t, err)
	row, rows := &Row{}, 0
	for err = table.Next(row); err == nil; err = table.Next(row) {
		rows++
	}
	require.Equal(t, io.EOF, err)
	require.Equal(t, count+1, rows)
	require.Less(t, cap(table.rows.(*jsonRows).records.(*jsonList).scanner.record), 1000)
}

// repeated is a stream of one text many times.
type repeated struct {
	text []byte
	at   int
	left int
}

func (r *repeated) Read(p []byte) (int, error) {
	if r.left == 0 {
		return 0, io.EOF
	}
	n := copy(p, r.text[r.at:])
	if r.at += n; r.at == len(r.text) {
		r.at, r.left = 0, r.left-1
	}
	return n, nil
}

// FuzzJSONMapped reads any JSON by each mapping of a JSON format.
func FuzzJSONMapped(f *testing.F) {
	for _, seed := range []string{`[{"actionDetails":[{"itemDetails":[{"itemSKU":1}]},2]}]`, `{"event_params":[{"key":"ga_session_id","value":{"int_value":"1"}}],"items":[{"item_id":["a",null]}]}`, `{"properties":{"products":{"sku":"a"}}}`, "[{}", "[1,", `{"items":[[[{"item_id":{}}]]]}`} {
		f.Add([]byte(seed))
	}
	limits := Limits{Bytes: 1 << 16, Record: 1 << 10, Columns: 64, Items: 9, Events: 99}
	f.Fuzz(func(t *testing.T, text []byte) {
		for _, name := range []string{"ga4", "matomo", "segment"} {
			table, err := newTable("f", bytes.NewReader(text), limits, how{kind: kindJSON})
			if err != nil {
				return
			}
			format, err := formatNamed(name, false)
			require.NoError(t, err)
			m, err := format.mapping(table)
			require.NoError(t, err)
			require.NoError(t, table.shape("f", m, false))
			row := &Row{}
			for err = nil; err == nil || errors.As(err, new(*RowError)); err = table.Next(row) {
				if err == nil && row.Line > 0 {
					require.Len(t, row.Values, len(table.Columns()))
				}
			}
		}
	})
}
