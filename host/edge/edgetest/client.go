package edgetest

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"
)

// transport are the headers that a connection or the platform adds and that say nothing about the file.
var transport = []string{"Cf-Cache-Status", "Connection", "Content-Length", "Date", "Keep-Alive", "Server", "Transfer-Encoding"}

// ask sends the request to the server at address exactly as it is written: http.Client would clean the path and add
// headers of its own.
func ask(address, method, path string, headers ...string) (Answer, error) {
	connection, err := net.DialTimeout("tcp", address, 5*time.Second)
	if err != nil {
		return Answer{}, err
	}
	defer connection.Close()
	if err := connection.SetDeadline(time.Now().Add(30 * time.Second)); err != nil {
		return Answer{}, err
	}
	lines := append([]string{method + " " + path + " HTTP/1.1", "Host: " + address, "Connection: close"}, headers...)
	if _, err := io.WriteString(connection, strings.Join(lines, "\r\n")+"\r\n\r\n"); err != nil {
		return Answer{}, err
	}
	response, err := http.ReadResponse(bufio.NewReader(connection), &http.Request{Method: method})
	if err != nil {
		return Answer{}, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return Answer{}, err
	}
	got := Answer{Status: response.StatusCode, Header: map[string]string{}, Body: string(body)}
	for name, values := range response.Header {
		got.Header[name] = strings.Join(values, ", ")
	}
	if length, given := got.Header["Content-Length"]; given && method != http.MethodHead && length != fmt.Sprint(len(body)) {
		return Answer{}, fmt.Errorf("content length %s, but %d bytes came", length, len(body))
	}
	return got.without(transport...), nil
}
