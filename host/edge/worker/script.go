package main

import (
	"embed"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
)

//go:embed site
var site embed.FS

// writeScript writes what is the same for every shop: the guest, its glue, and how they are deployed.
func writeScript(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	if err := buildGuest(dir); err != nil {
		return err
	}
	names, err := fs.Glob(site, "site/*")
	if err != nil {
		return err
	}
	for _, name := range names {
		content, err := fs.ReadFile(site, name)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, path.Base(name)), content, 0o644); err != nil {
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
