package generate

import (
	"compress/gzip"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Write generates the shop of a seed and writes items.csv and events.csv.gz into
// dir, which it makes where it is missing. The same seed gives the same bytes.
func Write(dir string, seed uint64) (*Shop, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	s := New(seed)
	err := create(filepath.Join(dir, "items.csv"), s.writeItems)
	if err != nil {
		return nil, err
	}
	return s, create(filepath.Join(dir, "events.csv.gz"), func(w io.Writer) error {
		z := gzip.NewWriter(w)
		return errors.Join(s.writeEvents(z), z.Close())
	})
}

// create writes a file whole or not at all.
func create(name string, write func(io.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(name), filepath.Base(name)+".*.tmp")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // after the rename there is nothing of that name
	if err := errors.Join(write(f), f.Chmod(0o644), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}

func (s *Shop) writeItems(w io.Writer) error {
	c := csv.NewWriter(w)
	c.Write([]string{"id", "title", "category", "price", "supplier", "tags", "url"})
	for _, it := range s.Items {
		c.Write([]string{
			it.ID, it.Title, it.Category, fmt.Sprintf("%d.%02d", it.Pence/100, it.Pence%100), it.Supplier,
			strings.Join(it.Tags, "|"), "item/" + it.ID,
		})
	}
	c.Flush()
	return c.Error()
}

func (s *Shop) writeEvents(w io.Writer) error {
	c := csv.NewWriter(w)
	c.Write([]string{"visitor", "item", "kind", "time", "daypart", "device", "season"})
	for _, e := range s.Events() {
		c.Write([]string{e.Visitor, e.Item, e.Kind, e.At.Format(time.RFC3339), e.Daypart, e.Device, e.Season})
	}
	c.Flush()
	return c.Error()
}
