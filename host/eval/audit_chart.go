package eval

import (
	"fmt"
	"io"

	"privet/host/eval/chart"
)

// Chart draws the audit: accuracy against how unequal exposure is, attention by
// groups of items, and accuracy by groups of visitors.
func (a *Audit) Chart(w io.Writer) error {
	accuracy := chart.Scatter{
		Title: "accuracy and concentration", X: "Gini of attention over items (0 is equal)", Y: a.Metric,
	}
	coverage := chart.Scatter{
		Title: fmt.Sprintf("accuracy and coverage of the first %d", auditDepth), X: "share of items ever shown", Y: a.Metric,
	}
	for i := range a.Rows {
		if r := &a.Rows[i]; r.Visitors == "" {
			accuracy.Points = append(accuracy.Points, chart.Point{Name: r.Method, X: r.Gini, Y: r.Accuracy.Value, Half: r.Accuracy.Half})
			coverage.Points = append(coverage.Points, chart.Point{Name: r.Method, X: r.Coverage, Y: r.Accuracy.Value, Half: r.Accuracy.Half})
		}
	}
	panels := []chart.Panel{accuracy, coverage}
	for k := range a.Kinds {
		panels = append(panels, a.shareBars(k))
	}
	if groups := a.groups(); len(groups) > 0 {
		panels = append(panels, a.visitorBars(groups))
	}
	return chart.Write(w, panels)
}

// shareBars compares what the first method shows with the catalog and with what
// people met.
func (a *Audit) shareBars(k int) chart.Panel {
	kind := &a.Kinds[k]
	return chart.Bars{
		Title: "attention by " + kind.Name, X: "share", Groups: kind.Groups,
		Series: []chart.Series{{Name: "of items", Values: kind.Catalog}, {Name: "of training events", Values: kind.Training}, {Name: "of attention, " + a.Rows[0].Method, Values: a.Rows[0].Shares[k]}},
	}
}

// visitorBars compares methods for each group of visitors.
func (a *Audit) visitorBars(groups []string) chart.Panel {
	b := chart.Bars{Title: "accuracy by group of visitors", X: a.Metric, Groups: groups}
	for i := range a.Rows {
		r := &a.Rows[i]
		if r.Visitors == "" {
			b.Series = append(b.Series, chart.Series{Name: r.Method})
			continue
		}
		last := &b.Series[len(b.Series)-1]
		last.Values = append(last.Values, r.Accuracy.Value)
	}
	return b
}
