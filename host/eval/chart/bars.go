package chart

import (
	"fmt"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
)

// Bars compare series of values, a bar of each for every group.
type Bars struct {
	Title, X string
	Groups   []string // the first on top
	Series   []Series
}

// A Series is one value for each group.
type Series struct {
	Name   string
	Values []float64
}

func (b Bars) plot() (*plot.Plot, error) {
	p := blank(b.Title, b.X, "")
	p.X.Min = 0
	p.Add(grid())
	// All bars of a panel share what it has of height, with room between groups.
	thick := min(12, 0.62*height/vg.Length(max(1, len(b.Groups)*(len(b.Series)+1))))
	for i, s := range b.Series {
		if len(s.Values) != len(b.Groups) {
			return nil, fmt.Errorf("series %q has %d values for %d groups", s.Name, len(s.Values), len(b.Groups))
		}
		values := make(plotter.Values, len(s.Values))
		for g, v := range s.Values {
			values[len(values)-1-g] = v
		}
		bars, err := plotter.NewBarChart(values, thick)
		if err != nil {
			return nil, err
		}
		bars.Horizontal, bars.Color, bars.LineStyle.Width = true, colours[i%len(colours)], 0
		bars.Offset = thick * (vg.Length(len(b.Series)-1)/2 - vg.Length(i))
		p.Add(bars)
		p.Legend.Add(s.Name, bars)
	}
	names := make([]string, len(b.Groups))
	for g, name := range b.Groups {
		names[len(names)-1-g] = short(name)
	}
	p.NominalY(names...)
	p.X.Max *= 1.7 // the legend stands where no bar is
	return p, nil
}

// short cuts a name to what an axis has room for.
func short(name string) string {
	const most = 18
	if r := []rune(name); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return name
}
