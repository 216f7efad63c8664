package inspect

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Made by Node's WebCrypto and CompressionStream ("deflate-raw"), as a page makes it.
const transfer = `{"format":"privet-sealed","version":1,"kdf":"PBKDF2-SHA-256","iterations":1000,"salt":"AAECAwQFBgcICQoLDA0ODw","iv":"ZGVmZ2hpamtsbW5v",` +
	`"data":"5dNMk-wwZrPTA3YK23LeuDAMTiqaU4gmYP7PL7CJJRuLFH4OwpQWdlnjGj4HjX8Y_zlj3Rrg8xm9LyaEUEYkVz-pJUC6P3q_FVmvPTmko7U8eJvDfuuk-TMJc0MiNz-MdgfGbLftKagyq6hxE7VtJzjxwb9e"}`

func TestFile_sealed(t *testing.T) {
	const what = "an encrypted export: AES-256-GCM, its key by PBKDF2-SHA-256 with 1000 iterations\n"
	text, err := told(t, []byte(transfer), Options{})
	require.NoError(t, err)
	require.Equal(t, what+"what is in it needs its passphrase: --passphrase-file\n", text)

	text, err = told(t, []byte(transfer), Options{Passphrase: "größer als acht"})
	require.NoError(t, err)
	require.Contains(t, text, what+"a visitor's export: 0 events\nallows context by default\n")
}

func TestFile_sealedRefuses(t *testing.T) {
	const closed = "file: the passphrase does not fit, or the file is damaged"
	for name, c := range map[string]struct{ old, new, want string }{
		"other data":       {`5dNMk`, `5dNMl`, closed},
		"other salt":       {`AAECA`, `BAECA`, closed},
		"other iv":         {`ZGVmZ`, `aGVmZ`, closed},
		"other iterations": {`1000`, `1001`, closed},
		"cut data":         {transfer[strings.Index(transfer, "5dNM"):], `AA"}`, closed},
		"short iv":         {`ZGVmZ2hpamtsbW5v`, `ZGVm`, "file: iv has 3 bytes where 12 are read"},
		"no base64url":     {`5dNMk`, `5dNM+`, "file: salt, iv and data must be base64url without padding: illegal base64 data at input byte 4"},
		"work without end": {`1000`, `2000000000`, `file: an encrypted export of version 1 by "PBKDF2-SHA-256" with 2000000000 iterations, where version 1 by "PBKDF2-SHA-256" with 1 to 10000000 is read`},
		"no work":          {`1000`, `0`, `file: an encrypted export of version 1 by "PBKDF2-SHA-256" with 0 iterations, where version 1 by "PBKDF2-SHA-256" with 1 to 10000000 is read`},
		"version":          {`"version":1`, `"version":2`, `file: an encrypted export of version 2 by "PBKDF2-SHA-256" with 1000 iterations, where version 1 by "PBKDF2-SHA-256" with 1 to 10000000 is read`},
		"unknown field":    {`"kdf"`, `"more":1,"kdf"`, `file: not an encrypted export: json: unknown field "more"`},
	} {
		t.Run(name, func(t *testing.T) {
			require.Contains(t, transfer, c.old)
			_, err := told(t, []byte(strings.Replace(transfer, c.old, c.new, 1)), Options{Passphrase: "größer als acht"})
			require.EqualError(t, err, c.want)
		})
	}
	_, err := told(t, []byte(transfer), Options{Passphrase: "grösser als acht"})
	require.EqualError(t, err, closed)
}
