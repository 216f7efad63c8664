package inspect

import (
	"bytes"
	"compress/flate"
	"crypto/aes"
	"crypto/cipher"
	"crypto/pbkdf2"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/gowebpki/jcs"
	"golang.org/x/text/unicode/norm"
)

const (
	sealedFormat  = "privet-sealed"
	sealedVersion = 1
	sealedKDF     = "PBKDF2-SHA-256"
	// What a passphrase is worth depends on the iterations; ten million take seconds.
	minIterations, maxIterations = 600_000, 10_000_000
	maxUnpacked                  = 64 << 20
)

// sealed is an encrypted export, as testdata/transfer describes it: AES-256-GCM of
// its JSON in DEFLATE, under a key that PBKDF2 makes of a passphrase.
type sealed struct {
	Format     string `json:"format"`
	Version    int    `json:"version"`
	KDF        string `json:"kdf"`
	Iterations int    `json:"iterations"`
	Salt       string `json:"salt"`
	IV         string `json:"iv"`
	Data       string `json:"data,omitempty"`
}

// describeSealed says what can be said of an encrypted export, and what is in it
// where its passphrase is given.
func describeSealed(out io.Writer, content []byte, o Options) error {
	var s sealed
	d := json.NewDecoder(bytes.NewReader(content))
	d.DisallowUnknownFields()
	if err := d.Decode(&s); err != nil {
		return fmt.Errorf("not an encrypted export: %w", err)
	}
	if s.Version != sealedVersion || s.KDF != sealedKDF || s.Iterations < minIterations || s.Iterations > maxIterations {
		return fmt.Errorf("an encrypted export of version %d by %q with %d iterations, where version %d by %q with %d to %d is read",
			s.Version, s.KDF, s.Iterations, sealedVersion, sealedKDF, minIterations, maxIterations)
	}
	fmt.Fprintf(out, "an encrypted export: AES-256-GCM, its key by %s with %d iterations\n", s.KDF, s.Iterations)
	if o.Passphrase == "" {
		fmt.Fprintln(out, "what is in it needs its passphrase: --passphrase-file")
		return nil
	}
	plain, err := s.open(o.Passphrase)
	if err != nil {
		return err
	}
	return describeProfile(out, plain, o)
}

var errSealed = errors.New("the passphrase does not fit, or the file is damaged")

// open decrypts and unpacks.
func (s *sealed) open(passphrase string) ([]byte, error) {
	salt, saltErr := base64.RawURLEncoding.DecodeString(s.Salt)
	iv, ivErr := base64.RawURLEncoding.DecodeString(s.IV)
	data, dataErr := base64.RawURLEncoding.DecodeString(s.Data)
	if err := errors.Join(saltErr, ivErr, dataErr); err != nil {
		return nil, fmt.Errorf("salt, iv and data must be base64url without padding: %w", err)
	}
	key, err := pbkdf2.Key(sha256.New, norm.NFKC.String(passphrase), salt, s.Iterations, 32)
	if err != nil {
		return nil, err
	}
	around, err := s.around()
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		return nil, err
	}
	if len(iv) != gcm.NonceSize() {
		return nil, fmt.Errorf("iv has %d bytes where %d are read", len(iv), gcm.NonceSize())
	}
	packed, err := gcm.Open(nil, iv, data, around)
	if err != nil {
		return nil, errSealed
	}
	plain, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(packed)), maxUnpacked+1))
	if err != nil {
		return nil, fmt.Errorf("decrypted, but not DEFLATE: %w", err)
	}
	if len(plain) > maxUnpacked {
		return nil, fmt.Errorf("decrypted, it unpacks to more than %d bytes", maxUnpacked)
	}
	return plain, nil
}

// around returns what the cipher guards beside the data: all other members, as the
// canonical JSON of RFC 8785.
func (s sealed) around() ([]byte, error) {
	s.Data = ""
	text, err := json.Marshal(s)
	if err != nil {
		return nil, err
	}
	return jcs.Transform(text)
}
