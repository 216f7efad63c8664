// Command gen writes the Go and TypeScript ends of the ABI from their one
// description: the structs of engine/format and the operations of wasm/abi. It
// also writes what engine/purpose declares of purposes for the page.
// It runs in the directory of wasm/abi: go generate ./wasm/abi
package main

import (
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	if err := run(filepath.Join("..", "..")); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

// run writes the generated files below root, the module's directory.
func run(root string) error {
	files, err := generate(root)
	if err != nil {
		return err
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(root, name), content, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// generate returns the generated files by path relative to root.
func generate(root string) (map[string][]byte, error) {
	s, err := readSchema(filepath.Join(root, "engine", "format"))
	if err != nil {
		return nil, err
	}
	goCode, err := s.goCode()
	if err != nil {
		return nil, err
	}
	return map[string][]byte{
		"engine/format/messages_gen.go": goCode,
		"web/src/abi.gen.ts":            s.tsCode(),
		"web/src/purposes.gen.ts":       tsPurposes(),
		"web/src/shards/join.gen.ts":    tsJoin(),
	}, nil
}
