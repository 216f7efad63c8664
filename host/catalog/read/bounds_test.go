package read

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// streams are files of a million rows and more, in the formats that are read row by row:
// what comes first, a row, and what comes last. %s is in the row's text.
var streams = []struct {
	name, first, row, last string
	items                  bool
}{
	{"csv", "id,title\n", "a,%s\n", "", true},
	{"jsonl", "", `{"id":"a","title":"%s"}` + "\n", "", true},
	{"json list", "[\n", `{"id":"a","title":"%s"},` + "\n", `{"id":"z","title":"%s"}]`, true},
	{"merchant", "<rss xmlns:g='http://base.google.com/ns/1.0'><channel>\n", "<item><g:id>a</g:id><g:link>/a</g:link><g:price>5 EUR</g:price><g:availability>in_stock</g:availability><g:title>%s</g:title></item>\n", "</channel></rss>", true},
	{"ga4", "", `{"event_name":"view_item","event_timestamp":"1767604333000123","user_pseudo_id":"%s","items":[{"item_id":"a"}]}` + "\n", "", false},
	{"segment", "", `{"type":"track","event":"Product Viewed","timestamp":"2026-01-05T09:12:13Z","anonymousId":"%s","properties":{"sku":"a"}}` + "\n", "", false},
	{"matomo", "[\n", `{"idVisit":"1","visitorId":"%s","actionDetails":[{"type":"action","productViewSku":"a","timestamp":1767604333}]},` + "\n", `{"idVisit":"2","visitorId":"%s","actionDetails":[]}]`, false},
	{"log", "", `203.0.113.7 - - [05/Jan/2026:19:12:09 +0100] "GET /a HTTP/1.1" 200 5120 "-" "%s"` + "\n", "", false},
}

// stream returns a file of so many short rows before one of a long text, and one after it.
func stream(first, row, last string, rows, long int) io.Reader {
	short := strings.ReplaceAll(row, "%s", "x")
	begin, end, _ := strings.Cut(row, "%s")
	return io.MultiReader(
		strings.NewReader(first), &repeated{text: []byte(short), left: rows},
		strings.NewReader(begin), &repeated{text: []byte(strings.Repeat("y", 1<<10)), left: long >> 10}, strings.NewReader(end),
		strings.NewReader(short), strings.NewReader(strings.ReplaceAll(last, "%s", "x")),
	)
}

// A row of 10 MB is set aside with its line and the limit, and costs no more memory than
// the limit, wherever it stands; the rows around it are read.
func TestLongRows(t *testing.T) {
	const rows, long = 1000, 10 << 20
	for _, s := range streams {
		t.Run(s.name, func(t *testing.T) {
			table, err := newTable("f", stream(s.first, s.row, s.last, rows, long), DefaultLimits, how{})
			require.NoError(t, err)
			f, err := table.recognise("f", s.items)
			require.NoError(t, err)
			m, err := f.mapping(table)
			require.NoError(t, err)
			require.NoError(t, table.shape("f", m, s.items))
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			got, err := drain(table)
			runtime.ReadMemStats(&after)
			require.NoError(t, err)
			line := rows + 1 + strings.Count(s.first, "\n")
			require.Regexp(t, fmt.Sprintf(`^f:%d: the (line|record) is longer than %d bytes$`, line, DefaultLimits.Record), got[rows])
			require.Regexp(t, fmt.Sprintf("^%d: ", line+1), got[rows+1])
			require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(10*DefaultLimits.Record), "all that was ever allocated")
		})
	}
}

// A gzip that is cut says at which row, in every format.
func TestCutGzip(t *testing.T) {
	for _, s := range streams {
		t.Run(s.name, func(t *testing.T) {
			text, err := io.ReadAll(stream(s.first, s.row, s.last, 9000, 0))
			require.NoError(t, err)
			whole := zipped(t, string(text))
			table, err := newTable("f", bytes.NewReader(whole[:len(whole)/2]), DefaultLimits, how{})
			require.NoError(t, err)
			_, err = drain(table)
			require.ErrorContains(t, err, "cannot read on (unexpected EOF): is the file whole?")
			require.Regexp(t, `^f:[1-9]\d{2,3}: `, err.Error(), "at one of some thousand lines")
		})
	}
}

// Every sample that a gzip may hold is told by its content all the same.
func TestSamples_zipped(t *testing.T) {
	samples, err := filepath.Glob("testdata/*.*")
	require.NoError(t, err)
	require.Greater(t, len(samples), 10)
	for _, name := range samples {
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		plain, err := newTable("f", bytes.NewReader(text), DefaultLimits, how{})
		if strings.HasSuffix(name, ".md") {
			continue
		}
		require.NoError(t, err, name)
		packed, err := newTable("f", bytes.NewReader(zipped(t, string(text))), DefaultLimits, how{})
		require.NoError(t, err, name)
		require.Equal(t, plain.kind, packed.kind, name)
		require.Equal(t, plain.columns, packed.columns, name)
	}
}
