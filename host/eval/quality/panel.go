package main

import (
	"cmp"
	"slices"
	"strings"

	"privet/host/eval/chart"
)

// panels draws each set.
func panels(sets []*set) []chart.Panel {
	out := make([]chart.Panel, len(sets))
	for i, s := range sets {
		out[i] = s.panel()
	}
	return out
}

// panel shows what the engine reaches at each size of the compressed catalog, and
// baselines at what their numbers and indices take. Figures of part of a history
// are no size: they are left out.
func (s *set) panel() chart.Scatter {
	p := chart.Scatter{
		Title: strings.TrimSpace(s.data + " " + s.protocol), X: "bytes an item", Y: headline[s.protocol], LogX: true,
	}
	for _, m := range s.methods {
		point := chart.Point{Name: m.name, X: m.bytes, Y: m.quality, Half: m.half}
		switch {
		case m.bytes <= 0 || strings.HasPrefix(m.name, "privet, last "):
		case m.name == "privet", strings.HasPrefix(m.name, "privet at "):
			point.Name = ""
			p.Curve = append(p.Curve, point)
		default:
			p.Points = append(p.Points, point)
		}
	}
	slices.SortStableFunc(p.Curve, func(a, b chart.Point) int { return cmp.Compare(a.X, b.X) })
	if n := len(p.Curve); n > 0 {
		p.Curve[n-1].Name = "privet"
	}
	return p
}
