package chart

import (
	"cmp"
	"fmt"
	"image/color"
	"math"
	"slices"
	"strconv"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg/draw"
)

// A Scatter shows named points and, where there is one, a curve through several.
type Scatter struct {
	Title, X, Y string
	LogX        bool // X of every point must be above 0
	Points      []Point
	Curve       []Point // rising in X
}

// A Point is a value with an interval of ± Half around its Y.
type Point struct {
	Name       string
	X, Y, Half float64
}

// Len, XY and YError make points what the plotting library draws.
func (s points) Len() int                         { return len(s) }
func (s points) XY(i int) (x, y float64)          { return s[i].X, s[i].Y }
func (s points) YError(i int) (low, high float64) { return s[i].Half, s[i].Half }

type points []Point

func (s Scatter) plot() (*plot.Plot, error) {
	p := blank(s.Title, s.X, s.Y)
	all := points(slices.Concat(s.Points, s.Curve))
	for _, x := range all {
		if s.LogX && x.X <= 0 || math.IsNaN(x.Y) || math.IsInf(x.Half, 0) {
			return nil, fmt.Errorf("point %q cannot be drawn: it is at %v, %v ± %v", x.Name, x.X, x.Y, x.Half)
		}
	}
	s.scale(p, all)
	p.Add(grid())
	if err := s.addPoints(p, s.Points, colours[1]); err != nil {
		return nil, err
	}
	if len(s.Curve) > 0 {
		line, err := plotter.NewLine(points(s.Curve))
		if err != nil {
			return nil, err
		}
		line.Color, line.Width = colours[0], 1.6
		p.Add(line)
		if err := s.addPoints(p, s.Curve, colours[0]); err != nil {
			return nil, err
		}
	}
	names, err := labels(p, all)
	if err != nil {
		return nil, err
	}
	p.Add(names)
	return p, nil
}

// scale fits the axes to the points.
func (s Scatter) scale(p *plot.Plot, all points) {
	low, high, top := math.Inf(1), math.Inf(-1), 0.0
	for _, x := range all {
		low, high, top = min(low, x.X), max(high, x.X), max(top, x.Y+x.Half)
	}
	p.Y.Min, p.Y.Max = 0, 1.05*top
	if s.LogX {
		p.X.Scale, p.X.Tick.Marker = plot.LogScale{}, decades{}
		span := math.Log(high / low)
		p.X.Min, p.X.Max = low*math.Exp(-0.08*span-0.1), high*math.Exp(0.08*span+0.1)
		return
	}
	span := max(high-low, 0.1)
	p.X.Min, p.X.Max = low-0.08*span, high+0.08*span
}

func (s Scatter) addPoints(p *plot.Plot, list points, colour color.Color) error {
	bars, err := plotter.NewYErrorBars(list)
	if err != nil {
		return err
	}
	bars.Color, bars.CapWidth = colour, 4
	marks, err := plotter.NewScatter(list)
	if err != nil {
		return err
	}
	marks.GlyphStyle = draw.GlyphStyle{Color: colour, Radius: 2.6, Shape: draw.CircleGlyph{}}
	p.Add(bars, marks)
	return nil
}

// labelGap is how far apart names must be, as a share of the height.
const labelGap = 0.045

// labels names the points, beside them, where names do not cover each other:
// from the top down, each where its point is or below the name before it.
func labels(p *plot.Plot, all points) (*plotter.Labels, error) {
	named := slices.DeleteFunc(slices.Clone(all), func(x Point) bool { return x.Name == "" })
	slices.SortFunc(named, func(a, b Point) int { return cmp.Or(cmp.Compare(b.Y, a.Y), cmp.Compare(a.X, b.X)) })
	var at plotter.XYLabels
	for i, x := range named {
		y := x.Y
		for _, above := range at.XYs[:i] {
			if leftward(p, above.X) == leftward(p, x.X) && math.Abs(p.X.Norm(above.X)-p.X.Norm(x.X)) < 0.25 {
				y = min(y, above.Y-labelGap*(p.Y.Max-p.Y.Min))
			}
		}
		at.XYs, at.Labels = append(at.XYs, plotter.XY{X: x.X, Y: y}), append(at.Labels, x.Name)
	}
	labels, err := plotter.NewLabels(at)
	if err != nil {
		return nil, err
	}
	for i := range labels.TextStyle {
		labels.TextStyle[i] = text.Style{
			Color: color.Black, Handler: plot.DefaultTextHandler, YAlign: draw.YCenter,
			Font: font.Font{Typeface: "Liberation", Variant: "Sans", Size: small},
		}
		if leftward(p, at.XYs[i].X) {
			labels.TextStyle[i].XAlign = draw.XRight
			labels.Labels[i] += gap + gap // a wider font ends nearer to the point
		} else {
			labels.Labels[i] = gap + labels.Labels[i]
		}
	}
	return labels, nil
}

// gap keeps a name off its point.
const gap = "\u2002"

// leftward tells whether a name stands before its point, since it would not fit
// behind it.
func leftward(p *plot.Plot, x float64) bool {
	return p.X.Norm(x) > 0.7
}

func grid() *plotter.Grid {
	g := plotter.NewGrid()
	g.Horizontal.Color, g.Vertical.Color = color.Gray{225}, color.Gray{225}
	return g
}

// decades are the ticks 1, 10, 100… as people write them.
type decades struct{}

func (decades) Ticks(low, high float64) []plot.Tick {
	var out []plot.Tick
	for decade := math.Pow10(int(math.Floor(math.Log10(low)))); decade <= high; decade *= 10 {
		for step := 1.0; step < 10; step++ {
			if at := step * decade; at >= low && at <= high {
				t := plot.Tick{Value: at}
				if step == 1 {
					t.Label = strconv.FormatFloat(at, 'f', -1, 64)
				}
				out = append(out, t)
			}
		}
	}
	return out
}
