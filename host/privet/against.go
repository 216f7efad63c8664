package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"privet/host/catalog/read"
	"privet/host/scenario"
	"privet/host/scenario/against"
)

// compare is privet test --against.
func (t *test) compare(ctx context.Context, out io.Writer, progress read.Progress) error {
	folder, err := scenario.LoadFolder(t.Dir)
	if err != nil {
		return err
	}
	now, err := t.catalogOf(folder)
	if err != nil {
		return err
	}
	if len(folder.Personas) == 0 && t.Visitors == 0 {
		return fmt.Errorf("%s has no %s, and --visitors is 0: there is nobody to compare for", t.Dir, scenario.PersonaFile)
	}
	c, err := against.Compare(ctx, against.Options{
		Old: t.Against, New: now, Personas: folder.Personas, Visitors: t.Visitors, Seed: t.Seed, Progress: progress,
	})
	if err != nil {
		return err
	}
	if t.Out != "" {
		if err := writeFile(t.Out, c.HTML); err != nil {
			return err
		}
	}
	return c.Text(out)
}

// catalogOf is the catalog that the folder's files name, if it is one.
func (t *test) catalogOf(folder *scenario.Folder) (string, error) {
	if t.Catalog != "" {
		return t.Catalog, nil
	}
	found := ""
	for _, f := range folder.Files {
		path := f.CatalogPath()
		if path != "" && found != "" && path != found {
			return "", fmt.Errorf("the files name several catalogs (%s, %s): say which with --catalog", filepath.ToSlash(found), filepath.ToSlash(path))
		}
		if path != "" {
			found = path
		}
	}
	if found == "" {
		return "", errors.New("the files name no catalog: say which with --catalog")
	}
	return found, nil
}
