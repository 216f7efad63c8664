package devices

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"privet/host/eval"
	"privet/host/eval/chart"
	"privet/host/eval/metric"
	"privet/host/eval/offpolicy"
)

// Print writes the table for people.
func (r *Report) Print(w io.Writer) error {
	tab := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tab, "devices\tclicks a list\tgain\tearly\tlate\tlost to exploration\tclick rate\tdismissed")
	taste := ""
	for _, x := range r.Rows {
		if x.Taste != taste {
			taste = x.Taste
			fmt.Fprintf(tab, "%s\t\t\t\t\t\t\t\n", taste)
		}
		fmt.Fprintf(tab, "  %s\t%s\t%s\t%s\t%s\t%s\t%.2f %%\t%.2f %%\n", x.Policy, plain(x.Clicks), signed(x.Gain), signed(x.Early), signed(x.Late), plain(x.Lost),
			100*x.Rate, 100*x.Dismissed)
	}
	if err := tab.Flush(); err != nil || len(r.Checks) == 0 {
		return err
	}
	fmt.Fprintf(tab, "\nclicks of an impression\tof\tplaces\ttruth\tips\tsnips\tmean weight\teffective clicks\tlogged\t\n")
	for i := range r.Checks {
		c := &r.Checks[i]
		fmt.Fprintf(tab, "  from %s\t%s\t%d\t%.5f\t%s\t%s\t%.3f\t%.0f\t%.5f\t%s\n", c.Policy, c.Other, c.Places, c.Truth, interval(c.IPS), interval(c.SNIPS), c.Weight, c.EffectiveRewards, c.Logged, c.doubt())
	}
	return tab.Flush()
}

func interval(e offpolicy.Estimate) string {
	return fmt.Sprintf("%.5f [%.5f, %.5f]", e.Value, e.Low, e.High)
}

func plain(m metric.Mean) string  { return fmt.Sprintf("%.4f ± %.4f", m.Value, m.Half) }
func signed(m metric.Mean) string { return fmt.Sprintf("%+.4f ± %.4f", m.Value, m.Half) }

// Figures returns means with half widths of their intervals, curves, and checks.
func (r *Report) Figures() []eval.Figure {
	var out []eval.Figure
	add := func(name string, m metric.Mean) {
		out = append(out, eval.Figure{Name: "devices/" + name, Value: m.Value, Unit: "1"}, eval.Figure{Name: "devices/" + name + "/ci95", Value: m.Half, Unit: "1"})
	}
	for _, x := range r.Rows {
		name := x.Taste + "/" + x.Policy
		add(name+"/clicks-a-list", x.Clicks)
		add(name+"/gain", x.Gain)
		add(name+"/gain-early", x.Early)
		add(name+"/gain-late", x.Late)
		add(name+"/lost-to-exploration", x.Lost)
		for visit, m := range x.Curve {
			add(fmt.Sprintf("%s/gain-in-visit-%d", name, visit+1), m)
		}
	}
	for i := range r.Checks {
		c := &r.Checks[i]
		name := fmt.Sprintf("devices/check/%s/%s/places-%d/", c.Policy, c.Other, c.Places)
		for _, x := range []struct {
			name  string
			value float64
		}{
			{"truth", c.Truth}, {"ips", c.IPS.Value}, {"ips/low", c.IPS.Low}, {"ips/high", c.IPS.High},
			{"snips", c.SNIPS.Value}, {"snips/low", c.SNIPS.Low}, {"snips/high", c.SNIPS.High}, {"mean-weight", c.Weight}, {"logged", c.Logged},
		} {
			out = append(out, eval.Figure{Name: name + x.name, Value: x.value, Unit: "1", Remark: c.doubt()})
		}
	}
	return out
}

// Chart draws what learning gained, visit by visit: a panel for each taste.
func (r *Report) Chart(w io.Writer) error {
	var panels []chart.Panel
	for _, taste := range Tastes {
		lines := chart.Lines{Title: taste.Name, X: "visit", Y: "clicks a list more than without learning"}
		for _, x := range r.Rows {
			if x.Taste != taste.Name || x.Policy == Ideal {
				continue
			}
			line := chart.Line{Name: strings.TrimPrefix(x.Policy, "learning, ")}
			for visit, m := range x.Curve {
				point := chart.Point{X: float64(visit + 1), Y: m.Value}
				if x.Policy == plainly {
					point.Half = m.Half
				}
				line.Points = append(line.Points, point)
			}
			lines.Series = append(lines.Series, line)
		}
		panels = append(panels, lines)
	}
	return chart.Write(w, panels)
}
