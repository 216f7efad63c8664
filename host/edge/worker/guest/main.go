//go:build js && wasm

// Command guest is the edge handler as a Cloudflare worker runs it.
package main

import (
	"syscall/js"

	"github.com/syumai/workers"

	"privet/host/edge"
)

func main() {
	workers.ServeNonBlock(whole(edge.Handler(tree(js.Global().Get("context").Get("tree")))))
	workers.Ready()
	select {} // one instance answers all requests of its isolate
}

// tree takes what instance.mjs hands over: the manifests' bytes, and the names alone of what the platform serves itself.
func tree(from js.Value) edge.Tree {
	manifests := from.Get("manifests")
	names := js.Global().Get("Object").Call("keys", manifests)
	tree := edge.Tree{}
	for i := range names.Length() {
		name := names.Index(i).String()
		codings := manifests.Get(name)
		tree.Add(edge.NewFile(name, bytes(codings.Get("plain")), bytes(codings.Get("brotli")), bytes(codings.Get("gzip"))))
	}
	assets := from.Get("assets")
	for i := range assets.Length() {
		tree.Add(edge.File{Name: assets.Index(i).String()})
	}
	return tree
}

// bytes copies an ArrayBuffer, of which an empty one stands for none.
func bytes(buffer js.Value) []byte {
	array := js.Global().Get("Uint8Array").New(buffer)
	if array.Length() == 0 {
		return nil
	}
	content := make([]byte, array.Length())
	js.CopyBytesToGo(content, array)
	return content
}
