package train_test

import (
	"fmt"
	"math/rand/v2"

	"privet/engine/format"
	"privet/host/catalog/dataset"
)

// A world is a small shop whose truth is planted: every visitor likes one of a
// few colours, looks mostly at items of that colour, and right after item k of
// a colour often at its complement, item k+1. In the evening lamps are wanted, and
// never in the morning.
type world struct {
	colours, perColour int
	visitors           int
	seed               uint64
}

var colours = []string{"red", "green", "blue", "amber", "violet", "grey", "teal", "rose"}

// id names item k of colour c.
func id(c, k int) string { return fmt.Sprintf("%s-%d", colours[c], k) }

// newcomer names the item of colour c that nobody has seen.
func newcomer(c int) string { return "new-" + colours[c] }

func (w world) items() []dataset.Item {
	var items []dataset.Item
	for c := range w.colours {
		for k := range w.perColour {
			items = append(items, dataset.Item{ID: id(c, k), Title: fmt.Sprintf("%s thing %d", colours[c], k), Category: colours[c], Price: float64(1 + k)})
		}
		items = append(items, dataset.Item{ID: newcomer(c), Title: "a new " + colours[c] + " thing", Category: colours[c]})
	}
	return items
}

func (w world) dataset() *dataset.Dataset {
	random := rand.New(rand.NewPCG(w.seed, 9))
	c, err := dataset.NewCollector(w.items(), []string{"daypart"})
	if err != nil {
		panic(err)
	}
	at := int64(1_700_000_000)
	for v := range w.visitors {
		mine := random.IntN(w.colours)
		for visit := range 1 + random.IntN(3) {
			part := []string{"morning", "evening"}[random.IntN(2)]
			at += 5000
			k := random.IntN(w.perColour)
			for step := range 3 + random.IntN(5) {
				colour := mine
				switch {
				case random.IntN(10) == 0:
					colour, k = random.IntN(w.colours), random.IntN(w.perColour)
				case part == "evening" && random.IntN(3) == 0:
					k = 0 // item 0 of every colour is a lamp
				case random.IntN(2) == 0:
					k = (k + 1) % w.perColour
				default:
					k = random.IntN(w.perColour)
				}
				if part == "morning" && k == 0 {
					k = 1 + random.IntN(w.perColour-1)
				}
				_, err := c.Add(&dataset.Row{
					Visitor: []byte(fmt.Sprint(v)), Item: []byte(id(colour, k)), Kind: format.View,
					At: at + int64(10*step), Visit: []byte(fmt.Sprint(v, " ", visit)), Context: [][]byte{[]byte(part)},
				})
				if err != nil {
					panic(err)
				}
			}
		}
	}
	return c.Dataset()
}

// positions returns where items stand in a data set.
func positions(d *dataset.Dataset) map[string]int32 {
	at := map[string]int32{}
	for i := range d.Items {
		at[d.Items[i].ID] = int32(i)
	}
	return at
}
