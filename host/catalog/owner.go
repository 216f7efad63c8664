package catalog

import (
	"slices"

	"privet/host/catalog/dataset"
	"privet/host/catalog/lint"
	"privet/host/catalog/rules"
)

// Ruled says what became of the owner's rules.
type Ruled struct {
	File              string // "" for none
	Rules, Affinities int    // of the file
	Compiled          int    // rules of the catalog: one of the file may make several, or none
	Windows           int    // items that may not always be shown
	Warnings          []rules.Warning
}

// loadRules reads the owner's rules before anything that takes long. Without a
// file there are none.
func loadRules(name string) (*rules.File, error) {
	if name == "" {
		return &rules.File{}, nil
	}
	return rules.Load(name)
}

// loadLint reads how strict the linter is. Without a file it is as strict as usual.
func loadLint(name string) (*lint.File, error) {
	if name == "" {
		return &lint.File{}, nil
	}
	return lint.Load(name)
}

// speakable returns the items that are not sensitive: those alone make interests
// that a visitor is offered.
func speakable(items []dataset.Item, sensitive []int32) []dataset.Item {
	left := slices.Clone(items)
	for _, i := range slices.Backward(sensitive) { // rising
		left = slices.Delete(left, int(i), int(i)+1)
	}
	return left
}
