package main

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestInspection_passphrase(t *testing.T) {
	t.Chdir(t.TempDir())
	for content, want := range map[string]string{
		"two words": "two words", "two words\n": "two words", " spaces count \r\nnot this": " spaces count ",
	} {
		require.NoError(t, os.WriteFile("secret.txt", []byte(content), 0o600))
		o, err := (&inspection{Passphrase: "secret.txt"}).options()
		require.NoError(t, err)
		require.Equal(t, want, o.Passphrase)
		require.False(t, o.Now.IsZero())
	}
	require.NoError(t, os.WriteFile("secret.txt", []byte("\nsecond line"), 0o600))
	_, err := (&inspection{Passphrase: "secret.txt"}).options()
	require.EqualError(t, err, "secret.txt: its first line has no passphrase")
	_, err = (&inspection{Passphrase: "none.txt"}).options()
	require.ErrorIs(t, err, os.ErrNotExist)
}
