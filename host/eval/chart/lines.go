package chart

import (
	"fmt"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg/draw"
)

// Lines show how values develop, a line for each series.
type Lines struct {
	Title, X, Y string
	LogX, LogY  bool // what is drawn so must be above 0
	Series      []Line
}

// A Line is points of rising X. An interval is drawn where Half is above 0.
type Line struct {
	Name   string
	Points []Point
}

func (l Lines) plot() (*plot.Plot, error) {
	p := blank(l.Title, l.X, l.Y)
	p.Add(grid())
	for i, s := range l.Series {
		colour := colours[i%len(colours)]
		for _, x := range s.Points {
			if math.IsNaN(x.X+x.Y) || math.IsInf(x.X+x.Y+x.Half, 0) || l.LogX && x.X <= 0 || l.LogY && x.Y-x.Half <= 0 {
				return nil, fmt.Errorf("line %q cannot be drawn: a point is at %v, %v ± %v", s.Name, x.X, x.Y, x.Half)
			}
		}
		line, marks, err := plotter.NewLinePoints(points(s.Points))
		if err != nil {
			return nil, fmt.Errorf("line %q: %w", s.Name, err)
		}
		line.Color, line.Width = colour, 1.4
		marks.GlyphStyle = draw.GlyphStyle{Color: colour, Radius: 1.8, Shape: draw.CircleGlyph{}}
		p.Add(line, marks)
		bars, err := plotter.NewYErrorBars(points(s.Points))
		if err != nil {
			return nil, fmt.Errorf("line %q: %w", s.Name, err)
		}
		bars.Color, bars.CapWidth = colour, 3
		p.Add(bars)
		p.Legend.Add(s.Name, line)
	}
	if l.LogX {
		p.X.Scale, p.X.Tick.Marker = plot.LogScale{}, decades{}
	}
	// The legend stands above the lines, and each name takes some of the height.
	room := max(0.3, 0.075*float64(len(l.Series)))
	p.Legend.XOffs = 0.44 * width
	if l.LogY {
		p.Y.Scale, p.Y.Tick.Marker = plot.LogScale{}, decades{}
		p.Y.Max *= math.Pow(p.Y.Max/p.Y.Min, room)
	} else {
		p.Y.Max += room * (p.Y.Max - p.Y.Min)
	}
	return p, nil
}
