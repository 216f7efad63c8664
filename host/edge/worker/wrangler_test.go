package main

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A wrangler is a command of that tool, to be run in a directory.
type wrangler func(dir string, arguments ...string) *exec.Cmd

// recentNode matches the versions of Node that wrangler runs on.
var recentNode = regexp.MustCompile(`^v(22\.(1[2-9]|[2-9]\d)|2[3-9]|[3-9]\d)\.`)

// findWrangler finds the tool and a Node that runs it among the project's npm packages. Without them the test is skipped.
func findWrangler(t testing.TB) wrangler {
	t.Helper()
	modules, err := filepath.Abs("../../../web/node_modules")
	require.NoError(t, err)
	script := filepath.Join(modules, "wrangler", "bin", "wrangler.js")
	if _, err := os.Stat(script); err != nil {
		t.Skip("wrangler is not installed: run npm ci in web")
	}
	var node string
	for _, candidate := range []string{filepath.Join(modules, ".bin", "node"), "node"} {
		version, err := exec.Command(candidate, "--version").Output()
		if err == nil && recentNode.Match(version) {
			node = candidate
			break
		}
	}
	if node == "" {
		t.Skip("wrangler needs Node 22.12 or newer, and neither web/node_modules nor PATH has one")
	}
	return func(dir string, arguments ...string) *exec.Cmd {
		command := exec.Command(node, append([]string{script}, arguments...)...)
		command.Dir = dir
		// Nothing is asked of the network, and nothing of whoever runs the test.
		command.Env = append(os.Environ(), "CLOUDFLARE_CF_FETCH_ENABLED=false", "WRANGLER_SEND_METRICS=false", "CI=1", "NO_COLOR=1")
		return command
	}
}

// start runs `wrangler dev` until the test ends, and returns the address on which it answers.
func start(t testing.TB, wrangler wrangler, dir string) string {
	t.Helper()
	dev := wrangler(dir, "dev", "counted.mjs", "--ip", "127.0.0.1", "--port", "0", "--inspector-port", "0",
		"--show-interactive-dev-session=false")
	output, err := dev.StdoutPipe()
	require.NoError(t, err)
	dev.Stderr = dev.Stdout
	dev.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // workerd is a child of its own
	require.NoError(t, dev.Start())
	t.Cleanup(func() {
		_ = syscall.Kill(-dev.Process.Pid, syscall.SIGTERM)
		_ = dev.Wait()
	})

	ready := make(chan string, 1)
	said := make(chan string, 1)
	go func() {
		var all strings.Builder
		for lines := bufio.NewScanner(output); lines.Scan(); {
			all.WriteString(lines.Text() + "\n")
			if _, address, found := strings.Cut(lines.Text(), "Ready on http://"); found {
				ready <- strings.TrimSpace(address)
			}
		}
		said <- all.String()
	}()
	select {
	case address := <-ready:
		return address
	case all := <-said:
		require.Fail(t, "wrangler dev ended", all)
	case <-time.After(time.Minute):
		require.Fail(t, "wrangler dev was not ready within a minute")
	}
	return ""
}
