package report

import "fmt"

// A picture is the flow of data, drawn from top to bottom, so that it is as
// legible on a phone as on paper.
type picture struct {
	Width, Height int
	Boxes         []box
	Arrows        []arrow
	Labels        []label
}

// A box is a place where data are.
type box struct {
	X, Y, Width, Height int
	Title, Note         string
	Outer               bool // holds other boxes
}

// An arrow is a way that data take, or, barred, one that there is not. It is vertical.
type arrow struct {
	X, From, To int
	Barred      bool
}

// Path draws the arrow with its head.
func (a arrow) Path() string {
	back := 7
	if a.From > a.To {
		back = -back
	}
	return fmt.Sprintf("M%d %dV%dM%d %dl5 %dl5 %d", a.X, a.From, a.To, a.X-5, a.To-back, back, -back)
}

// Bar draws a cross over the middle of the arrow.
func (a arrow) Bar() string {
	return fmt.Sprintf("M%d %dl14 14m0 -14l-14 14", a.X-7, (a.From+a.To)/2-7)
}

// A label stands beside an arrow, its first line at Y.
type label struct {
	X, Y  int
	Lines []string
}

// flow is the same for every site.
var flow = picture{
	Width: 360, Height: 544,
	Boxes: []box{
		{X: 10, Y: 8, Width: 340, Height: 58, Title: "The edge", Note: "the same files for everybody, no log"},
		{X: 10, Y: 136, Width: 340, Height: 400, Title: "The visitor's browser", Outer: true},
		{X: 28, Y: 172, Width: 304, Height: 58, Title: "The page", Note: "what is done, and the moment"},
		{X: 136, Y: 286, Width: 196, Height: 58, Title: "IndexedDB", Note: "events, choices, receipts"},
		{X: 28, Y: 392, Width: 304, Height: 58, Title: "The engine", Note: "imports nothing"},
		{X: 28, Y: 490, Width: 304, Height: 34, Title: "The list, and why"},
	},
	Arrows: []arrow{
		{X: 60, From: 66, To: 136},
		{X: 196, From: 136, To: 66, Barred: true},
		{X: 60, From: 230, To: 392},
		{X: 156, From: 230, To: 286},
		{X: 156, From: 344, To: 392},
		{X: 60, From: 450, To: 490},
	},
	Labels: []label{
		{X: 70, Y: 96, Lines: []string{"catalog, texts,", "engine"}},
		{X: 212, Y: 96, Lines: []string{"nothing about", "the visitor"}},
		{X: 70, Y: 300, Lines: []string{"the", "moment,", "not kept"}},
		{X: 166, Y: 254, Lines: []string{"only what is allowed,", "in the end deleted"}},
		{X: 166, Y: 372, Lines: []string{"read for each list"}},
		{X: 70, Y: 475, Lines: []string{"an order, with its reasons"}},
	},
}

// Alternative says what the picture shows.
func (picture) Alternative() string {
	return "From the edge to the page flow the catalog, the texts and the engine, the same for everybody. Within the visitor's browser, what the page sees of " +
		"the moment goes to the engine and is not kept; what the visitor does goes to IndexedDB, where it is allowed, and from there to the engine for " +
		"each list. The engine, which imports nothing, gives the list its order and the reasons. Nothing about the visitor flows back to the edge."
}
