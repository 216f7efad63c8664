package read

import (
	"cmp"
	"slices"
	"strconv"

	"privet/host/catalog/dataset"
)

// A choice is the value of a field for which several rows may speak.
type choice struct {
	value  string
	counts map[string]int // only where the choice depends on all rows
}

// add hears one row.
func (c *choice) add(how string, value []byte) {
	if len(value) == 0 {
		return
	}
	switch how {
	case "", "first":
		if c.value == "" {
			c.value = string(value)
		}
	case "last":
		c.value = string(value)
	case "lowest":
		if c.value == "" || weight(string(value)) < weight(c.value) {
			c.value = string(value)
		}
	case "highest":
		if c.value == "" || weight(string(value)) > weight(c.value) {
			c.value = string(value)
		}
	default:
		if c.counts == nil {
			c.counts = map[string]int{}
		}
		c.counts[string(value)]++
	}
}

// chosen returns the value: ties go to the one that sorts first, and a median
// of two prices is the lower.
func (c *choice) chosen(how string) string {
	if len(c.counts) == 0 {
		return c.value
	}
	values := make([]string, 0, len(c.counts))
	rows := 0
	for v, n := range c.counts {
		values = append(values, v)
		rows += n
	}
	if how == "median" {
		return c.median(values, rows)
	}
	slices.Sort(values)
	return slices.MaxFunc(values, func(a, b string) int { return cmp.Compare(c.counts[a], c.counts[b]) })
}

func (c *choice) median(values []string, rows int) string {
	slices.SortFunc(values, func(a, b string) int {
		x, _ := price(a)
		y, _ := price(b)
		return cmp.Or(cmp.Compare(x, y), cmp.Compare(a, b))
	})
	below := 0
	for _, v := range values {
		if below += c.counts[v]; 2*below >= rows {
			return v
		}
	}
	return ""
}

// weight is what a price or a stock counts. Being in stock counts as one piece.
func weight(value string) float64 {
	if n, err := strconv.ParseFloat(value, 64); err == nil {
		return n
	}
	if is, _ := stock(value); is == dataset.InStock {
		return 1
	}
	return 0
}
