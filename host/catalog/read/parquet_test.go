package read

import (
	"bytes"
	"encoding/binary"
	"errors"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/deprecated"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	parquetformat "github.com/parquet-go/parquet-go/format"
	"github.com/stretchr/testify/require"

	"privet/engine/format"
	"privet/host/catalog/dataset"
)

// parquetItem is an item as pandas, Spark or BigQuery would store it.
type parquetItem struct {
	ID       string    `parquet:"id,dict"`
	Title    *string   `parquet:"title,optional"`
	Price    int64     `parquet:"price,decimal(2:10)"`
	Tags     []string  `parquet:"tags,list"`
	From     time.Time `parquet:"available_from,timestamp(microsecond)"`
	Stock    uint32    `parquet:"stock,optional"`
	Category string    `parquet:"category,zstd"`
}

type parquetEvent struct {
	Visitor int64            `parquet:"visitor"`
	Item    string           `parquet:"item,snappy"`
	Kind    string           `parquet:"kind,enum"`
	Time    deprecated.Int96 `parquet:"time"`
}

// parquetOf stores rows, so many to a group.
func parquetOf[T any](t require.TestingT, rows []T, perGroup int) []byte {
	var b bytes.Buffer
	w := parquet.NewGenericWriter[T](&b)
	for len(rows) > 0 {
		n := min(perGroup, len(rows))
		_, err := w.Write(rows[:n])
		require.NoError(t, err)
		require.NoError(t, w.Flush())
		rows = rows[n:]
	}
	require.NoError(t, w.Close())
	return b.Bytes()
}

func TestParquet(t *testing.T) {
	lantern := "Red Lantern"
	at := time.Date(2026, 1, 5, 9, 12, 13, 0, time.UTC)
	julian := func(t time.Time) deprecated.Int96 {
		nanoseconds := uint64(t.Unix() % (24 * 60 * 60) * 1e9)
		return deprecated.Int96{uint32(nanoseconds), uint32(nanoseconds >> 32), uint32(t.Unix()/(24*60*60) + 2440588)}
	}
	files(t, map[string]string{
		"items.csv": string(parquetOf(t, []parquetItem{ // names say nothing
			{"a", &lantern, 1990, []string{"iron", "handmade"}, at, 4000000000, "Lanterns"},
			{"b", nil, 5, nil, at, 0, ""},
			{"c", &lantern, 100000, []string{"x"}, at, 0, "Lanterns"},
		}, 2)),
		"events.csv": string(parquetOf(t, []parquetEvent{{7, "a", "buy", julian(at)}, {-8, "b", "view", julian(at.Add(time.Hour))}, {7, "gone", "view", julian(at)}}, 1)),
	})
	d, report, err := reading(t, "")
	require.NoError(t, err)
	require.Equal(t, []dataset.Item{
		{ID: "a", Title: lantern, Price: 19.9, Tags: []string{"iron", "handmade"}, From: at.Unix(), Stock: dataset.InStock, Category: "Lanterns", Line: 1},
		{ID: "b", Price: 0.05, From: at.Unix(), Line: 2},
		{ID: "c", Title: lantern, Price: 1000, Tags: []string{"x"}, From: at.Unix(), Category: "Lanterns", Line: 3},
	}, d.Items)
	require.Equal(t, []did{{0, 0, "a", format.Buy, at.Unix(), ""}, {1, 1, "b", format.View, at.Unix() + 3600, ""}}, whatTheyDid(d))
	require.Equal(t, "own", report.Items.Format)
}

func TestParquet_rows(t *testing.T) {
	for _, c := range []struct {
		rows []byte
		want []string
	}{
		{parquetOf(t, []struct {
			A float64  `parquet:"a"`
			B float32  `parquet:"b"`
			C bool     `parquet:"c"`
			D int32    `parquet:"d,date"`
			E [16]byte `parquet:"e,uuid"`
			F struct{ G []string }
		}{{1.1, 0.1, true, 20458, [16]byte{1, 15: 255}, struct{ G []string }{[]string{"x", "", "y"}}}}, 9),
			[]string{"1: 1.1|0.1|true|2026-01-05|01000000-0000-0000-0000-0000000000ff|x||y"}},
		{parquetOf(t, []struct {
			A [2]byte `parquet:"a,decimal(1:4)"`
		}{{[2]byte{0xff, 0xfe}}, {[2]byte{0, 15}}}, 9), []string{"1: -0.2", "2: 1.5"}},
		{parquetOf(t, []struct{ A string }{{"\xff"}, {strings.Repeat("x", small.Record+1)}, {"ok"}}, 9),
			[]string{"f:1: A: not UTF-8", "f:2: the row is longer than 64 bytes", "3: ok"}},
	} {
		table, err := newParquet("f", bytes.NewReader(c.rows), int64(len(c.rows)), small, nil)
		require.NoError(t, err)
		got, err := drain(table)
		require.NoError(t, err)
		require.Equal(t, c.want, got)
	}
}

func TestParquet_cut(t *testing.T) {
	whole := parquetOf(t, []parquetEvent{{1, "a", "buy", deprecated.Int96{}}}, 1)
	_, err := newParquet("f", bytes.NewReader(whole[:len(whole)-5]), int64(len(whole)-5), DefaultLimits, nil)
	require.ErrorContains(t, err, "f: no whole Parquet file: ")
	limits := DefaultLimits
	limits.Bytes = 3
	_, err = newParquet("f", bytes.NewReader(whole), int64(len(whole)), limits, nil)
	require.EqualError(t, err, "f: the file holds more than 3 bytes: split it, or read less of it")
}

// A page that was damaged may announce any size; room is made for none that the column has not.
func TestParquet_pagesThatAnnounceTooMuch(t *testing.T) {
	type row struct {
		A string `parquet:"a,zstd"`
	}
	const size = 3 << 20
	whole := parquetOf(t, []row{{strings.Repeat("x", size)}}, 1)
	f, err := parquet.OpenFile(bytes.NewReader(whole), int64(len(whole)))
	require.NoError(t, err)
	begin := f.Metadata().RowGroups[0].Columns[0].MetaData.DataPageOffset
	r := new(thrift.CompactProtocol).NewReaderFromBytes(whole[begin:])
	var page parquetformat.PageHeader
	require.NoError(t, thrift.NewDecoder(r).Decode(&page))
	for name, c := range map[string]struct {
		from, to int32
		want     string
	}{
		"uncompressed": {page.UncompressedPageSize, 1<<27 - 1, "column a: a page announces 134217727 bytes, and all of it has "},
		"compressed":   {page.CompressedPageSize, 1<<13 - 1, "column a: its pages announce more than the "},
	} {
		from, to := binary.AppendVarint(nil, int64(c.from)), binary.AppendVarint(nil, int64(c.to)) // as Thrift's compact protocol has integers
		require.Len(t, to, len(from), name)
		damaged := slices.Clone(whole)
		at := begin + int64(bytes.Index(whole[begin:], from))
		copy(damaged[at:], to)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		table, err := newParquet("f", bytes.NewReader(damaged), int64(len(damaged)), DefaultLimits, nil)
		if err == nil {
			_, err = drain(table)
		}
		runtime.ReadMemStats(&after)
		require.ErrorContains(t, err, "f: no whole Parquet file: "+c.want, name)
		require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(32<<20), name)
	}
}

func FuzzParquet(f *testing.F) {
	f.Add(parquetOf(f, []parquetItem{{ID: "a", Tags: []string{"x", "y"}}, {ID: "b"}}, 1))
	f.Add(parquetOf(f, []parquetEvent{{7, "a", "buy", deprecated.Int96{1, 2, 3}}}, 1))
	f.Add([]byte("PAR1PAR1"))
	limits := Limits{Bytes: 1 << 16, Record: 1 << 10, Columns: 64, Items: 9, Events: 99}
	f.Fuzz(func(t *testing.T, file []byte) {
		table, err := newParquet("f", bytes.NewReader(file), int64(len(file)), limits, nil)
		if err != nil {
			return
		}
		row := &Row{}
		for n := 0; n < 1000 && (err == nil || errors.As(err, new(*RowError))); n++ {
			if err = table.Next(row); err == nil {
				require.Len(t, row.Values, len(table.Columns()))
			}
		}
	})
}
