package inspect

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/big"

	"github.com/gowebpki/jcs"
)

// maxReceipt bounds a receipt's bytes: sorting its keys takes the square of them.
const maxReceipt = 64 << 10

// verify checks the signature of a receipt and returns its key's fingerprint.
func verify(receipt any) (fingerprint string, err error) {
	x, y := text(receipt, proof, "publicKey", "x"), text(receipt, proof, "publicKey", "y")
	key, err := publicKey(x, y)
	if err != nil {
		return "", fmt.Errorf("%s.publicKey: %w", proof, err)
	}
	signature, err := fromBase64(text(receipt, proof, "signature"), 64)
	if err != nil {
		return "", fmt.Errorf("%s.signature: %w", proof, err)
	}
	message, err := signed(receipt)
	if err != nil {
		return "", err
	}
	if !fits(key, message, signature) {
		return "", fmt.Errorf("%s.signature: it does not fit: the receipt or its key is not what was signed", proof)
	}
	return thumbprint(x, y), nil
}

// signed returns what the signature of a receipt is over: its canonical JSON, as
// RFC 8785 has it, without the signature.
func signed(receipt any) ([]byte, error) {
	whole, _ := receipt.(map[string]any)
	whole = maps.Clone(whole)
	if p, ok := whole[proof].(map[string]any); ok {
		p = maps.Clone(p)
		delete(p, "signature")
		whole[proof] = p
	}
	plain, err := json.Marshal(whole)
	if err != nil {
		return nil, err
	}
	if len(plain) > maxReceipt {
		return nil, fmt.Errorf("%d bytes are more than %d: this is no receipt", len(plain), maxReceipt)
	}
	return jcs.Transform(plain)
}

// publicKey reads a point of the curve P-256, as a JSON Web Key has it.
func publicKey(x, y string) (*ecdsa.PublicKey, error) {
	point := []byte{4} // uncompressed
	for _, coordinate := range []string{x, y} {
		b, err := fromBase64(coordinate, 32)
		if err != nil {
			return nil, err
		}
		point = append(point, b...)
	}
	key, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), point)
	if err != nil {
		return nil, errors.New("x and y are no point of the curve P-256")
	}
	return key, nil
}

// fits tells whether a signature in IEEE P1363 form is one of a message.
func fits(key *ecdsa.PublicKey, message, signature []byte) bool {
	hash := sha256.Sum256(message)
	r, s := new(big.Int).SetBytes(signature[:32]), new(big.Int).SetBytes(signature[32:])
	return ecdsa.Verify(key, hash[:], r, s)
}

// thumbprint names a key as RFC 7638 has it.
func thumbprint(x, y string) string {
	hash := sha256.Sum256([]byte(`{"crv":"P-256","kty":"EC","x":"` + x + `","y":"` + y + `"}`))
	return base64.RawURLEncoding.EncodeToString(hash[:])
}

// fromBase64 reads base64url of exactly so many bytes.
func fromBase64(encoded string, bytes int) ([]byte, error) {
	b, err := base64.RawURLEncoding.Strict().DecodeString(encoded)
	if err != nil || len(b) != bytes {
		return nil, fmt.Errorf("it is not %d bytes in base64url without padding", bytes)
	}
	return b, nil
}
