package read

import (
	"cmp"
	"errors"
	"fmt"
	"io"
)

// A Report says what became of the rows of each file.
type Report struct {
	Items, Events FileReport
	Currency      string // of the prices, where they or the mapping say it
}

// A FileReport says what became of the rows of one file: each was used, dropped
// by a rule of the mapping, or set aside because it is damaged.
type FileReport struct {
	File     string
	Format   string // by which the file was read; "" where a mapping says how
	Rows     int
	Kept     int         // events, or distinct items
	Dropped  []Count     // by rule, in the order of the mapping, then by other reasons
	SetAside int         // damaged rows
	Examples []*RowError // the first few of them
	Warnings []Count     // rows or items that are used, but not as they were
}

// examples is how many damaged rows a report shows.
const examples = 10

// setAside counts a damaged row. It fails when there are more than most.
func (r *FileReport) setAside(e *RowError, most int) error {
	r.SetAside++
	if len(r.Examples) < examples {
		r.Examples = append(r.Examples, e)
	}
	if r.SetAside > most {
		return fmt.Errorf("%s: more than %d rows are damaged, so the file may not be what it should be; allow more with --max-errors. The first: %w", r.File, most, r.Examples[0])
	}
	return nil
}

// count adds a row to a count of the list, which it enters if it has to.
func count(list *[]Count, name string, rows int) {
	if rows == 0 {
		return
	}
	for i := range *list {
		if (*list)[i].Name == name {
			(*list)[i].Rows += rows
			return
		}
	}
	*list = append(*list, Count{name, rows})
}

// scan calls use with every row that no rule drops, and sets aside those that
// are damaged or that use refuses.
func (r *FileReport) scan(t *Table, o *Options, rules []boundRule, use func(*Row) (*fieldError, error)) error {
	row := &Row{}
	for {
		err := t.Next(row)
		if err == io.EOF {
			count(&r.Warnings, "rows that were not UTF-8 and were read as Windows-1252 (another encoding can be given in a mapping)", t.recoded())
			return nil
		}
		r.Rows++
		if r.Rows%4096 == 0 && o.Context.Err() != nil {
			return o.Context.Err()
		}
		var damage *RowError
		if errors.As(err, &damage) {
			if err := r.setAside(damage, o.MaxErrors); err != nil {
				return err
			}
			continue
		}
		if err != nil {
			return err
		}
		drop, wrong := dropped(rules, row)
		if drop {
			continue
		}
		if wrong == nil {
			if wrong, err = use(row); err != nil {
				return fmt.Errorf("%s:%d: %w", cmp.Or(row.File, r.File), row.Line, err)
			}
		}
		if wrong != nil {
			if err := r.setAside(&RowError{cmp.Or(row.File, r.File), row.Line, wrong.field, wrong.detail}, o.MaxErrors); err != nil {
				return err
			}
		}
	}
}
