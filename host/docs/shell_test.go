package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
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

// program builds privet with the worker's script beside it, and returns a folder for PATH in which it has a port of its own
// wherever it serves, and in which npm installs what the project has.
func program(t *testing.T) (bin string) {
	t.Helper()
	dir := t.TempDir()
	for _, args := range [][]string{
		{"build", "-o", filepath.Join(dir, "privet"), "../privet"},
		{"run", "../edge/worker", "--out", filepath.Join(dir, "worker")},
	} {
		output, err := exec.Command("go", args...).CombinedOutput()
		require.NoError(t, err, "%s", output)
	}
	modules, err := filepath.Abs("../../web/node_modules")
	require.NoError(t, err)
	require.DirExists(t, modules, "run npm ci in web")
	bin = filepath.Join(dir, "bin")
	require.NoError(t, os.Mkdir(bin, 0o755))
	for name, script := range map[string]string{
		"privet": fmt.Sprintf("case $1 in serve | dev) set -- \"$@\" --addr 127.0.0.1:0 ;; esac\nexec '%s/privet' \"$@\"\n", dir),
		"npm":    fmt.Sprintf("[ \"$*\" = install ] && ln -s '%s' node_modules\n", modules),
	} {
		require.NoError(t, os.WriteFile(filepath.Join(bin, name), []byte("#!/bin/sh\n"+script), 0o755))
	}
	return bin + ":" + filepath.Join(modules, ".bin")
}

// A shell runs the commands of a page, one after another.
type shell struct {
	in  io.Writer
	out *bufio.Reader
}

// done is what the shell says after a command, with its exit code.
const done = "-- done:"

// newShell starts a shell in a folder, with nothing of whoever runs the test but programs.
func newShell(t *testing.T, dir, bin string) *shell {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 90*time.Second)
	bash := exec.CommandContext(ctx, "bash", "--noprofile", "--norc")
	bash.Dir = dir
	bash.Env = []string{"PATH=" + bin + ":" + os.Getenv("PATH"), "HOME=" + t.TempDir(), "LC_ALL=C.UTF-8", "NO_COLOR=1",
		"CI=1", "CLOUDFLARE_CF_FETCH_ENABLED=false", "WRANGLER_SEND_METRICS=false"}
	bash.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	bash.Cancel = func() error { return syscall.Kill(-bash.Process.Pid, syscall.SIGKILL) }
	in, err := bash.StdinPipe()
	require.NoError(t, err)
	out, err := bash.StdoutPipe()
	require.NoError(t, err)
	bash.Stderr = bash.Stdout
	require.NoError(t, bash.Start())
	t.Cleanup(func() {
		cancel()
		_ = bash.Wait() // it was killed
	})
	return &shell{in, bufio.NewReader(out)}
}

var address = regexp.MustCompile(`127\.0\.0\.1:\d+`)

// line is the next line that the shell says; ports are that of the documentation.
func (s *shell) line(t *testing.T, command, said string) string {
	t.Helper()
	line, err := s.out.ReadString('\n')
	require.NoError(t, err, "%s\ndid not end in time, or ended the shell; it says\n%s", command, said)
	return address.ReplaceAllString(strings.TrimRight(line, "\n"), "127.0.0.1:8787")
}

// run does what a console block shows, and requires that it says what is shown, where something is. After ^C a command is ended
// as soon as it has said all of that; by SIGTERM, as jobs of a shell that no terminal has do not hear the other signal.
func (s *shell) run(t *testing.T, block string) {
	t.Helper()
	for step := range strings.SplitSeq(strings.TrimPrefix(block, "$ "), "\n$ ") {
		command, shown, _ := strings.Cut(step, "\n")
		for strings.HasSuffix(command, "\\") {
			more, rest, _ := strings.Cut(shown, "\n")
			command, shown = command+"\n"+more, rest
		}
		shown, interrupted := strings.CutSuffix(strings.TrimRight(shown, "\n"), "^C")
		shown = strings.TrimRight(shown, "\n")
		if interrupted {
			fmt.Fprintf(s.in, "%s &\n", command)
		} else {
			fmt.Fprintf(s.in, "%s\ncode=$?; echo; echo '%s' $code\n", command, done)
		}
		said, code := "", ""
		for code == "" {
			if interrupted && looksLike(shown).MatchString(said) {
				interrupted = false
				fmt.Fprintf(s.in, "kill $!; wait $!; code=$?; echo; echo '%s' $code\n", done)
			}
			line := s.line(t, command, said)
			if after, ok := strings.CutPrefix(line, done+" "); ok {
				code = after
				continue
			}
			said += line + "\n"
		}
		require.Equal(t, "0", code, "%s\nends with that code, and says\n%s", command, said)
		if shown != "" {
			require.Regexp(t, looksLike(shown), said, command)
		}
	}
}

// looksLike matches what is shown, line by line: three dots stand for any lines, and … for anything in a line.
func looksLike(shown string) *regexp.Regexp {
	var all strings.Builder
	for line := range strings.SplitSeq(shown, "\n") {
		if line == "..." {
			all.WriteString(`(?:.*\n)*`)
		} else {
			all.WriteString(strings.ReplaceAll(regexp.QuoteMeta(line), "…", ".*") + `\n`)
		}
	}
	return regexp.MustCompile(`^\s*` + all.String() + `\s*$`)
}
