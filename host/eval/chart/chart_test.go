package chart_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"privet/host/eval/chart"
)

// texts returns the words of an SVG and how many shapes it has; it must be whole XML.
func texts(t *testing.T, svg []byte) (words []string, shapes int) {
	d := xml.NewDecoder(bytes.NewReader(svg))
	inside := false
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return words, shapes
		}
		require.NoError(t, err)
		switch x := token.(type) {
		case xml.StartElement:
			inside = x.Name.Local == "text"
			if x.Name.Local == "path" {
				shapes++
			}
		case xml.CharData:
			if inside {
				words = append(words, strings.TrimSpace(string(x)))
			}
		}
	}
}

func TestWrite(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, chart.Write(&out, []chart.Panel{
		chart.Scatter{
			Title: "quality", X: "bytes an item", Y: "ndcg", LogX: true,
			Points: []chart.Point{{Name: "popularity", X: 4, Y: 0.1, Half: 0.01}, {Name: "a <b> & c", X: 12000, Y: 0.36}},
			Curve:  []chart.Point{{X: 12, Y: 0.3}, {Name: "privet", X: 48, Y: 0.4, Half: 0.02}},
		},
		chart.Lines{Title: "curves", X: "visit", Series: []chart.Line{{"rising", []chart.Point{{X: 1, Y: -1, Half: 0.5}, {X: 2, Y: 3}}}}},
		chart.Lines{Title: "decades", LogX: true, LogY: true, Series: []chart.Line{{"steep", []chart.Point{{X: 50, Y: 0.02}, {X: 7000, Y: 40}}}}},
		chart.Bars{Title: "shares", X: "share", Groups: []string{"lamps", "things with a very long name"}, Series: []chart.Series{{"items", []float64{0.4, 0.6}}}},
	}))
	words, shapes := texts(t, out.Bytes())
	require.Subset(t, words, []string{"quality", "bytes an item", "popularity", "a <b> & c", "privet", "10", "1000", "curves", "visit", "rising", "steep", "0.1", "lamps", "things with a ver…", "items"})
	require.Greater(t, shapes, 20)
	require.Contains(t, out.String(), "Arial", "a font for those who lack the first")
}

// Names of points that lie on one another are apart.
func TestScatter_namesDoNotCover(t *testing.T) {
	var out bytes.Buffer
	same := chart.Scatter{Points: []chart.Point{{Name: "one", X: 1, Y: 1}, {Name: "two", X: 1, Y: 1}, {Name: "far", X: 9, Y: 1}}}
	require.NoError(t, chart.Write(&out, []chart.Panel{same}))
	at := map[string]string{}
	for _, line := range strings.Split(out.String(), "<text ")[1:] {
		y := line[strings.Index(line, `y="`)+3:]
		for _, name := range []string{"one", "two", "far"} {
			if strings.Contains(line, name+"<") || strings.Contains(line, name+"\u2002") {
				at[name] = y[:strings.IndexByte(y, '"')]
			}
		}
	}
	require.Len(t, at, 3)
	require.NotEqual(t, at["one"], at["two"])
	require.Equal(t, at["one"], at["far"], "there is room beside its own point")
}

func TestWrite_refuses(t *testing.T) {
	for name, p := range map[string]chart.Panel{
		"logarithm of nothing": chart.Scatter{LogX: true, Points: []chart.Point{{Name: "x", X: 0, Y: 1}}},
		"no interval":          chart.Scatter{Points: []chart.Point{{Name: "x", X: 1, Y: 1, Half: math.Inf(1)}}},
		"no number":            chart.Scatter{Points: []chart.Point{{Name: "x", X: 1, Y: math.NaN()}}},
	} {
		require.ErrorContains(t, chart.Write(io.Discard, []chart.Panel{p}), `point "x" cannot be drawn`, name)
	}
	uneven := chart.Bars{Groups: []string{"a", "b"}, Series: []chart.Series{{"s", []float64{1}}}}
	require.ErrorContains(t, chart.Write(io.Discard, []chart.Panel{uneven}), `series "s" has 1 values for 2 groups`)
	for _, wild := range []chart.Point{{X: 1, Y: math.NaN()}, {X: math.Inf(1), Y: 1}, {X: 1, Y: 1, Half: math.Inf(1)}} {
		lines := chart.Lines{Series: []chart.Line{{"s", []chart.Point{wild}}}}
		require.ErrorContains(t, chart.Write(io.Discard, []chart.Panel{lines}), `line "s" cannot be drawn`)
	}
	for _, lines := range []chart.Lines{
		{LogX: true, Series: []chart.Line{{"s", []chart.Point{{X: 0, Y: 1}}}}},
		{LogY: true, Series: []chart.Line{{"s", []chart.Point{{X: 1, Y: 1, Half: 1}}}}},
	} {
		require.ErrorContains(t, chart.Write(io.Discard, []chart.Panel{lines}), `line "s" cannot be drawn`, "the logarithm of nothing")
	}
}
