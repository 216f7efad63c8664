package report

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
)

const jsonName = "report.json"

// written are the names that reports give to their files.
var written = regexp.MustCompile(`^(report\.json|index\.html|transparency\.[A-Za-z0-9-]+\.html)$`)

// Write puts a report's files into a directory, which is made where it is
// missing. An earlier report there is replaced; a directory in which anything
// else lies is refused and left as it is.
func Write(dir string, files map[string][]byte) error {
	old, err := earlier(dir)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o644); err != nil {
			return err
		}
	}
	for _, name := range old {
		if files[name] != nil {
			continue
		}
		if err := os.Remove(filepath.Join(dir, name)); err != nil {
			return err
		}
	}
	return nil
}

// earlier returns the files of the report that a directory holds, if any, and an
// error where it holds anything else.
func earlier(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil || len(entries) == 0 {
		return nil, err
	}
	var names []string
	for _, e := range entries {
		if !e.Type().IsRegular() || !written.MatchString(e.Name()) {
			return nil, fmt.Errorf("%s: holds %s, which is no report's: choose another directory", dir, e.Name())
		}
		names = append(names, e.Name())
	}
	var r struct{ Format string }
	content, err := os.ReadFile(filepath.Join(dir, jsonName))
	if err != nil || json.Unmarshal(content, &r) != nil || r.Format != Format {
		return nil, fmt.Errorf("%s: holds %s, but no %s that privet report wrote: choose another directory", dir, names[0], jsonName)
	}
	return names, nil
}
