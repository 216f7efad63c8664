// Package notice names the words that a visitor reads before choosing: a receipt
// has their hash, which tells later what was shown.
package notice

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/gowebpki/jcs"

	"privet/web"
)

// shown are the parts of a language's texts that the notice consists of.
var shown = []string{"purposes", "consent", "lasts", "glossary"}

// Languages returns the languages that this version has texts in, sorted.
func Languages() ([]string, error) {
	files, err := fs.Glob(web.Texts(), "*.json")
	for i := range files {
		files[i] = strings.TrimSuffix(files[i], ".json")
	}
	return files, err
}

// Hash returns the SHA-256, in hexadecimal, of the notice in a language: of its
// canonical JSON as RFC 8785 has it, which is what a page hashes too.
func Hash(language string) (string, error) {
	text, err := fs.ReadFile(web.Texts(), language+".json")
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrInvalid) {
		return "", fmt.Errorf("there are no texts in the language %q", language)
	}
	if err != nil {
		return "", err
	}
	hash, err := hash(text)
	if err != nil {
		return "", fmt.Errorf("%s.json: %w", language, err)
	}
	return hash, nil
}

func hash(texts []byte) (string, error) {
	var all map[string]json.RawMessage
	if err := json.Unmarshal(texts, &all); err != nil {
		return "", err
	}
	notice := map[string]json.RawMessage{}
	for _, part := range shown {
		if all[part] == nil {
			return "", fmt.Errorf("there is no %s", part)
		}
		notice[part] = all[part]
	}
	text, err := json.Marshal(notice)
	if err != nil {
		return "", err
	}
	canonical, err := jcs.Transform(text)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(canonical)
	return hex.EncodeToString(sum[:]), nil
}
