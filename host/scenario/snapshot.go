package scenario

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
)

// snapshotEnding is that of the file beside a file of scenarios that holds their lists.
const snapshotEnding = ".snapshot.yaml"

// snapshotHead begins a file of snapshots.
const snapshotHead = "# Lists that scenarios gave, and why. Written by privet test --update: review a change of it like one of code.\n"

// snapshotFile is the name of a file's snapshots.
func snapshotFile(file string) string { return strings.TrimSuffix(file, ".yaml") + snapshotEnding }

// A Snapshot is a list as it was reviewed.
type Snapshot struct {
	Scenario string  `yaml:"scenario"`
	List     []Entry `yaml:"list"`
}

// An Entry is one place of a snapshot.
type Entry struct {
	Item  string   `yaml:"item"`
	Title string   `yaml:"title,omitempty"` // for reviewers
	Score int32    `yaml:"score"`
	Why   []string `yaml:"why"` // "history LAN-004 +812", the largest first
}

// snapshots are a file's, by scenario.
type snapshots struct {
	Version   int        `yaml:"version"`
	Snapshots []Snapshot `yaml:"snapshots"`
}

// loadSnapshots reads a file of snapshots; none where there is no such file.
func loadSnapshots(name string) (map[string]Snapshot, error) {
	f, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return map[string]Snapshot{}, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	content, err := io.ReadAll(io.LimitReader(f, maxSnapshots))
	if err != nil {
		return nil, err
	}
	return parseSnapshots(name, content)
}

const maxSnapshots = 64 << 20 // bytes of a file

func parseSnapshots(name string, content []byte) (map[string]Snapshot, error) {
	var all snapshots
	damaged := func(detail any) error {
		return fmt.Errorf("%s: %v: take the committed file back, or delete it and run privet test --update", name, detail)
	}
	if err := yaml.UnmarshalWithOptions(content, &all, yaml.Strict()); err != nil {
		return nil, damaged(yaml.FormatError(err, false, false))
	}
	if all.Version != Version {
		return nil, damaged(fmt.Sprintf("version %d where this Privet reads %d", all.Version, Version))
	}
	found := map[string]Snapshot{}
	for _, s := range all.Snapshots {
		for _, e := range s.List {
			for _, why := range e.Why {
				if _, _, err := splitReason(why); err != nil {
					return nil, damaged(err)
				}
			}
		}
		found[s.Scenario] = s
	}
	return found, nil
}

// writeSnapshots writes a file's snapshots in this order, or removes the file
// where none is left. It tells whether anything changed.
func writeSnapshots(name string, all []Snapshot) (changed bool, err error) {
	before, err := os.ReadFile(name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return false, err
	}
	if len(all) == 0 {
		if before == nil {
			return false, nil
		}
		return true, os.Remove(name)
	}
	text, err := yaml.MarshalWithOptions(snapshots{Version, all}, yaml.UseSingleQuote(false))
	if err != nil {
		return false, err
	}
	text = append([]byte(snapshotHead), text...)
	if bytes.Equal(before, text) {
		return false, nil
	}
	return true, os.WriteFile(name, text, 0o644)
}

// snapshot takes the first places of a list, with all their reasons.
func (m *moment) snapshot(name string, places int) (Snapshot, error) {
	s := Snapshot{Scenario: name, List: []Entry{}}
	top := m.top(places)
	items := make([]uint32, len(top))
	for i := range top {
		items[i] = top[i].Item
	}
	if err := m.understand(items); err != nil {
		return s, err
	}
	for _, item := range items {
		x, t := m.explained[item], &m.stage.Shop.Items[item]
		e := Entry{Item: t.ID, Title: t.Title, Score: x.Score, Why: []string{}}
		for _, r := range reasonsOf(x) {
			e.Why = append(e.Why, written(&r))
		}
		s.List = append(s.List, e)
	}
	return s, nil
}

// splitReason takes a written reason apart.
func splitReason(why string) (name string, amount int64, err error) {
	at := strings.LastIndexByte(why, ' ')
	if at > 0 {
		amount, err = strconv.ParseInt(why[at+1:], 10, 32)
	}
	if at <= 0 || err != nil {
		return "", 0, fmt.Errorf("%q is no reason with an amount", why)
	}
	return why[:at], amount, nil
}
