// Package conformance plays the vectors of testdata/vectors against a host of
// the engine, and fails on the first byte that differs.
package conformance

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"privet/engine/format"
	"privet/wasm/abi"
)

// A suite is one file of vectors. The README of testdata/vectors says what the
// fields of these types mean.
type suite struct {
	Name    string `json:"-"` // of the file
	About   string
	Vectors []vector
}

type vector struct {
	Name  string
	Steps []step
}

type step struct {
	Op      json.RawMessage // name or number
	Request json.RawMessage
	Bytes   *hexBytes
	Catalog string
	Trend   string
	Edit    *edit
	Status  string
	Failure *failure
	Expect  any
}

type edit struct {
	Cut    *int
	Set    map[string]hexBytes
	Append hexBytes
}

type failure struct {
	Record, Field string
	Index         uint32
}

// A recording is what a step sends and what native Go replied, header included.
// A catalog or trend is not recorded again.
type recording struct {
	Request hexBytes `json:"request,omitempty"`
	Reply   hexBytes `json:"reply"`
}

type hexBytes []byte

func (h *hexBytes) UnmarshalText(text []byte) (err error) {
	*h, err = hex.DecodeString(string(text))
	return err
}

func (h hexBytes) MarshalText() ([]byte, error) { return []byte(hex.EncodeToString(h)), nil }

// Files that are not suites.
const (
	catalogsFile = "catalogs.json"
	trendsFile   = "trends.json"
)

// files are what steps send for load and trend, by name.
type files struct{ catalogs, trends map[string]hexBytes }

func readFiles(from fs.FS) (f files, err error) {
	if err = readStrict(from, catalogsFile, &f.catalogs); err == nil {
		err = readStrict(from, trendsFile, &f.trends)
	}
	return f, err
}

// readSuites reads every suite, in order of name.
func readSuites(from fs.FS) ([]suite, error) {
	names, err := fs.Glob(from, "*.json")
	if err != nil {
		return nil, err
	}
	var suites []suite
	for _, name := range names {
		if name == catalogsFile || name == trendsFile {
			continue
		}
		s := suite{Name: strings.TrimSuffix(name, ".json")}
		if err := readStrict(from, name, &s); err != nil {
			return nil, err
		}
		if err := s.check(); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		suites = append(suites, s)
	}
	if len(suites) == 0 {
		return nil, fmt.Errorf("there are no vectors")
	}
	return suites, nil
}

// check refuses a suite that would prove less than it seems to.
func (s *suite) check() error {
	if len(s.Vectors) == 0 {
		return fmt.Errorf("it has no vectors")
	}
	seen := map[string]bool{}
	for _, v := range s.Vectors {
		if v.Name == "" || seen[v.Name] {
			return fmt.Errorf("vector %q: every vector needs a name of its own", v.Name)
		}
		seen[v.Name] = true
		if len(v.Steps) == 0 {
			return fmt.Errorf("vector %q has no steps", v.Name)
		}
		for i, step := range v.Steps {
			if err := step.check(); err != nil {
				return fmt.Errorf("vector %q, step %d: %w", v.Name, i, err)
			}
		}
	}
	return nil
}

func (s *step) check() error {
	ways := 0
	for _, given := range []bool{s.Request != nil, s.Bytes != nil, s.Catalog != "", s.Trend != ""} {
		if given {
			ways++
		}
	}
	switch {
	case ways != 1:
		return fmt.Errorf("it needs one of request, bytes, catalog and trend")
	case s.Edit != nil && !s.sendsFile():
		return fmt.Errorf("only a catalog or a trend can be edited")
	case !slices.Contains(statusNames(), s.Status):
		return fmt.Errorf("there is no status %q", s.Status)
	case (s.Status != format.OK.String()) != (s.Failure != nil):
		return fmt.Errorf("a refusal, and nothing else, needs a failure")
	case s.Failure != nil && s.Expect != nil:
		return fmt.Errorf("a refusal has no response to expect")
	}
	return nil
}

// sendsFile tells whether what the step sends is a file.
func (s *step) sendsFile() bool { return s.Catalog != "" || s.Trend != "" }

// rejects tells whether the vector is about a refusal.
func (v *vector) rejects() bool { return v.Steps[len(v.Steps)-1].Failure != nil }

func statusNames() (names []string) {
	for s := format.Status(0); s.String() != "unknown"; s++ {
		names = append(names, s.String())
	}
	return names
}

// operation returns the step's op, and the operation where there is one.
func (s *step) operation() (abi.Op, *abi.Operation, error) {
	var name string
	if json.Unmarshal(s.Op, &name) == nil {
		for i := range abi.Operations {
			if abi.Operations[i].Name == name {
				return abi.Operations[i].Op, &abi.Operations[i], nil
			}
		}
		return 0, nil, fmt.Errorf("there is no operation %q", name)
	}
	var number abi.Op
	if err := json.Unmarshal(s.Op, &number); err != nil {
		return 0, nil, fmt.Errorf("op: %w", err)
	}
	return number, nil, nil
}

// request returns the bytes that the step sends.
func (s *step) request(op *abi.Operation, from files) ([]byte, error) {
	switch {
	case s.Bytes != nil:
		return *s.Bytes, nil
	case s.sendsFile():
		file, ok := from.catalogs[s.Catalog]
		if s.Trend != "" {
			file, ok = from.trends[s.Trend]
		}
		if !ok {
			return nil, fmt.Errorf("there is no catalog or trend %q", s.Catalog+s.Trend)
		}
		return s.Edit.apply(file)
	case op == nil || op.Request == "":
		return nil, fmt.Errorf("the operation takes no request message")
	}
	m := newMessage(op.Request)
	if err := decodeStrict(s.Request, m); err != nil {
		return nil, err
	}
	return m.AppendTo(nil), nil
}

// apply returns an edited copy.
func (e *edit) apply(b []byte) ([]byte, error) {
	b = slices.Clone(b)
	if e == nil {
		return b, nil
	}
	for at, with := range e.Set {
		offset, err := strconv.Atoi(at)
		if err != nil || offset < 0 || offset+len(with) > len(b) {
			return nil, fmt.Errorf("edit: set at %q lies outside %d bytes", at, len(b))
		}
		copy(b[offset:], with)
	}
	if e.Cut != nil {
		end := *e.Cut
		if end < 0 {
			end += len(b)
		}
		if end < 0 || end > len(b) {
			return nil, fmt.Errorf("edit: cut to %d of %d bytes", *e.Cut, len(b))
		}
		b = b[:end]
	}
	return append(b, e.Append...), nil
}

// readStrict reads a JSON file into v and refuses fields that v lacks.
func readStrict(from fs.FS, name string, v any) error {
	data, err := fs.ReadFile(from, path.Clean(name))
	if err != nil {
		return err
	}
	if err := decodeStrict(data, v); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

func decodeStrict(data []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return err
	}
	if d.More() {
		return fmt.Errorf("something follows the JSON value")
	}
	return nil
}
