package main

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"privet/host/edge/publish"
)

type sign struct {
	Dir string `arg:"" help:"Directory that privet build wrote."`
	Key string `required:"" placeholder:"FILE.pem" help:"Private key, Ed25519, as PKCS #8 in PEM."`
	New bool   `help:"Make the key first; a file that is there already is left alone, and refused."`
}

// Help is shown by privet sign --help.
func (*sign) Help() string {
	return `Signs the manifest as it will be served, and so every file that it names. A page that
pins the public key takes nothing that is not signed with it:

    privet sign --new --key key.pem build/shop
    <script src="/privet/privet.js" data-key="…" defer></script>

Keep the key away from the servers that hand out the catalog: they need the signature
alone, manifest.sig. Sign again after each build, each privet trend, and each update of
Privet; what is stale is not served. openssl genpkey -algorithm ed25519 makes a key too.`
}

func (s *sign) Run() error { return s.run(os.Stdout) }

func (s *sign) run(out io.Writer) error {
	if s.New {
		if err := newKey(s.Key); err != nil {
			return err
		}
	}
	key, err := readKey(s.Key)
	if err != nil {
		return err
	}
	signature, err := publish.Sign(s.Dir, key)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s is signed; a page that takes nothing else says data-key=\"%s\"\n", s.Dir, signature.Key)
	return nil
}

// newKey makes a key that only its owner can read.
func newKey(name string) error {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return err
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s is there already: leave --new out to sign with it", name)
	}
	if err != nil {
		return err
	}
	return errors.Join(pem.Encode(f, &pem.Block{Type: "PRIVATE KEY", Bytes: der}), f.Close())
}

func readKey(name string) (ed25519.PrivateKey, error) {
	content, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: make it with privet sign --new --key %s", err, name)
	}
	if err != nil {
		return nil, err
	}
	block, _ := pem.Decode(content)
	if block == nil {
		return nil, fmt.Errorf("%s: it holds nothing in PEM, -----BEGIN PRIVATE KEY-----", name)
	}
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, fmt.Errorf("%s: %s is no private key in PKCS #8: %w", name, block.Type, err)
	}
	private, ok := key.(ed25519.PrivateKey)
	if !ok {
		return nil, fmt.Errorf("%s: its key is a %T where Ed25519 is needed: privet sign --new makes one", name, key)
	}
	return private, nil
}
