package eval

import (
	"fmt"
	"io"
	"text/tabwriter"
)

// title names a row for people.
func (r *AuditRow) title() string {
	if r.Visitors == "" {
		return r.Method
	}
	return r.Method + ", group " + r.Visitors
}

// print writes a table of methods, and one of item groups for each kind.
func (a *Audit) print(w io.Writer) error {
	tab := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(tab, "audit of the first %d\tasked\t%s\tgini\tcoverage\tnovelty, bits\n", auditDepth, a.Metric)
	for i := range a.Rows {
		r := &a.Rows[i]
		fmt.Fprintf(tab, "%s\t%d\t%.4f ± %.4f\t%.3f\t%.3f\t%.2f\n", r.title(), r.Asked, r.Accuracy.Value, r.Accuracy.Half, r.Gini, r.Coverage, r.Novelty)
	}
	if err := tab.Flush(); err != nil {
		return err
	}
	for k := range a.Kinds {
		if err := a.printKind(w, k); err != nil {
			return err
		}
	}
	return nil
}

// printKind compares what groups of items get of the attention with their
// shares of the catalog and of what people met.
func (a *Audit) printKind(w io.Writer, k int) error {
	kind := &a.Kinds[k]
	tab := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(tab, "share of attention by %s\titems\ttraining", kind.Name)
	for i := range a.Rows {
		if a.Rows[i].Visitors == "" {
			fmt.Fprintf(tab, "\t%s", a.Rows[i].Method)
		}
	}
	fmt.Fprintln(tab)
	for g, name := range kind.Groups {
		fmt.Fprintf(tab, "%s\t%.3f\t%.3f", name, kind.Catalog[g], kind.Training[g])
		for i := range a.Rows {
			if a.Rows[i].Visitors == "" {
				fmt.Fprintf(tab, "\t%.3f", a.Rows[i].Shares[k][g])
			}
		}
		fmt.Fprintln(tab)
	}
	return tab.Flush()
}

// figures returns every number of the audit.
func (a *Audit) figures(protocol string) []Figure {
	var out []Figure
	add := func(name string, value float64, unit string) {
		out = append(out, Figure{Name: protocol + "/audit/" + name, Value: value, Unit: unit})
	}
	for i := range a.Rows {
		r := &a.Rows[i]
		name := r.Method
		if r.Visitors != "" {
			name += "/group=" + r.Visitors
		}
		add(name+"/asked", float64(r.Asked), "1")
		add(name+"/"+a.Metric, r.Accuracy.Value, "1")
		add(name+"/"+a.Metric+"/ci95", r.Accuracy.Half, "1")
		add(name+"/gini", r.Gini, "1")
		add(name+"/coverage", r.Coverage, "1")
		add(name+"/novelty", r.Novelty, "bit")
		for k, kind := range a.Kinds {
			for g, group := range kind.Groups {
				add(name+"/share/"+kind.Name+"="+group, r.Shares[k][g], "1")
			}
		}
	}
	for _, kind := range a.Kinds {
		for g, group := range kind.Groups {
			add("items/share/"+kind.Name+"="+group, kind.Catalog[g], "1")
			add("training/share/"+kind.Name+"="+group, kind.Training[g], "1")
		}
	}
	return out
}
