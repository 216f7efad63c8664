package dev

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"
)

// A watch tells of changes to files, and below folders.
type watch struct {
	*fsnotify.Watcher
	site   string
	inputs []string
	out    string
}

// quiet is how long nothing must have changed before it is told: an editor writes a file in several steps.
const quiet = 150 * time.Millisecond

// newWatch begins to watch. Nothing below out counts, which builds write.
func newWatch(site string, inputs []string, out string) (*watch, error) {
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, err
	}
	w := &watch{Watcher: watcher}
	var wrong error
	absolute := func(name string) string {
		if name == "" {
			return ""
		}
		name, err := filepath.Abs(name)
		wrong = errors.Join(wrong, err)
		return name
	}
	w.site, w.out = absolute(site), absolute(out)
	for _, name := range inputs {
		if name = absolute(name); name == "" {
			continue
		}
		w.inputs = append(w.inputs, name)
		// A file that is replaced is another one: its folder tells of both.
		wrong = errors.Join(wrong, w.Add(filepath.Dir(name)), w.addFolders(name))
	}
	if w.site != "" {
		wrong = errors.Join(wrong, w.addFolders(w.site))
	}
	if wrong != nil {
		return nil, errors.Join(wrong, w.Close())
	}
	return w, nil
}

// addFolders watches a folder and all below it; a file is none.
func (w *watch) addFolders(dir string) error {
	return filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.IsDir() {
			return err
		}
		if within(name, w.out) {
			return filepath.SkipDir
		}
		return w.Add(name)
	})
}

// next waits for changes until there are none for a moment, and tells whether one of them was to an input: otherwise
// all were to the site.
func (w *watch) next(ctx context.Context) (input bool, err error) {
	var rest <-chan time.Time
	for {
		select {
		case <-ctx.Done():
			return false, ctx.Err()
		case err := <-w.Errors:
			return false, err
		case event := <-w.Events:
			if event.Op == fsnotify.Chmod || within(event.Name, w.out) {
				continue
			}
			if info, err := os.Stat(event.Name); err == nil && info.IsDir() {
				// What was put into it before it was watched is seen by whoever reads it now.
				if err := w.addFolders(event.Name); err != nil {
					return false, err
				}
			}
			isInput := false
			for _, name := range w.inputs {
				isInput = isInput || within(event.Name, name)
			}
			if isInput || w.site != "" && within(event.Name, w.site) {
				input, rest = input || isInput, time.After(quiet)
			}
		case <-rest:
			return input, nil
		}
	}
}

// within tells whether a name is a folder's, or of something below it.
func within(name, folder string) bool {
	return folder != "" && (name == folder || strings.HasPrefix(name, folder+string(filepath.Separator)))
}
