package edge

import (
	"crypto/sha256"
	"encoding/hex"
	"path"
	"strings"
)

// A File is one resource, in every coding of it that is kept.
type File struct {
	Name string // as below Base; with a site's name and a slash before it, where an edge has several

	// Plain is nil in a worker whose platform keeps the bytes elsewhere: the name is then known, and nothing else.
	Plain []byte
	// Brotli and Gzip are nil where that coding would save nothing.
	Brotli, Gzip []byte

	hash string
}

// NewFile is the only way to a File that can be answered with: it takes the hash that the validators are made of.
func NewFile(name string, plain, brotli, gzip []byte) File {
	return File{Name: name, Plain: plain, Brotli: brotli, Gzip: gzip, hash: HashName(plain)}
}

// HashName is the part of a hashed file's name that stands for its content: 16 hex digits of its SHA-256.
func HashName(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:8])
}

// A Tree is all that an edge can be asked for, by name.
type Tree map[string]File

// Add puts the file in under its name.
func (t Tree) Add(file File) { t[file.Name] = file }

// Hash is the content hash in a name such as catalog.0123456789abcdef.bin, or "" where the name has none. What has one
// never changes and is cached for ever.
func Hash(name string) string {
	site, file, several := strings.Cut(name, "/")
	if !several {
		site, file = "", name
	}
	stem, rest, _ := strings.Cut(file, ".")
	hash, extension, _ := strings.Cut(rest, ".")
	if strings.Trim(site, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" || stem == "" || strings.Trim(stem, "abcdefghijklmnopqrstuvwxyz-") != "" ||
		len(hash) != 16 || strings.Trim(hash, "0123456789abcdef") != "" ||
		types["."+extension] == "" {
		return ""
	}
	return hash
}

// types lists every kind of file there is to serve; what is not listed is not served. The names are those that
// Cloudflare's static assets use too, so that both hosts send the same header.
var types = map[string]string{
	".bin":  "application/octet-stream",
	".css":  "text/css; charset=utf-8",
	".js":   "text/javascript; charset=utf-8",
	".json": "application/json",
	".mjs":  "text/javascript; charset=utf-8",
	".wasm": "application/wasm",
}

// Type is the Content-Type that a file of this name is sent with, or "" where its kind is not served.
func Type(name string) string { return types[path.Ext(name)] }
