package inspect

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// frozen returns a file of testdata/transfer, which a page must be able to open too.
func frozen(t testing.TB, name string) string {
	content, err := os.ReadFile(filepath.Join("../../testdata/transfer", name))
	require.NoError(t, err)
	return string(content)
}

func TestFile_sealed(t *testing.T) {
	const what = "an encrypted export: AES-256-GCM, its key by PBKDF2-SHA-256 with 600000 iterations\n"
	file, profile, passphrase := frozen(t, "sealed.json"), frozen(t, "profile.json"), strings.TrimSuffix(frozen(t, "passphrase.txt"), "\n")
	var open bytes.Buffer
	require.NoError(t, describe(&open, []byte(profile), Options{}))

	text, err := told(t, []byte(file), Options{})
	require.NoError(t, err)
	require.Equal(t, what+"what is in it needs its passphrase: --passphrase-file\n", text)

	text, err = told(t, []byte(file), Options{Passphrase: passphrase})
	require.NoError(t, err)
	require.Equal(t, what+open.String(), text)
}

func TestFile_sealedRefuses(t *testing.T) {
	const closed = "file: the passphrase does not fit, or the file is damaged"
	file, passphrase := frozen(t, "sealed.json"), strings.TrimSuffix(frozen(t, "passphrase.txt"), "\n")
	data := file[strings.Index(file, `"data": "`)+len(`"data": "`):]
	for name, c := range map[string]struct{ old, new, want string }{
		"other data":       {data[:5], "AAAAA", closed},
		"cut data":         {data, `AA"}`, closed},
		"other salt":       {`"rHG1K`, `"sHG1K`, closed},
		"other iv":         {`"tRR_9`, `"uRR_9`, closed},
		"other iterations": {`600000`, `600001`, closed},
		"short iv":         {`"tRR_9MT4g6r4NuI-"`, `"tRR_"`, "file: iv has 3 bytes where 12 are read"},
		"no base64url":     {`"rHG1K_`, `"rHG1K+`, "file: salt, iv and data must be base64url without padding: illegal base64 data at input byte 5"},
		"work without end": {`600000`, `2000000000`, `file: an encrypted export of version 1 by "PBKDF2-SHA-256" with 2000000000 iterations, where version 1 by "PBKDF2-SHA-256" with 600000 to 10000000 is read`},
		"little work":      {`600000`, `599999`, `file: an encrypted export of version 1 by "PBKDF2-SHA-256" with 599999 iterations, where version 1 by "PBKDF2-SHA-256" with 600000 to 10000000 is read`},
		"version":          {`"version": 1`, `"version": 2`, `file: an encrypted export of version 2 by "PBKDF2-SHA-256" with 600000 iterations, where version 1 by "PBKDF2-SHA-256" with 600000 to 10000000 is read`},
		"unknown member":   {`"kdf"`, `"more":1,"kdf"`, `file: not an encrypted export: json: unknown field "more"`},
	} {
		t.Run(name, func(t *testing.T) {
			require.Contains(t, file, c.old)
			_, err := told(t, []byte(strings.Replace(file, c.old, c.new, 1)), Options{Passphrase: passphrase})
			require.EqualError(t, err, c.want)
		})
	}
	_, err := told(t, []byte(file), Options{Passphrase: passphrase + "."})
	require.EqualError(t, err, closed)
}

// What the cipher guards beside the data is spelt one way, however the file is.
func TestSealed_around(t *testing.T) {
	around, err := sealed{Format: "privet-sealed", Version: 1, KDF: sealedKDF, Iterations: 600000, Salt: "<s>", IV: "i", Data: "d"}.around()
	require.NoError(t, err)
	require.Equal(t, `{"format":"privet-sealed","iterations":600000,"iv":"i","kdf":"PBKDF2-SHA-256","salt":"<s>","version":1}`, string(around))
}
