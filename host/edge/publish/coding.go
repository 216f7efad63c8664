package publish

import (
	"bytes"
	"io"
	"sync"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"

	"privet/host/edge"
)

// compressed is a file in all codings, at their highest levels: meant for what is small and served often.
func compressed(name string, plain []byte) edge.File {
	return edge.NewFile(name, plain, shorter(toBrotli(plain), plain), shorter(toGzip(plain), plain))
}

// own are this program's own files by name and content: they stay as they are for as long as it runs, however often a
// build is read anew, and to compress them takes seconds.
var own sync.Map

func compressedOnce(name string, plain []byte) edge.File {
	key := name + edge.HashName(plain)
	if known, ok := own.Load(key); ok {
		return known.(edge.File)
	}
	file := compressed(name, plain)
	own.Store(key, file)
	return file
}

// shorter is the coded content, or nil where it saves nothing.
func shorter(coded, plain []byte) []byte {
	if len(coded) >= len(plain) {
		return nil
	}
	return coded
}

func toBrotli(plain []byte) []byte {
	var coded bytes.Buffer
	// Neither writer can fail: a bytes.Buffer takes everything.
	w := brotli.NewWriterLevel(&coded, brotli.BestCompression)
	_, _ = w.Write(plain)
	_ = w.Close()
	return coded.Bytes()
}

func toGzip(plain []byte) []byte {
	var coded bytes.Buffer
	w, _ := gzip.NewWriterLevel(&coded, gzip.BestCompression) // fails for a level that does not exist
	_, _ = w.Write(plain)
	_ = w.Close()
	return coded.Bytes()
}

// The decoders stop one byte after the length that is expected, so that no small file can fill the memory.

func fromBrotli(coded []byte, length int) ([]byte, error) {
	return io.ReadAll(io.LimitReader(brotli.NewReader(bytes.NewReader(coded)), int64(length)+1))
}

func fromGzip(coded []byte, length int) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(coded))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(io.LimitReader(r, int64(length)+1))
}
