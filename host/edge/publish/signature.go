package publish

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// SignatureFile lies beside the manifest where the operator signed it.
const SignatureFile = "manifest.sig"

// A Signature is an operator's word for a manifest as it is served, and so for every file that it names: the catalog and
// its parts by their digests, and the modules. A page that pins the key takes nothing else.
type Signature struct {
	Key       string `json:"key"`       // standard base64 of the public key, 32 bytes: what a page pins
	Signature string `json:"signature"` // standard base64, Ed25519 (RFC 8032), 64 bytes
}

// signed begins a manifest that is served with its signature. What was signed is the rest, after a brace.
const signed = `{"signature":"`

// Sign signs what would be served of a built directory, and writes SignatureFile into it.
func Sign(dir string, key ed25519.PrivateKey) (Signature, error) {
	if err := os.Remove(filepath.Join(dir, SignatureFile)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return Signature{}, err
	}
	tree, err := Dir(dir)
	if err != nil {
		return Signature{}, err
	}
	s := Signature{
		Key:       base64.StdEncoding.EncodeToString(key.Public().(ed25519.PublicKey)),
		Signature: base64.StdEncoding.EncodeToString(ed25519.Sign(key, tree[Manifest].Plain)),
	}
	content, err := json.Marshal(s)
	if err != nil {
		return s, err
	}
	return s, os.WriteFile(filepath.Join(dir, SignatureFile), append(content, '\n'), 0o644)
}

// Signed returns the signature of a built directory, which is that of the manifest as this program serves it; the zero
// value where there is none.
func Signed(dir string) (Signature, error) {
	build := os.DirFS(dir)
	s, err := readSignature(build)
	if err != nil || s.Key == "" {
		return s, err
	}
	built, err := readManifest(build)
	if err != nil {
		return s, err
	}
	_, err = s.seal(built.withModules(modules).manifest)
	return s, err
}

// readSignature returns a build's signature; the zero value where there is none.
func readSignature(build fs.FS) (s Signature, err error) {
	content, err := fs.ReadFile(build, SignatureFile)
	if errors.Is(err, fs.ErrNotExist) {
		return s, nil
	}
	if err == nil {
		err = json.Unmarshal(content, &s)
	}
	if err == nil && (len(s.key()) != ed25519.PublicKeySize || len(s.signature()) != ed25519.SignatureSize) {
		err = errors.New("its key has not 32 bytes, or its signature not 64, in base64")
	}
	if err != nil {
		return s, fmt.Errorf("%s: %w: run privet sign again, or remove it", SignatureFile, err)
	}
	return s, nil
}

func (s Signature) key() ed25519.PublicKey { return decoded(s.Key) }
func (s Signature) signature() []byte      { return decoded(s.Signature) }

// decoded is nil for what is no base64.
func decoded(text string) []byte {
	b, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return nil
	}
	return b
}

// seal returns the manifest as served with its signature, which must be of this very manifest.
func (s Signature) seal(manifest []byte) ([]byte, error) {
	if s.Key == "" {
		return manifest, nil
	}
	if !ed25519.Verify(s.key(), manifest, s.signature()) {
		return nil, fmt.Errorf("%s: it signs another manifest, or one for the engine of another version: run privet sign again, or remove it", SignatureFile)
	}
	return append([]byte(signed+s.Signature+`",`), manifest[1:]...), nil
}
