package main

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"privet/host/edge"
	"privet/host/edge/publish"
)

//go:embed site
var site embed.FS

// bundle writes into dir all that `wrangler deploy` needs, in the place of an older bundle there.
func bundle(dir string, tree edge.Tree) error {
	if err := writeScript(dir); err != nil {
		return err
	}
	return writeShop(dir, tree)
}

// writeScript writes what is the same for every shop: the guest, its glue, and how they are deployed.
func writeScript(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	if err := buildGuest(dir); err != nil {
		return err
	}
	for _, name := range []string{"worker.mjs", "instance.mjs", "wrangler.jsonc"} {
		content, err := fs.ReadFile(site, "site/"+name)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// writeShop writes the manifest as a part of the worker, and every other file of the tree as a static asset.
func writeShop(dir string, tree edge.Tree) error {
	manifest := tree[publish.Manifest]
	assets := edge.Tree{}
	for name, file := range tree {
		if name != publish.Manifest {
			// The platform codes what it sends by itself, and would offer a coded file under its own address.
			assets.Add(edge.File{Name: name, Plain: file.Plain})
		}
	}
	if err := publish.Write(filepath.Join(dir, "assets"), assets); err != nil {
		return err
	}
	names, err := json.Marshal(slices.Sorted(maps.Keys(assets)))
	if err != nil {
		return err
	}
	for name, content := range map[string][]byte{
		"assets.json":     names,
		"manifest.bin":    manifest.Plain,
		"manifest.br.bin": manifest.Brotli,
		"manifest.gz.bin": manifest.Gzip,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// buildGuest compiles the Go half and copies the glue that belongs to that very compiler.
func buildGuest(dir string) error {
	out, err := filepath.Abs(filepath.Join(dir, "guest.wasm"))
	if err != nil {
		return err
	}
	build := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w -buildid=", "-o", out, "privet/host/edge/worker/guest")
	build.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "CGO_ENABLED=0")
	if output, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("build the worker's guest (run this inside the project): %w\n%s", err, output)
	}
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return fmt.Errorf("go env GOROOT: %w", err)
	}
	glue, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(root)), "lib", "wasm", "wasm_exec.js"))
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "wasm_exec.js"), glue, 0o644)
}
