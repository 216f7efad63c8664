package catalog

import (
	"context"
	"io/fs"
	"path/filepath"
	"reflect"
	"time"

	"privet/engine/format"
	"privet/host/catalog/dataset"
	"privet/host/catalog/read"
	"privet/host/catalog/train"
)

// A Builder builds again and again. It reads its files again only where one of them has changed, and
// trains only where something that training depends on has; the bytes are those of a first build.
// One build at a time. A nil Builder keeps nothing: it is for a single build.
type Builder struct {
	// Of the last reading that succeeded:
	files            []stamp
	mapping          *read.Mapping
	errors, visitors int // MaxErrors and MinVisitors
	data             *dataset.Dataset
	reading          *read.Report
	// Of the last training that succeeded, with that data:
	options  train.Options
	trained  []byte // as it was before the owner's rules; nil where there is none
	training train.Report
}

// A stamp tells whether a file is the one that it was, as make does.
type stamp struct {
	name  string
	bytes int64
	at    time.Time
}

// stamps are those of files, and of all files in a folder.
func stamps(names ...string) ([]stamp, error) {
	var all []stamp
	for _, name := range names {
		if name == "" {
			continue
		}
		if err := filepath.WalkDir(name, func(name string, entry fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			info, err := entry.Info()
			if err == nil && !entry.IsDir() {
				all = append(all, stamp{name, info.Size(), info.ModTime()})
			}
			return err
		}); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func (b *Builder) read(o read.Options) (*dataset.Dataset, *read.Report, error) {
	if b == nil {
		return read.Read(o)
	}
	files, err := stamps(o.Items, o.Events)
	if err == nil && b.data != nil && b.errors == o.MaxErrors && b.visitors == o.MinVisitors && reflect.DeepEqual(files, b.files) && reflect.DeepEqual(o.Mapping, b.mapping) {
		return b.data, b.reading, nil
	}
	*b = Builder{}
	data, reading, err := read.Read(o)
	if err == nil {
		*b = Builder{files: files, mapping: o.Mapping, errors: o.MaxErrors, visitors: o.MinVisitors, data: data, reading: reading}
	}
	return data, reading, err
}

func (b *Builder) train(ctx context.Context, data *dataset.Dataset, o train.Options, progress train.Progress) (*format.Catalog, train.Report, error) {
	if b == nil {
		return train.Train(ctx, data, o, progress)
	}
	if b.trained == nil || !reflect.DeepEqual(o, b.options) {
		b.trained = nil
		trained, training, err := train.Train(ctx, data, o, progress)
		if err != nil {
			return nil, training, err
		}
		if b.trained, err = format.Encode(trained); err != nil {
			return nil, training, err
		}
		b.options, b.training = o, training
	}
	trained, err := format.Decode(b.trained)
	return trained, b.training, err
}
