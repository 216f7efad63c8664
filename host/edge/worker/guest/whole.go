//go:build js && wasm

package main

import (
	"net/http"
	"syscall/js"
)

// rawWriter is the part of the package's response writer that takes a body as a JavaScript value.
type rawWriter interface {
	http.ResponseWriter
	WriteRawJSBody(js.Value)
}

// whole hands each body over in one piece.
//
// The package streams what is written, and closing a streamed body closes a channel of the whole package: the second
// stream of an instance panics. A HEAD answer with a Content-Length waits for a stream that never comes. Neither happens
// to a body that is a JavaScript value.
func whole(handler http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer := &wholeAnswer{rawWriter: w.(rawWriter)}
		handler.ServeHTTP(answer, r)
		answer.WriteRawJSBody(answer.body)
	})
}

// A wholeAnswer keeps the one body that the edge handler writes; undefined, none was.
type wholeAnswer struct {
	rawWriter
	body js.Value
}

func (a *wholeAnswer) Write(content []byte) (int, error) {
	a.body = js.Global().Get("Uint8Array").New(len(content))
	return js.CopyBytesToJS(a.body, content), nil
}
