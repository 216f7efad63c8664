package manifest

import "fmt"

// Limits of an index. The page's script has the same ones.
const (
	MaxIndex  = 8 << 20 // bytes of the index
	MaxShards = MaxNames
)

// An Index names the shards of a catalog that was split: what of it not every
// page loads. A page loads the shard of the category that it is about.
type Index struct {
	Version int     `json:"version"`
	Items   int     `json:"items"`  // in all: the head's, and those of every shard
	Shards  []Shard `json:"shards"` // most items first
}

// A Shard names the files of one category's items that are not in the head.
type Shard struct {
	Category string `json:"category"`
	Items    int    `json:"items"`
	Catalog  File   `json:"catalog"` // format.Shard
	Texts    File   `json:"texts"`
}

// Files returns every file that the index names.
func (x *Index) Files() []File {
	var files []File
	for i := range x.Shards {
		files = append(files, x.Shards[i].Catalog, x.Shards[i].Texts)
	}
	return files
}

// Find returns the shard of a category; nil where there is none.
func (x *Index) Find(category string) *Shard {
	for i := range x.Shards {
		if x.Shards[i].Category == category {
			return &x.Shards[i]
		}
	}
	return nil
}

// EncodeIndex writes an index, after the checks that DecodeIndex makes.
func EncodeIndex(x *Index) ([]byte, error) {
	if err := x.check(); err != nil {
		return nil, err
	}
	b, err := plainJSON(x)
	if err == nil && len(b) > MaxIndex {
		err = refuse("shards", "%d bytes of index are more than %d", len(b), MaxIndex)
	}
	return b, err
}

// DecodeIndex reads an index. Fields that it does not know are an error.
func DecodeIndex(text []byte) (*Index, error) {
	if len(text) > MaxIndex {
		return nil, refuse("shards", "%d bytes of index are more than %d", len(text), MaxIndex)
	}
	x := &Index{}
	if err := decodeStrictly(text, x); err != nil {
		return nil, err
	}
	return x, x.check()
}

func (x *Index) check() error {
	if x.Version != Version {
		return refuse("shards.version", "%d where this Privet reads %d: build again, or update Privet", x.Version, Version)
	}
	if len(x.Shards) > MaxShards {
		return refuse("shards", "%d are more than %d", len(x.Shards), MaxShards)
	}
	seen := map[string]bool{}
	for i := range x.Shards {
		s, field := &x.Shards[i], fmt.Sprintf("shards[%d]", i)
		if seen[s.Category] {
			return refuse(field+".category", "%q stands twice", s.Category)
		}
		seen[s.Category] = true
		if s.Items < 1 || s.Items > MaxItems {
			return refuse(field+".items", "%d is not from 1 to %d", s.Items, MaxItems)
		}
		if err := s.Catalog.check(field+".catalog", "bin"); err != nil {
			return err
		}
		if err := s.Texts.check(field+".texts", "json"); err != nil {
			return err
		}
	}
	return nil
}
