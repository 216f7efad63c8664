package read

import (
	"fmt"
	"io"

	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

// The header of a page is this long at most, but for one with long texts in its statistics.
const (
	usualPageHeader = 64 << 10
	maxPageHeader   = 64 << 20
)

// checkPages refuses a column whose pages announce more than the file's end says of the
// column: the library would make room for it.
func checkPages(in io.ReaderAt, chunk *format.ColumnMetaData) error {
	at := chunk.DataPageOffset
	if chunk.DictionaryPageOffset != 0 {
		at = chunk.DictionaryPageOffset
	}
	end, values := at+chunk.TotalCompressedSize, int64(0)
	for at < end {
		page, length, err := readPageHeader(in, at, end)
		if err != nil {
			return fmt.Errorf("a page at byte %d: %w", at, err)
		}
		at += int64(length) + int64(page.CompressedPageSize)
		n := page.DataPageHeader.V.NumValues + page.DataPageHeaderV2.V.NumValues
		values += int64(n)
		switch size := int64(page.UncompressedPageSize); {
		case page.CompressedPageSize < 0 || at > end:
			return fmt.Errorf("its pages announce more than the %d bytes that it has", chunk.TotalCompressedSize)
		case size > chunk.TotalUncompressedSize:
			return fmt.Errorf("a page announces %d bytes, and all of it has %d", size, chunk.TotalUncompressedSize)
		case n < 0 || values > chunk.NumValues:
			return fmt.Errorf("its pages announce more than the %d values that it has", chunk.NumValues)
		case int64(page.DictionaryPageHeader.V.NumValues) > size:
			return fmt.Errorf("a dictionary announces %d values in %d bytes", page.DictionaryPageHeader.V.NumValues, size)
		}
	}
	return nil
}

// readPageHeader reads the header that begins at a byte, and says how long it is.
func readPageHeader(in io.ReaderAt, at, end int64) (page format.PageHeader, length int, err error) {
	for size := int64(usualPageHeader); ; size *= 32 {
		start := make([]byte, min(size, end-at))
		if _, err := in.ReadAt(start, at); err != nil && err != io.EOF {
			return page, 0, err
		}
		r := new(thrift.CompactProtocol).NewReaderFromBytes(start)
		page = format.PageHeader{}
		err := thrift.NewDecoder(r).Decode(&page)
		if err == nil || size >= min(maxPageHeader, end-at) {
			return page, r.BytesRead(), err
		}
	}
}
