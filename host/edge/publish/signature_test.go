package publish_test

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"privet/host/edge/edgetest"
	"privet/host/edge/publish"
)

// written is the sample's build as a directory.
func written(t *testing.T) string {
	dir := t.TempDir()
	require.NoError(t, os.CopyFS(dir, edgetest.NewSite().Build))
	return dir
}

func TestSign(t *testing.T) {
	dir := written(t)
	plain, err := publish.Dir(dir)
	require.NoError(t, err)

	key := ed25519.NewKeyFromSeed([]byte(strings.Repeat("k", ed25519.SeedSize)))
	s, err := publish.Sign(dir, key)
	require.NoError(t, err)
	tree, err := publish.Dir(dir)
	require.NoError(t, err)
	served := string(tree[publish.Manifest].Plain)
	head := `{"signature":"` + s.Signature + `",`
	require.True(t, strings.HasPrefix(served, head), "a page finds it at the front")
	message := "{" + strings.TrimPrefix(served, head)
	require.Equal(t, string(plain[publish.Manifest].Plain), message)
	require.True(t, json.Valid(tree[publish.Manifest].Plain))
	signature, err := base64.StdEncoding.DecodeString(s.Signature)
	require.NoError(t, err)
	require.True(t, ed25519.Verify(key.Public().(ed25519.PublicKey), []byte(message), signature))

	again, err := publish.Sign(dir, key)
	require.NoError(t, err)
	require.Equal(t, s, again, "signed again, the old signature is no part of what is signed")
}

func TestTree_refusesASignatureOfSomethingElse(t *testing.T) {
	key := ed25519.NewKeyFromSeed([]byte(strings.Repeat("k", ed25519.SeedSize)))
	for name, spoil := range map[string]func(dir string){
		"signs another manifest": func(dir string) {
			name := filepath.Join(dir, publish.Manifest)
			text, err := os.ReadFile(name)
			require.NoError(t, err)
			require.NoError(t, os.WriteFile(name, []byte(strings.Replace(string(text), "Shop", "Shoq", 1)), 0o600))
		},
		"signature not 64": func(dir string) {
			require.NoError(t, os.WriteFile(filepath.Join(dir, publish.SignatureFile), []byte(`{"key":"AA==","signature":"AA=="}`), 0o600))
		},
		"unexpected end of JSON": func(dir string) {
			require.NoError(t, os.WriteFile(filepath.Join(dir, publish.SignatureFile), nil, 0o600))
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := written(t)
			_, err := publish.Sign(dir, key)
			require.NoError(t, err)
			spoil(dir)
			_, err = publish.Dir(dir)
			require.ErrorContains(t, err, name)
			require.ErrorContains(t, err, "run privet sign again")
			_, err = publish.Sign(dir, key)
			require.NoError(t, err, "signing again mends it")
		})
	}
	_, err := publish.Sign(t.TempDir(), key)
	require.Error(t, err)
	require.NotErrorIs(t, err, fs.ErrNotExist, "it says what to do")
}
