package main

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"privet/host/edge/publish"
)

func TestSign(t *testing.T) {
	dir := t.TempDir()
	items := filepath.Join(dir, "items.csv")
	require.NoError(t, os.WriteFile(items, []byte("id\na\nb\n"), 0o644))
	shop, key := filepath.Join(dir, "shop"), filepath.Join(dir, "key.pem")
	b := build{floors: floors{MinSupport: 5}, Items: items, Out: shop, MaxErrors: 1}
	require.NoError(t, b.run(t.Context(), &bytes.Buffer{}, nil))

	var out bytes.Buffer
	s := sign{Dir: shop, Key: key, New: true}
	require.NoError(t, s.run(&out))
	require.Regexp(t, `says data-key="[A-Za-z0-9+/]{43}="\n$`, out.String())
	info, err := os.Stat(key)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode())
	first := out.String()

	require.ErrorContains(t, s.run(&out), "is there already: leave --new out")
	s.New = false
	out.Reset()
	require.NoError(t, s.run(&out))
	require.Equal(t, first, out.String(), "the same key")

	// A build makes the signature stale, and what is stale is not served.
	require.NoError(t, os.WriteFile(items, []byte("id\na\nb\nc\n"), 0o644))
	require.NoError(t, b.run(t.Context(), &bytes.Buffer{}, nil))
	_, err = publish.Dir(shop)
	require.ErrorContains(t, err, "run privet sign again")
	require.NoError(t, s.run(&out))
	_, err = publish.Dir(shop)
	require.NoError(t, err)
}

func TestReadKey_refuses(t *testing.T) {
	other, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	der, err := x509.MarshalPKCS8PrivateKey(other)
	require.NoError(t, err)
	block := func(content []byte) string {
		return string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: content}))
	}
	for want, content := range map[string]string{
		"it holds nothing in PEM":          "key",
		"is no private key in PKCS #8":     block([]byte("x")),
		"*ecdsa.PrivateKey where Ed25519 ": block(der),
	} {
		name := filepath.Join(t.TempDir(), "key.pem")
		require.NoError(t, os.WriteFile(name, []byte(content), 0o600))
		_, err := readKey(name)
		require.ErrorContains(t, err, want)
		require.True(t, strings.HasPrefix(err.Error(), name), "it names the file")
	}
	_, err = readKey(filepath.Join(t.TempDir(), "none.pem"))
	require.ErrorContains(t, err, "make it with privet sign --new")
}
