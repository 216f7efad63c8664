package read

import "bytes"

// Carry says that rows of one key follow each other, of which only the first says
// all: the lines of an order, the variants of a product.
type Carry struct {
	Key     string   `yaml:"key"`     // column
	Columns []string `yaml:"columns"` // empty values in them are those of the row above
}

// carried reads rows with what they have in common with the row above.
type carried struct {
	rows
	key     int
	columns []int
	above   [][]byte // copies: the key, then the columns' values
}

// carry lets rows take values from the row above.
func (t *Table) carry(file string, c *Carry) error {
	key, err := t.mustColumn(file, c.Key)
	if err != nil || key < 0 {
		return err
	}
	r := &carried{rows: t.rows, key: key, above: make([][]byte, 1+len(c.Columns))}
	for _, name := range c.Columns {
		column, err := t.mustColumn(file, name)
		if err != nil {
			return err
		}
		if column >= 0 {
			r.columns = append(r.columns, column)
		}
	}
	t.rows = r
	return nil
}

func (r *carried) next(row *Row) error {
	if err := r.rows.next(row); err != nil {
		return err
	}
	same := bytes.Equal(row.Values[r.key], r.above[0])
	if !same {
		r.above[0] = append(r.above[0][:0], row.Values[r.key]...)
	}
	for i, column := range r.columns {
		if above := &r.above[1+i]; same && len(bytes.TrimSpace(row.Values[column])) == 0 {
			row.Values[column] = *above
		} else {
			*above = append((*above)[:0], row.Values[column]...)
		}
	}
	return nil
}
