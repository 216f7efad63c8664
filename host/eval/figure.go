package eval

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"text/tabwriter"
)

// A Result is what a protocol measured.
type Result interface {
	Print(io.Writer) error // for people
	Figures() []Figure     // for programs
}

// A Figure is one number.
type Figure struct {
	Name   string  `json:"name"`
	Value  float64 `json:"value"`
	Unit   string  `json:"unit"`
	Data   string  `json:"data,omitempty"`   // the data set's name, where one was given
	Remark string  `json:"remark,omitempty"` // what must be known to read the number
}

// WriteJSON writes a JSON object a line. What is not a number, such as the
// interval of a single user, JSON cannot say: it is left out.
func WriteJSON(w io.Writer, r Result, data string) error {
	e := json.NewEncoder(w)
	for _, f := range r.Figures() {
		if math.IsNaN(f.Value) || math.IsInf(f.Value, 0) {
			continue
		}
		f.Data = data
		if err := e.Encode(f); err != nil {
			return err
		}
	}
	return nil
}

// A Note is a further figure: what the catalog costs, for one.
type Note struct {
	Name   string
	Value  float64
	Unit   string
	Remark string
}

// notes are figures beside a table.
type notes []Note

func (n *notes) note(name string, value float64, unit string) {
	*n = append(*n, Note{Name: name, Value: value, Unit: unit})
}

func (n *notes) remark(name string, value float64, unit, remark string) {
	*n = append(*n, Note{name, value, unit, remark})
}

// figures names the notes under the protocol.
func (n notes) figures(protocol string) []Figure {
	out := make([]Figure, len(n))
	for i, x := range n {
		out[i] = Figure{Name: protocol + "/" + x.Name, Value: x.Value, Unit: x.Unit, Remark: x.Remark}
	}
	return out
}

// print writes the notes for people, remarks below their figures.
func (n notes) print(w io.Writer) error {
	tab := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, x := range n {
		unit := x.Unit
		if unit == "1" {
			unit = ""
		}
		fmt.Fprintf(tab, "%s\t%.6g %s\t%s\n", x.Name, x.Value, unit, x.Remark)
	}
	return tab.Flush()
}
