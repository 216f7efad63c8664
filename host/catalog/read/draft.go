package read

import (
	"bytes"
	"slices"
)

// A draft is an item whose rows are still being read.
type draft struct {
	line    int  // of its first row; 0 where that is in one of several files
	whole   bool // it has a row that is not one of its variants
	values  [fieldCount]choice
	tags    []string
	aliases []string
	extra   map[string]string
}

// hear adds a row to its item.
func (r *itemReader) hear(d *draft, row *Row, texts *[fieldCount][]byte, tags []string) {
	d.addAliases(r.aliases, row)
	variant := len(r.variant.text(row)) > 0
	for f := fieldTitle; f < fieldCount; f++ {
		if !variant || f == fieldPrice || f == fieldStock {
			d.values[f].add(r.fields[f].Choose, texts[f])
		}
	}
	switch {
	case variant:
	case !d.whole:
		d.whole, d.tags = true, tags
		if row.File == "" {
			d.line = row.Line
		}
		r.keepExtra(d, row)
	case !r.mapping.chooses():
		count(&r.report.Warnings, "rows of an id that stood before; the first row is used", 1)
	}
}

// addAliases adds what else events may call the item.
func (d *draft) addAliases(fields []boundField, row *Row) {
	for i := range fields {
		for part := range bytes.SplitSeq(fields[i].text(row), []byte("|")) {
			if part = bytes.TrimSpace(part); len(part) > 0 && len(part) <= maxID && len(d.aliases) < maxAliases && !slices.Contains(d.aliases, string(part)) {
				d.aliases = append(d.aliases, string(part))
			}
		}
	}
}

func (r *itemReader) keepExtra(d *draft, row *Row) {
	for i, column := range r.mapping.Extra {
		if r.extra[i] < 0 {
			continue
		}
		if value := tidy(row.Values[r.extra[i]]); len(value) > 0 {
			if d.extra == nil {
				d.extra = map[string]string{}
			}
			d.extra[column] = string(value[:min(len(value), maxText)])
		}
	}
}

// chooses tells whether several rows of one id are expected.
func (m *ItemMapping) chooses() bool {
	for _, f := range m.fields() {
		if f.Choose != "" {
			return true
		}
	}
	return false
}
