package read

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func zipped(t require.TestingT, text string) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, err := z.Write([]byte(text))
	require.NoError(t, err)
	require.NoError(t, z.Close())
	return b.Bytes()
}

func TestOpen_gzipByContent(t *testing.T) {
	name := filepath.Join(t.TempDir(), "items.csv") // the name says nothing of gzip
	content := zipped(t, "a,b\n1,2\n")
	require.NoError(t, os.WriteFile(name, content, 0o644))
	var told []int64
	table, err := Open(name, DefaultLimits, func(done, size int64) { told = append(told, done, size) })
	require.NoError(t, err)
	got, err := drain(table)
	require.NoError(t, err)
	require.Equal(t, []string{"2: 1|2"}, got)
	require.NoError(t, table.Close())
	require.Equal(t, []int64{int64(len(content)), int64(len(content))}, told[:2])
}

func TestOpen_gzipDamaged(t *testing.T) {
	whole := zipped(t, "a,b\n"+strings.Repeat("1,2\n", 9999))
	_, err := newTable("f", bytes.NewReader(whole[:5]), DefaultLimits, how{})
	require.EqualError(t, err, "f: not a whole gzip file (unexpected EOF): compress it again")

	table, err := newTable("f", bytes.NewReader(whole[:len(whole)-9]), DefaultLimits, how{})
	require.NoError(t, err)
	_, err = drain(table)
	require.ErrorContains(t, err, "cannot read on (unexpected EOF): is the file whole?")
	require.Regexp(t, `^f:\d+: `, err.Error())
}

func TestOpen_bomb(t *testing.T) {
	limits := small
	limits.Bytes = 1000
	for name, text := range map[string]string{
		"many lines": "a\n" + strings.Repeat("1\n", 9999),
		"one line":   "a\n" + strings.Repeat("1", 1<<20),
	} {
		t.Run(name, func(t *testing.T) {
			table, err := newTable("f", bytes.NewReader(zipped(t, text)), limits, how{})
			require.NoError(t, err)
			_, err = drain(table)
			require.ErrorContains(t, err, "the file holds more than 1000 bytes: split it, or read less of it")
		})
	}
}

func TestOpen_missing(t *testing.T) {
	_, err := Open(filepath.Join(t.TempDir(), "none.csv"), DefaultLimits, nil)
	require.ErrorIs(t, err, os.ErrNotExist)
}
