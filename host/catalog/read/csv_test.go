package read

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

// small are limits that tests can reach.
var small = Limits{Bytes: 1 << 20, Record: 64, Columns: 8, Items: 8, Events: 8}

// drain reads a table to its end as "line: value|value", damaged rows as errors.
func drain(t *Table) (rows []string, err error) {
	row := &Row{}
	for {
		err := t.Next(row)
		var damage *RowError
		switch {
		case err == io.EOF:
			return rows, nil
		case errors.As(err, &damage):
			rows = append(rows, err.Error())
		case err != nil:
			return rows, err
		default:
			rows = append(rows, fmt.Sprintf("%d: %s", row.Line, bytes.Join(row.Values, []byte("|"))))
		}
	}
}

func TestCSV(t *testing.T) {
	long := strings.Repeat("x", small.Record+1)
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"plain":                       {"a,b\n1,2\n3,4\n", []string{"2: 1|2", "3: 3|4"}},
		"no newline at the end":       {"a,b\n1,2", []string{"2: 1|2"}},
		"carriage returns":            {"a,b\r\n1,2\r\n", []string{"2: 1|2"}},
		"byte order mark":             {"\xef\xbb\xbfa,b\n1,2\n", []string{"2: 1|2"}},
		"empty lines":                 {"a,b\n\n1,2\n\n", []string{"3: 1|2"}},
		"empty fields":                {"a,b\n,\n", []string{"2: |"}},
		"quoted":                      {"a,b\n\"1,5\",\"say \"\"hi\"\"\"\n", []string{`2: 1,5|say "hi"`}},
		"quoted over lines":           {"a,b\n\"1\n2\",3\n4,5\n", []string{"2: 1\n2|3", "4: 4|5"}},
		"too few fields":              {"a,b\n1\n2,3\n", []string{"f:2: the row has 1 fields, the header has 2", "3: 2|3"}},
		"too many fields":             {"a,b\n1,2,3\n", []string{"f:2: the row has 3 fields, the header has 2"}},
		"quote inside a field":        {"a,b\n5\" nail,2\n3,4\n", []string{`f:2: a quote stands inside a field: enclose the field in quotes and write it ""`, "3: 3|4"}},
		"text after a quote":          {"a,b\n\"5\"x,2\n3,4\n", []string{`f:2: a quote stands inside a field: enclose the field in quotes and write it ""`, "3: 3|4"}},
		"open quote loses one line":   {"a,b\n\"1,2\n3,4\n5,6", []string{"f:2: a quote is opened and not closed", "3: 3|4", "4: 5|6"}},
		"open quote before long line": {"a,b\n\"1,2\n" + long + "\n5,6", []string{"f:2: a quote is opened and not closed", "4: 5|6"}},
		"line too long":               {"a,b\n" + long + "\n3,4\n", []string{"f:2: the line is longer than 64 bytes", "3: 3|4"}},
		"latin-1":                     {"a,b\ncaf\xe9,2\n", []string{"2: café|2"}},
	} {
		t.Run(name, func(t *testing.T) {
			table, err := newTable("f", strings.NewReader(c.text), small, how{})
			require.NoError(t, err)
			require.Equal(t, []string{"a", "b"}, table.Columns())
			got, err := drain(table)
			require.NoError(t, err)
			require.Equal(t, c.want, got)
		})
	}
}

func TestCSV_separators(t *testing.T) {
	for text, want := range map[string]string{
		"a;b\n1,5;\"x;y\"\n":   "2: 1,5|x;y",
		"a\tb\n1\t2;3\n":       "2: 1|2;3",
		"a,b;c\n1,2\n":         "2: 1|2",
		"a;b,c;d\n1;2;3\n":     "2: 1|2|3",
		"\"a\";\"b\"\n1;2\n":   "2: 1|2",
		"only\n1;2\n":          "2: 1;2",
		"a\tb,c\td\n1\t2\t3\n": "2: 1|2|3",
	} {
		table, err := newTable("f", strings.NewReader(text), small, how{})
		require.NoError(t, err)
		got, err := drain(table)
		require.NoError(t, err)
		require.Equal(t, []string{want}, got, "%q", text)
	}
}

func TestCSV_headers(t *testing.T) {
	for text, want := range map[string]string{
		"":                       "f: the file is empty: the first line must name the columns, or be a JSON object",
		"a,b,a\n":                `f:1: the header names column "a" twice: rename one`,
		"a,\"b\n1,2\n":           "the header cannot be read: f:1: a quote is opened and not closed",
		"1,2,3,4,5,6,7,8,9\n":    "f:1: the header has 9 columns, more than 8",
		strings.Repeat("x", 999): "the header cannot be read: f:1: the line is longer than 64 bytes",
	} {
		_, err := newTable("f", strings.NewReader(text), small, how{})
		require.EqualError(t, err, want)
	}
}

func TestCSV_windows1252IsCounted(t *testing.T) {
	table, err := newTable("f", strings.NewReader("a\n\xe9\nok\n\x805\n"), small, how{})
	require.NoError(t, err)
	got, err := drain(table)
	require.NoError(t, err)
	require.Equal(t, []string{"2: é", "3: ok", "4: €5"}, got)
	require.Equal(t, 2, table.recoded())
}

// FuzzCSV compares with encoding/csv wherever that accepts the whole input.
func FuzzCSV(f *testing.F) {
	for _, seed := range []string{
		"a,b\n1,2\n", "a\n\"x\ny\"\n", "a,b\r\n\"1\"\"\",\r\n", "\xef\xbb\xbfa\n1", "a\n\"1\n2\n3\n", "a,b\n\"\n\"\"\n\",1\n", "a\n\xff\xfe\n", "a;b\n\"1;2\";3\n", "a\tb\n1\t2\n", "\x1f\x8b\x08",
	} {
		f.Add([]byte(seed))
	}
	limits := Limits{Bytes: 1 << 16, Record: 1 << 10, Columns: 16, Items: 1, Events: 1}
	f.Fuzz(func(t *testing.T, text []byte) {
		table, err := newTable("f", bytes.NewReader(text), limits, how{})
		if err != nil {
			return
		}
		var rows [][]string
		row, last, damaged := &Row{}, 0, 0
		for {
			err := table.Next(row)
			var damage *RowError
			if errors.As(err, &damage) {
				damaged++
				continue
			}
			if err != nil {
				break
			}
			require.Greater(t, row.Line, last, "rows come in the order of the file")
			require.Len(t, row.Values, len(table.Columns()))
			last = row.Line
			var values []string
			for _, v := range row.Values {
				require.True(t, utf8.Valid(v))
				values = append(values, string(v))
			}
			rows = append(rows, values)
		}
		if text[0] == '{' || text[0] == 0x1f || !utf8.Valid(text) || len(text) > 1<<10 {
			return
		}
		oracle := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))))
		oracle.Comma = rune(table.rows.(*csvRows).comma[0])
		want, err := oracle.ReadAll()
		if err == nil {
			require.Zero(t, damaged)
			require.Equal(t, want[1:], append([][]string{}, rows...))
		}
	})
}
