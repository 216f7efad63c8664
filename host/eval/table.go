package eval

import (
	"encoding/json"
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"privet/host/catalog/train"
	"privet/host/eval/metric"
)

// A Table is the result of one protocol.
type Table struct {
	Protocol string
	Metrics  []string // columns
	Rows     []Row
	Notes    []Note
	Trials   []train.Trial // how the trainer chose
}

// A Row is how one method did.
type Row struct {
	Method  string
	Means   []metric.Mean // beside Table.Metrics
	Seconds float64       // to fit and rank
}

// A Note is a further figure: what the catalog costs, for one.
type Note struct {
	Name  string
	Value float64
	Unit  string
}

func (t *Table) note(name string, value float64, unit string) {
	t.Notes = append(t.Notes, Note{name, value, unit})
}

// run adds a method's row.
func (t *Table) run(method string, measure func() ([]observation, error)) error {
	began := time.Now()
	all, err := measure()
	if err != nil {
		return fmt.Errorf("%s: %w", method, err)
	}
	row := Row{Method: method, Means: make([]metric.Mean, len(t.Metrics))}
	sums, counts := make([]float64, len(all)), make([]int, len(all))
	for m := range t.Metrics {
		for i, o := range all {
			sums[i], counts[i] = 0, len(o)
			for _, values := range o {
				sums[i] += values[m]
			}
		}
		row.Means[m] = metric.Average(sums, counts)
	}
	row.Seconds = time.Since(began).Seconds()
	t.Rows = append(t.Rows, row)
	return nil
}

// Print writes the table for people: means, and half of their 95 % intervals.
func (t *Table) Print(w io.Writer) error {
	tab := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(tab, "%s", t.Protocol)
	for _, m := range t.Metrics {
		fmt.Fprintf(tab, "\t%s", m)
	}
	fmt.Fprintf(tab, "\tseconds\n")
	for _, r := range t.Rows {
		fmt.Fprintf(tab, "%s", r.Method)
		for _, m := range r.Means {
			fmt.Fprintf(tab, "\t%.4f ± %.4f", m.Value, m.Half)
		}
		fmt.Fprintf(tab, "\t%.1f\n", r.Seconds)
	}
	for _, n := range t.Notes {
		fmt.Fprintf(tab, "%s\t%.4g %s\n", n.Name, n.Value, n.Unit)
	}
	return tab.Flush()
}

// JSON writes a JSON object a line for programs.
func (t *Table) JSON(w io.Writer) error {
	e := json.NewEncoder(w)
	line := func(name string, value float64, unit string) error {
		return e.Encode(struct {
			Name  string  `json:"name"`
			Value float64 `json:"value"`
			Unit  string  `json:"unit"`
		}{t.Protocol + "/" + name, value, unit})
	}
	for _, r := range t.Rows {
		for i, m := range r.Means {
			if err := line(r.Method+"/"+t.Metrics[i], m.Value, "1"); err != nil {
				return err
			}
			if err := line(r.Method+"/"+t.Metrics[i]+"/ci95", m.Half, "1"); err != nil {
				return err
			}
		}
		if err := line(r.Method+"/seconds", r.Seconds, "s"); err != nil {
			return err
		}
	}
	for _, n := range t.Notes {
		if err := line(n.Name, n.Value, n.Unit); err != nil {
			return err
		}
	}
	return nil
}
