// Package manifest is manifest.json: the one file of a built directory that has
// a fixed name, and that says which others belong together.
package manifest

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
)

const (
	// Name is the manifest's file name.
	Name = "manifest.json"
	// Previous is the name under which the manifest of the build before stays, for going back to it.
	Previous = "manifest.previous.json"
	// Signature and PreviousSignature are what privet sign made of each, where it did.
	Signature, PreviousSignature = "manifest.sig", "manifest.previous.sig"
	// Version is the newest version that this package reads, and the one it writes.
	Version = 1
	// TextsPerFile is how many items' texts one file holds, but for the last.
	TextsPerFile = 4096
)

// Limits of a manifest. The page's script has the same ones.
const (
	MaxBytes = 1 << 20   // of the manifest
	MaxFile  = 256 << 20 // bytes of a file that it names
	MaxItems = 1 << 20
	MaxNames = 4096 // texts, categories, interests
)

// A Manifest names the files of one generation of a catalog, with what the page
// needs before it has loaded them. It holds no time and nothing of the machine,
// so that the same input gives the same bytes.
type Manifest struct {
	Version  int     `json:"version"`
	Name     string  `json:"name"`     // the shop's
	Currency string  `json:"currency"` // ISO 4217; "" where unknown
	Items    int     `json:"items"`
	Catalog  File    `json:"catalog"`
	Texts    []Texts `json:"texts"`           // in item order, without gaps
	Trend    *File   `json:"trend,omitempty"` // what is wanted these days; nil where no event has a time
	// Shards is an Index, of a catalog that is too large for every page: then all of
	// the above is about the head, its most popular items. Nil otherwise.
	Shards     *File    `json:"shards,omitempty"`
	Categories []string `json:"categories"` // display names, most items first
	Interests  []string `json:"interests"`  // attribute tokens that a visitor can declare
	Model      Model    `json:"model"`
	// Experiments run in the visitors' browsers; nil for none.
	Experiments []Experiment `json:"experiments,omitempty"`
}

// A File is one whose name tells its content.
type File struct {
	File   string `json:"file"`
	SHA256 string `json:"sha256"` // standard base64 of the whole digest
	Bytes  int    `json:"bytes"`
}

// Texts is a file with the texts of Count items from item From on.
type Texts struct {
	File
	From  int `json:"from"`
	Count int `json:"count"`
}

// Model says what was trained and how well it did; no page computes with it.
type Model struct {
	Rank         int                `json:"rank"`
	Neighbours   float64            `json:"neighbours"` // entries an item
	Sequence     float64            `json:"sequence"`   // entries an item
	BytesPerItem float64            `json:"bytesPerItem"`
	Validation   map[string]float64 `json:"validation"` // "ndcg@100"
	// What privet trend goes on with, in seconds:
	TrendHalfLife int64 `json:"trendHalfLife"` // until a visitor counts half in popularity; 0 = never
	HotHalfLife   int64 `json:"hotHalfLife"`   // until one counts half in what is wanted now; 0 where that is not known
}

// NewFile returns the entry of a file of this content, called stem.HASH.extension.
func NewFile(stem, extension string, content []byte) File {
	sum := sha256.Sum256(content)
	return File{
		File:   stem + "." + hex.EncodeToString(sum[:8]) + "." + extension,
		SHA256: base64.StdEncoding.EncodeToString(sum[:]),
		Bytes:  len(content),
	}
}

// Verify tells whether content is what the entry promises.
func (f *File) Verify(content []byte) error {
	if len(content) != f.Bytes {
		return fmt.Errorf("%s: %d bytes where the manifest says %d: it is truncated or altered; build again", f.File, len(content), f.Bytes)
	}
	sum := sha256.Sum256(content)
	if base64.StdEncoding.EncodeToString(sum[:]) != f.SHA256 {
		return fmt.Errorf("%s: its SHA-256 is not the one in the manifest: it is altered; build again", f.File)
	}
	return nil
}

// Files returns every file that the manifest names: the catalog, the texts, the
// trend if there is one, and the index of shards if there is one.
func (m *Manifest) Files() []File {
	files := []File{m.Catalog}
	for i := range m.Texts {
		files = append(files, m.Texts[i].File)
	}
	if m.Trend != nil {
		files = append(files, *m.Trend)
	}
	if m.Shards != nil {
		files = append(files, *m.Shards)
	}
	return files
}

// Encode writes the manifest, after the checks that Decode makes.
func Encode(m *Manifest) ([]byte, error) {
	if err := m.check(); err != nil {
		return nil, err
	}
	b, err := plainJSON(m)
	if err == nil && len(b) > MaxBytes {
		err = refuse("", "%d bytes are more than %d", len(b), MaxBytes)
	}
	return b, err
}

// plainJSON is for people too, and < stays as it is.
func plainJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(v)
	return b.Bytes(), err
}

// An Error says what is wrong with a manifest, and in which field.
type Error struct {
	Field  string // "texts[0].from"; "" where it is the whole
	Detail string
}

func (e *Error) Error() string {
	if e.Field == "" {
		return Name + ": " + e.Detail
	}
	return Name + ": " + e.Field + ": " + e.Detail
}

func refuse(field, format string, args ...any) error {
	return &Error{field, fmt.Sprintf(format, args...)}
}

// Decode reads a manifest. Fields that it does not know are an error: whoever
// wrote them meant them to be obeyed.
func Decode(text []byte) (*Manifest, error) {
	if len(text) > MaxBytes {
		return nil, refuse("", "%d bytes are more than %d", len(text), MaxBytes)
	}
	var version struct {
		Version int `json:"version"`
	}
	if err := json.Unmarshal(text, &version); err != nil {
		return nil, notJSON(text, err)
	}
	if version.Version != Version {
		return nil, refuse("version", "%d where this Privet reads %d: build again, or update Privet", version.Version, Version)
	}
	m := &Manifest{}
	if err := decodeStrictly(text, m); err != nil {
		return nil, err
	}
	return m, m.check()
}

// decodeStrictly reads JSON, and refuses fields that it does not know.
func decodeStrictly(text []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return notJSON(text, err)
	}
	return nil
}

// notJSON says where the text stops being a manifest.
func notJSON(text []byte, err error) error {
	switch e := err.(type) {
	case *json.SyntaxError:
		return refuse("", "line %d: %v", 1+bytes.Count(text[:min(int(e.Offset), len(text))], []byte("\n")), err)
	case *json.UnmarshalTypeError:
		return refuse(e.Field, "a JSON %s at byte %d, where %s belongs", e.Value, e.Offset, e.Type)
	}
	return refuse("", "%s", strings.TrimPrefix(err.Error(), "json: "))
}

var (
	hashedName = regexp.MustCompile(`^[a-z-]+\.[0-9a-f]{16}\.(bin|json|js|wasm|css)$`)
	currency   = regexp.MustCompile(`^([A-Z]{3})?$`)
)

// check finds what a page would refuse.
func (m *Manifest) check() error {
	if m.Items < 1 || m.Items > MaxItems {
		return refuse("items", "%d is not from 1 to %d", m.Items, MaxItems)
	}
	if !currency.MatchString(m.Currency) {
		return refuse("currency", "%q is no ISO 4217 code such as GBP", m.Currency)
	}
	if err := m.Catalog.check("catalog", "bin"); err != nil {
		return err
	}
	if m.Trend != nil {
		if err := m.Trend.check("trend", "bin"); err != nil {
			return err
		}
		// Trends come and go by their name: a file of another name would not.
		if !strings.HasPrefix(m.Trend.File, "trend.") {
			return refuse("trend.file", "%q is not the name of a trend", m.Trend.File)
		}
	}
	if m.Shards != nil {
		if err := m.Shards.check("shards", "json"); err != nil {
			return err
		}
	}
	for _, h := range []struct {
		field   string
		seconds int64
	}{{"model.trendHalfLife", m.Model.TrendHalfLife}, {"model.hotHalfLife", m.Model.HotHalfLife}} {
		if h.seconds < 0 {
			return refuse(h.field, "%d seconds are less than none", h.seconds)
		}
	}
	for _, list := range []struct {
		field string
		count int
	}{{"texts", len(m.Texts)}, {"categories", len(m.Categories)}, {"interests", len(m.Interests)}} {
		if list.count > MaxNames {
			return refuse(list.field, "%d are more than %d", list.count, MaxNames)
		}
	}
	if err := Check(m.Experiments); err != nil {
		return err
	}
	next := 0
	for i := range m.Texts {
		t, field := &m.Texts[i], fmt.Sprintf("texts[%d]", i)
		if err := t.check(field, "json"); err != nil {
			return err
		}
		if t.From != next {
			return refuse(field+".from", "%d where %d is expected", t.From, next)
		}
		if t.Count < 1 || t.Count > m.Items-next {
			return refuse(field+".count", "%d is not from 1 to the %d items that are left", t.Count, m.Items-next)
		}
		next += t.Count
	}
	if next != m.Items {
		return refuse("texts", "they hold %d items, the catalog %d", next, m.Items)
	}
	return nil
}

func (f *File) check(field, extension string) error {
	// The name is joined to a directory and to an address: it must not lead elsewhere.
	if !hashedName.MatchString(f.File) || !strings.HasSuffix(f.File, "."+extension) {
		return refuse(field+".file", "%q is not the name of a hashed .%s file", f.File, extension)
	}
	sum, err := base64.StdEncoding.DecodeString(f.SHA256)
	if err != nil || len(sum) != sha256.Size {
		return refuse(field+".sha256", "%q is no SHA-256 in base64", f.SHA256)
	}
	if _, hash, _ := strings.Cut(f.File, "."); hash[:16] != hex.EncodeToString(sum[:8]) {
		return refuse(field+".file", "%s is not named by the digest beside it", f.File)
	}
	if f.Bytes < 0 || f.Bytes > MaxFile {
		return refuse(field+".bytes", "%d is not from 0 to %d", f.Bytes, MaxFile)
	}
	return nil
}
