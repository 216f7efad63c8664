package eval

import (
	"fmt"
	"io"
	"math"
	"slices"
	"text/tabwriter"
	"time"

	"privet/host/eval/metric"
)

// A Table is the result of one protocol.
type Table struct {
	Protocol string
	Metrics  []string // columns
	Rows     []Row
	Notes    notes
	Audit    *Audit // nil where none was asked for
}

// A Row is how one method did.
type Row struct {
	Method  string
	Means   []metric.Mean // beside Table.Metrics
	Seconds float64       // to fit and rank
	Bytes   float64       // an item: what a page would have to load; 0 where unknown
}

// row returns the row of a method, which there must be.
func (t *Table) row(method string) *Row {
	at := slices.IndexFunc(t.Rows, func(r Row) bool { return r.Method == method })
	return &t.Rows[at]
}

// run adds a method's row, and audits it.
func (t *Table) run(method string, measure func() ([]observation, error)) error {
	all, err := t.add(method, measure)
	if err == nil && t.Audit != nil {
		t.Audit.add(method, all)
	}
	return err
}

// add adds a method's row.
func (t *Table) add(method string, measure func() ([]observation, error)) ([]observation, error) {
	began := time.Now()
	all, err := measure()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", method, err)
	}
	row := Row{Method: method, Means: make([]metric.Mean, len(t.Metrics))}
	sums, counts := make([]float64, len(all)), make([]int, len(all))
	for m := range t.Metrics {
		for i, o := range all {
			sums[i], counts[i] = 0, 0
			for _, r := range o {
				if !math.IsNaN(r.values[m]) {
					sums[i], counts[i] = sums[i]+r.values[m], counts[i]+1
				}
			}
		}
		row.Means[m] = metric.Average(sums, counts)
	}
	row.Seconds = time.Since(began).Seconds()
	t.Rows = append(t.Rows, row)
	return all, nil
}

// Print writes the table for people: means, and half of their 95 % intervals.
func (t *Table) Print(w io.Writer) error {
	tab := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(tab, "%s", t.Protocol)
	for _, m := range t.Metrics {
		fmt.Fprintf(tab, "\t%s", m)
	}
	fmt.Fprintf(tab, "\tseconds\tbytes an item\n")
	for _, r := range t.Rows {
		fmt.Fprintf(tab, "%s", r.Method)
		for _, m := range r.Means {
			fmt.Fprintf(tab, "\t%.4f ± %.4f", m.Value, m.Half)
		}
		fmt.Fprintf(tab, "\t%.1f\t%.0f\n", r.Seconds, r.Bytes)
	}
	if err := tab.Flush(); err != nil {
		return err
	}
	if err := t.Notes.print(w); err != nil || t.Audit == nil {
		return err
	}
	return t.Audit.print(w)
}

// Figures returns means, half widths of their intervals, and notes.
func (t *Table) Figures() []Figure {
	var out []Figure
	add := func(name string, value float64, unit string) {
		out = append(out, Figure{Name: t.Protocol + "/" + name, Value: value, Unit: unit})
	}
	for _, r := range t.Rows {
		for i, m := range r.Means {
			add(r.Method+"/"+t.Metrics[i], m.Value, "1")
			add(r.Method+"/"+t.Metrics[i]+"/ci95", m.Half, "1")
		}
		add(r.Method+"/seconds", r.Seconds, "s")
		add(r.Method+"/bytes-per-item", r.Bytes, "B")
	}
	if t.Audit != nil {
		out = append(out, t.Audit.figures(t.Protocol)...)
	}
	return append(out, t.Notes.figures(t.Protocol)...)
}
