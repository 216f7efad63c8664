package project

import (
	"bytes"
	"fmt"
	"net"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"privet/host/edge"
	"privet/host/edge/edgetest"
)

// deployed is a file of a project's folder deploy.
func deployed(t *testing.T, name string) string {
	t.Helper()
	contents, err := fill(&own)
	require.NoError(t, err)
	return string(contents["deploy/"+name])
}

// replaced replaces what must be there.
func replaced(t *testing.T, text, old, with string) string {
	t.Helper()
	require.Contains(t, text, old)
	return strings.ReplaceAll(text, old, with)
}

// needed finds a program; on CI it must be there.
func needed(t *testing.T, program string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	if err != nil && os.Getenv("CI") != "true" {
		t.Skipf("%s is not installed", program)
	}
	require.NoError(t, err)
	return path
}

// behind starts a web server with its settings before the edge, and requires the edge's answers from it.
func behind(t *testing.T, start func(dir, listen, edge string) *exec.Cmd) {
	t.Helper()
	site := edgetest.NewSite()
	server := httptest.NewServer(edge.Handler(site.Tree(t)))
	defer server.Close()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	address := listener.Addr().String()
	listener.Close()

	command := start(t.TempDir(), address, strings.TrimPrefix(server.URL, "http://"))
	var said bytes.Buffer
	command.Stdout, command.Stderr = &said, &said
	require.NoError(t, command.Start())
	ended := make(chan error, 1)
	go func() { ended <- command.Wait() }()
	defer func() {
		_ = command.Process.Signal(os.Interrupt)
		<-ended
	}()
	for connected := false; !connected; {
		select {
		case err := <-ended:
			ended <- err
			t.Fatalf("it ended: %v: %s", err, said.String())
		case <-time.After(20 * time.Millisecond):
		}
		connection, err := net.Dial("tcp", address)
		if connected = err == nil; connected {
			connection.Close()
		}
	}

	var table []edgetest.Exchange
	for _, e := range site.Exchanges(t) {
		// Web servers clean paths before they compare them, and answer for what is not below /privet/ themselves.
		if strings.HasPrefix(e.Path, "/privet/") && !strings.ContainsAny(strings.TrimPrefix(e.Path, "/privet/"), "/%\\") {
			table = append(table, e)
		}
	}
	require.Greater(t, len(table), 30)
	edgetest.Replay(t, address, table)
}

func TestNginx(t *testing.T) {
	nginx := needed(t, "nginx")
	behind(t, func(dir, listen, edge string) *exec.Cmd {
		site := replaced(t, deployed(t, "nginx.conf"), "listen 80;", "listen "+listen+";")
		site = replaced(t, site, "127.0.0.1:8787", edge)
		settings := filepath.Join(dir, "nginx.conf")
		require.NoError(t, os.WriteFile(settings, fmt.Appendf(nil,
			"pid %[1]s/pid; error_log stderr; daemon off; worker_processes 1;\nevents {}\nhttp { access_log %[1]s/access.log;\n%[2]s}\n", dir, site), 0o600))
		t.Cleanup(func() {
			log, err := os.ReadFile(filepath.Join(dir, "access.log"))
			require.NoError(t, err)
			require.Empty(t, log, "no request is written down")
		})
		return exec.Command(nginx, "-p", dir, "-e", "stderr", "-c", settings)
	})
}

func TestCaddy(t *testing.T) {
	caddy := needed(t, "caddy")
	behind(t, func(dir, listen, edge string) *exec.Cmd {
		site := replaced(t, deployed(t, "Caddyfile"), own.Slug()+".example {", "http://"+listen+" {\n\tbind 127.0.0.1")
		site = replaced(t, site, "127.0.0.1:8787", edge)
		settings := filepath.Join(dir, "Caddyfile")
		require.NoError(t, os.WriteFile(settings, []byte("{\n\tadmin off\n\tauto_https off\n}\n"+site), 0o600))
		command := exec.Command(caddy, "run", "--config", settings, "--adapter", "caddyfile")
		command.Env = append(os.Environ(), "HOME="+dir, "XDG_DATA_HOME="+dir, "XDG_CONFIG_HOME="+dir)
		return command
	})
}

func TestSystemd(t *testing.T) {
	analyze := needed(t, "systemd-analyze")
	// Its path need not be on this machine: any program that is will do.
	unit := replaced(t, deployed(t, "privet.service"), "/usr/local/bin/privet", "/bin/true")
	name := filepath.Join(t.TempDir(), "privet.service")
	require.NoError(t, os.WriteFile(name, []byte(unit), 0o600))
	said, err := exec.Command(analyze, "verify", "--recursive-errors=no", "--man=no", name).CombinedOutput()
	require.NoError(t, err, "%s", said)
	require.NotContains(t, string(said), "privet.service:", "it warns of nothing in the unit")
}
