package read

import (
	"bytes"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"hash"
	"io"
	"regexp"
	"slices"
)

// logRows reads a web server's access log in the combined format, which Apache
// documents (httpd.apache.org/docs/2.4/logs.html) and nginx writes by default
// (nginx.org/en/docs/http/ngx_http_log_module.html). A host before the address, as in
// vhost_combined, and fields after the agent are passed over.
//
// A visitor is a code of the address and the agent under a key that is drawn for this
// reading, is held in memory alone, and is gone with the process. No column has the address.
type logRows struct {
	*lines
	code hash.Hash
	sum  []byte
}

var combined = regexp.MustCompile(`^(?:\S+:\d+ )?(\S+) \S+ .*?\[([^\]]{1,40})\] "((?:[^"\\]|\\.)*)" (\d{3}) (?:\d+|-) "(?:[^"\\]|\\.)*" "((?:[^"\\]|\\.)*)"`)

// isLog tells whether one of the first lines is one of a log: the very first may be damaged.
func isLog(head []byte) bool {
	lines := bytes.SplitN(head, []byte("\n"), 6)
	return slices.ContainsFunc(lines[:min(len(lines), 5)], combined.Match)
}

func newLog(l *lines) (*Table, error) {
	key := make([]byte, 32)
	if _, err := rand.Read(key); err != nil {
		return nil, fmt.Errorf("no key can be drawn for visitors: %w", err)
	}
	return &Table{
		rows:    &logRows{lines: l, code: hmac.New(sha256.New, key)},
		columns: []string{"visitor", "time", "method", "path", "status", "agent", "device"},
	}, nil
}

func (r *logRows) next(row *Row) error {
	text, line, err := r.lines.next()
	for err == nil && len(text) == 0 {
		text, line, err = r.lines.next()
	}
	if err != nil {
		return err
	}
	parts := combined.FindSubmatch(text)
	if parts == nil {
		return r.damaged(line, "", `not in the combined log format (address - user [time] "request" status bytes "referrer" "agent")`)
	}
	address, at, request, status, agent := parts[1], parts[2], parts[3], parts[4], parts[5]
	method, rest, _ := bytes.Cut(request, []byte(" "))
	path, _, _ := bytes.Cut(rest, []byte(" "))
	row.Line = line
	row.Values = append(row.Values[:0], r.visitor(address, agent), at, method, path, status, agent, []byte(deviceOf(agent)))
	return nil
}

// visitor returns a code for an address and an agent.
func (r *logRows) visitor(address, agent []byte) []byte {
	r.code.Reset()
	r.code.Write(address)
	io.WriteString(r.code, "\n") // neither has one
	r.code.Write(agent)
	r.sum = r.code.Sum(r.sum[:0])
	return fmt.Appendf(nil, "%x", r.sum[:16])
}

var tablets = regexp.MustCompile(`(?i)ipad|tablet|kindle|silk/|playbook`)

// deviceOf returns a device as the page names it.
func deviceOf(agent []byte) string {
	mobile := bytes.Contains(agent, []byte("Mobi"))
	switch {
	case tablets.Match(agent), bytes.Contains(agent, []byte("Android")) && !mobile:
		return "tablet"
	case mobile:
		return "phone"
	}
	return "desktop"
}
