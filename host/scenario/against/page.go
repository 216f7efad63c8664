package against

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"math"
)

//go:embed page.html
var source string

// page is one file: no script, and nothing from elsewhere. Texts of the catalogs
// are escaped for where they stand.
var page = template.Must(template.New("page").Funcs(template.FuncMap{
	"percent": func(share float64) string { return fmt.Sprintf("%.1f %%", 100*share) },
	"points":  func(share float64) string { return fmt.Sprintf("%+.2f", 100*share) },
	"two":     func(x float64) string { return fmt.Sprintf("%.2f", x) },
	"width":   func(share, of float64) string { return fmt.Sprintf("%.1f", 100*share/math.Max(of, 1e-9)) },
	"largest": largest,
	"rows":    func(title, what string, all []Shift) rows { return rows{title, what, all} },
	"places":  func(title string, all []Place) listing { return listing{title, all} },
	"cut":     func(all []Place) []Place { return all[:min(len(all), mostListed)] },
	"rest":    func(all []Place) int { return max(0, len(all)-mostListed) },
	"head":    func(all []Shift) []Shift { return all[:min(len(all), mostListed)] },
}).Parse(source))

// mostListed is how many of a long list the page shows.
const mostListed = 30

// largest is the largest share, that bars are drawn against.
func largest(all []Shift) (most float64) {
	for _, s := range all {
		most = max(most, s.Before, s.Now)
	}
	return most
}

// rows are a table of the page, and listing a list of items.
type (
	rows struct {
		Title, What string
		Shifts      []Shift
	}
	listing struct {
		Title  string
		Places []Place
	}
)

// A Band is how many visitors' lists are so alike.
type Band struct {
	Name     string
	Visitors int
	Share    float64
}

// Bands count made-up visitors and personas by rank-biased overlap, a tenth each.
func (c *Comparison) Bands() []Band {
	bands := make([]Band, 10)
	for i := range bands {
		bands[i].Name = fmt.Sprintf("%.1f to %.1f", float64(i)/10, float64(i+1)/10)
	}
	for i := range c.Visitors {
		bands[min(9, int(10*c.Visitors[i].RBO))].Visitors++
	}
	for i := range bands {
		bands[i].Share = float64(bands[i].Visitors) / float64(max(1, len(c.Visitors)))
	}
	return bands
}

// MostAlike is the largest share of a band.
func (c *Comparison) MostAlike() (most float64) {
	for _, b := range c.Bands() {
		most = max(most, b.Share)
	}
	return most
}

// mostMadeUp is how many made-up visitors the page shows: those for whom most changes.
const mostMadeUp = 10

// Shown are the visitors that the page shows one by one.
func (c *Comparison) Shown() []Visitor {
	return c.Visitors[:min(len(c.Visitors), c.Personas+mostMadeUp)]
}

// HTML writes the comparison as a page.
func (c *Comparison) HTML(w io.Writer) error { return page.Execute(w, c) }
