package main

import (
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// printSize tells what Cloudflare counts: the guest, which is all but a few kB of the worker, as it is and in gzip. With a
// file it appends the same as JSON objects.
func printSize(out io.Writer, dir, jsonFile string) error {
	guest, err := os.ReadFile(filepath.Join(dir, "guest.wasm"))
	if err != nil {
		return err
	}
	zipped := counter(0)
	w := gzip.NewWriter(&zipped)
	_, _ = w.Write(guest)
	_ = w.Close()
	fmt.Fprintf(out, "%s: guest.wasm has %d bytes, %d in gzip\n", dir, len(guest), zipped)
	if jsonFile == "" {
		return nil
	}
	log, err := os.OpenFile(jsonFile, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	defer log.Close()
	lines := json.NewEncoder(log)
	for _, size := range []struct {
		Name  string `json:"name"`
		Value int    `json:"value"`
		Unit  string `json:"unit"`
	}{
		{"size/worker-guest", len(guest), "bytes"},
		{"size/worker-guest-gzip", int(zipped), "bytes"},
	} {
		if err := lines.Encode(size); err != nil {
			return err
		}
	}
	return nil
}

// A counter is a writer that keeps only how much was written.
type counter int

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}
