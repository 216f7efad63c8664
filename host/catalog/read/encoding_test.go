package read

import (
	"bufio"
	"bytes"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/unicode"
)

// utf16 writes text in UTF-16, with a byte order mark or without.
func utf16(t *testing.T, text string, order unicode.Endianness, mark unicode.BOMPolicy) string {
	encoded, err := unicode.UTF16(order, mark).NewEncoder().String(text)
	require.NoError(t, err)
	return encoded
}

func TestDecoded(t *testing.T) {
	const table = "a,b\ncafé €,2\n"
	for name, c := range map[string]struct{ text, encoding string }{
		"UTF-8":                      {table, ""},
		"UTF-8 with mark":            {"\xef\xbb\xbf" + table, ""},
		"UTF-16 little with mark":    {utf16(t, table, unicode.LittleEndian, unicode.UseBOM), ""},
		"UTF-16 big with mark":       {utf16(t, table, unicode.BigEndian, unicode.UseBOM), ""},
		"UTF-16 by the mapping":      {utf16(t, table, unicode.LittleEndian, unicode.IgnoreBOM), "utf-16le"},
		"Windows-1252 seen":          {"a,b\ncaf\xe9 \x80,2\n", ""},
		"ISO 8859-15 by the mapping": {"a,b\ncaf\xe9 \xa4,2\n", "iso-8859-15"},
		"UTF-8 by the mapping":       {table, "utf-8"},
		"mixed ends":                 {"a,b\rcafé €,2\r\n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := newTable("f", strings.NewReader(c.text), small, how{encoding: c.encoding})
			require.NoError(t, err)
			rows, err := drain(got)
			require.NoError(t, err)
			require.Equal(t, []string{"2: café €|2"}, rows)
			require.Equal(t, []string{"a", "b"}, got.Columns())
			require.Equal(t, name == "Windows-1252 seen", got.recoded() == 1, "a guess is counted")
		})
	}
}

func TestDecoded_refuses(t *testing.T) {
	_, err := newTable("f", strings.NewReader(utf16(t, "a,b\n", unicode.LittleEndian, unicode.IgnoreBOM)), small, how{})
	require.EqualError(t, err, "f: it has zero bytes and no byte order mark: if it is UTF-16, give encoding: utf-16le in a mapping")
	_, err = newTable("f", strings.NewReader("a"), small, how{encoding: "klingon"})
	require.EqualError(t, err, `f: there is no encoding "klingon": windows-1252, iso-8859-2, utf-16le and shift_jis are some`)
	_, err = ParseMapping([]byte("items: {id: a}\nencoding: klingon\n"))
	require.EqualError(t, err, `there is no encoding "klingon": windows-1252, iso-8859-2, utf-16le and shift_jis are some`)

	table, err := newTable("f", strings.NewReader("a\nok\n\xff\n"), small, how{encoding: "utf-8"})
	require.NoError(t, err)
	rows, err := drain(table)
	require.NoError(t, err)
	require.Equal(t, []string{"2: ok", "f:3: not UTF-8, as encoding says it is"}, rows)
}

// A file that says it is UTF-8 and is not reads as nothing else.
func TestRead_encoding(t *testing.T) {
	files(t, map[string]string{"items.csv": "id,title\na,\xce\xb1\xcf\x89\nb,\xe1\n"})
	d, report, err := reading(t, "encoding: windows-1253\nitems: {id: id, title: title}\n")
	require.NoError(t, err)
	require.Equal(t, "α", d.Items[1].Title, "as Greek Windows has it")
	require.Empty(t, report.Items.Warnings)
}

// Line ends come out the same, however the stream is cut.
func FuzzNewlines(f *testing.F) {
	f.Add("a\rb\r\nc\n\r\n\r")
	f.Fuzz(func(t *testing.T, text string) {
		for _, in := range []io.Reader{strings.NewReader(text), iotest.HalfReader(strings.NewReader(text)), iotest.DataErrReader(strings.NewReader(text)), iotest.OneByteReader(strings.NewReader(text))} {
			got, err := io.ReadAll(bufio.NewReaderSize(&newlines{in: in}, 16))
			require.NoError(t, err)
			want := bytes.ReplaceAll([]byte(text), []byte("\r\n"), []byte("\n"))
			want = bytes.ReplaceAll(want, []byte("\r"), []byte("\n"))
			require.Equal(t, string(want), strings.ReplaceAll(string(got), "\r\n", "\n"))
		}
	})
}
