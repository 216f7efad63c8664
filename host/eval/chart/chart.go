// Package chart draws what an evaluation measured as SVG.
package chart

import (
	"bytes"
	"image/color"
	"io"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgsvg"
)

// A Panel is one diagram of a chart.
type Panel interface {
	plot() (*plot.Plot, error)
}

const (
	columns = 2
	width   = 440 * vg.Length(1) // of a panel, in points
	height  = 320 * vg.Length(1)
	small   = 9 * vg.Length(1) // font size of labels
)

// colours can be told apart by everybody and on white (Okabe and Ito 2008).
var colours = []color.Color{
	color.RGBA{0, 114, 178, 255}, color.RGBA{230, 159, 0, 255}, color.RGBA{0, 158, 115, 255},
	color.RGBA{204, 121, 167, 255}, color.RGBA{213, 94, 0, 255}, color.RGBA{86, 180, 233, 255},
	color.RGBA{240, 228, 66, 255}, color.Gray{110},
}

// Write draws the panels, two in a row.
func Write(w io.Writer, panels []Panel) error {
	across := min(columns, max(1, len(panels)))
	rows := max(1, (len(panels)+across-1)/across)
	svg := vgsvg.New(width*vg.Length(across), height*vg.Length(rows))
	canvas := draw.New(svg)
	canvas.SetColor(color.White)
	canvas.Fill(canvas.Rectangle.Path())
	tiles := draw.Tiles{Rows: rows, Cols: across, PadX: 16, PadY: 16, PadTop: 8, PadBottom: 8, PadLeft: 8, PadRight: 12}
	for i, p := range panels {
		drawing, err := p.plot()
		if err != nil {
			return err
		}
		drawing.Draw(tiles.At(canvas, i%across, i/across))
	}
	var out bytes.Buffer
	if _, err := svg.WriteTo(&out); err != nil {
		return err
	}
	// Widths are those of Liberation Sans, which are Arial's: where the first is
	// not there, the second or what stands for it fits too.
	_, err := w.Write(bytes.ReplaceAll(out.Bytes(), []byte("font-family:Liberation Sans;"), []byte("font-family:'Liberation Sans',Arial,Helvetica,sans-serif;")))
	return err
}

// blank is a panel's axes and title, before anything is drawn.
func blank(title, x, y string) *plot.Plot {
	p := plot.New()
	p.Title.Text, p.X.Label.Text, p.Y.Label.Text = title, x, y
	sans := font.Font{Typeface: "Liberation", Variant: "Sans"}
	for _, f := range []*font.Font{
		&p.Title.TextStyle.Font, &p.X.Label.TextStyle.Font, &p.Y.Label.TextStyle.Font,
		&p.X.Tick.Label.Font, &p.Y.Tick.Label.Font, &p.Legend.TextStyle.Font,
	} {
		size := f.Size
		*f = sans
		f.Size = size
	}
	p.Title.TextStyle.Font.Size, p.Title.Padding = 11, 6
	p.X.Label.TextStyle.Font.Size, p.Y.Label.TextStyle.Font.Size = 10, 10
	p.X.Tick.Label.Font.Size, p.Y.Tick.Label.Font.Size, p.Legend.TextStyle.Font.Size = small, small, small
	p.X.LineStyle.Color, p.Y.LineStyle.Color = color.Gray{120}, color.Gray{120}
	p.Legend.Top, p.Legend.Padding, p.Legend.ThumbnailWidth = true, 4, 12
	p.Legend.Left, p.Legend.XOffs = true, 0.62*width // text to the right: a wider font only ends later
	return p
}
