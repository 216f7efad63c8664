package catalog

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"privet/host/catalog/manifest"
)

// keepBuild lets the manifest that is there, and its signature, stay as those of the
// build before, unless the new manifest is the same.
func keepBuild(dir string, text []byte) error {
	current, err := readFile(filepath.Join(dir, manifest.Name), manifest.MaxBytes)
	if errors.Is(err, fs.ErrNotExist) || err == nil && bytes.Equal(current, text) {
		return nil
	}
	if err == nil {
		_, err = manifest.Decode(current)
	}
	if err != nil {
		return nil // what cannot be read is nothing to go back to
	}
	if err := writeWhole(filepath.Join(dir, manifest.Previous), current); err != nil {
		return err
	}
	// The signature is left in its place, where it fits no longer: what was signed once is not served unsigned.
	signature, err := readFile(filepath.Join(dir, manifest.Signature), manifest.MaxBytes)
	if errors.Is(err, fs.ErrNotExist) {
		return move(dir, manifest.Signature, manifest.PreviousSignature)
	}
	if err != nil {
		return err
	}
	return writeWhole(filepath.Join(dir, manifest.PreviousSignature), signature)
}

// Rollback makes the build before count again, with the signature that it had; a second one takes the first back. Nothing is written
// unless all files of that build are there and whole.
func Rollback(dir string) (*manifest.Manifest, error) {
	previous, err := readFile(filepath.Join(dir, manifest.Previous), manifest.MaxBytes)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: there is no build before this one to go back to", dir)
	}
	if err != nil {
		return nil, err
	}
	current, err := readFile(filepath.Join(dir, manifest.Name), manifest.MaxBytes)
	if err != nil {
		return nil, err
	}
	if bytes.Equal(previous, current) {
		return nil, fmt.Errorf("%s: the build before is the one that counts", dir)
	}
	opened, err := open(dir, manifest.Previous)
	if err != nil {
		return nil, fmt.Errorf("the build before is no longer whole, and nothing was changed: %w", err)
	}
	// The older manifest first: if this ends in the middle, that one counts.
	err = writeWhole(filepath.Join(dir, manifest.Name), previous)
	if err == nil {
		err = writeWhole(filepath.Join(dir, manifest.Previous), current)
	}
	const aside = "manifest.aside.sig"
	for _, step := range [][2]string{
		{manifest.Signature, aside}, {manifest.PreviousSignature, manifest.Signature}, {aside, manifest.PreviousSignature},
	} {
		if err == nil {
			err = move(dir, step[0], step[1])
		}
	}
	return opened.Manifest, err
}

// move renames a file, or removes what has the other name where there is no such file.
func move(dir, from, to string) error {
	from, to = filepath.Join(dir, from), filepath.Join(dir, to)
	err := os.Rename(from, to)
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.Remove(to); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
