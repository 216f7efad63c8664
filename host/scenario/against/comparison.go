package against

import (
	"cmp"
	"math"
	"slices"

	"privet/host/scenario"
)

// A Comparison is what changes from one catalog to another.
type Comparison struct {
	Old, New         string
	OldItems         int
	NewItems         int
	Visitors         []Visitor // personas first, and then those for whom most changes
	Personas, MadeUp int
	RBO, Overlap     float64 // means
	Unchanged        int     // visitors whose first ten places are the same, in order
	Gained, Lost     []Shift // items, the largest change first
	Came, Went       []Place // items that only the new, or only the old catalog has
	Reasons          []Shift // kinds of reasons: shares of the amounts in the first places
	Categories       []Shift // shares of attention
}

// A Shift is a share before and after.
type Shift struct {
	Name, Title string
	Before, Now float64
}

// Change is how much the share rose.
func (s Shift) Change() float64 { return s.Now - s.Before }

const mostShifts = 15 // items that gained, and that lost

// sum puts together what changes for all visitors. Each counts the same.
func sum(o Options, shops [2]*scenario.Shop, visitors []Visitor) *Comparison {
	c := &Comparison{Old: o.Old, New: o.New, OldItems: len(shops[0].Items), NewItems: len(shops[1].Items), Visitors: visitors, Personas: len(o.Personas), MadeUp: o.Visitors}
	var items, categories, reasons [2]map[string]float64
	for side, shop := range shops {
		items[side], categories[side], reasons[side] = map[string]float64{}, map[string]float64{}, map[string]float64{}
		category := map[string]string{}
		for i := range shop.Items {
			category[shop.Items[i].ID] = shop.Items[i].Category
		}
		for i := range visitors {
			seen := [2]*Side{&visitors[i].Old, &visitors[i].New}[side]
			for at, id := range seen.ids {
				attention := 1 / math.Log2(float64(at)+2)
				items[side][id] += attention
				categories[side][cmp.Or(category[id], "without a category")] += attention
			}
			for name, share := range seen.reasons {
				reasons[side][name] += share
			}
		}
	}
	c.Categories = shifts(categories, nil)
	c.Reasons = shifts(reasons, nil)
	titles := map[string]string{}
	for _, shop := range shops {
		for i := range shop.Items {
			titles[shop.Items[i].ID] = shop.Items[i].Title
		}
	}
	moved := shifts(items, titles)
	c.Gained = first(moved, func(a, b Shift) int { return cmp.Compare(b.Change(), a.Change()) }, func(s Shift) bool { return s.Change() > 1e-6 })
	c.Lost = first(moved, func(a, b Shift) int { return cmp.Compare(a.Change(), b.Change()) }, func(s Shift) bool { return s.Change() < -1e-6 })
	c.Came, c.Went = only(shops[1], shops[0]), only(shops[0], shops[1])
	for i := range visitors {
		v := &visitors[i]
		c.RBO += v.RBO / float64(len(visitors))
		c.Overlap += v.Overlap / float64(len(visitors))
		if slices.Equal(v.Old.Items, v.New.Items) {
			c.Unchanged++
		}
	}
	slices.SortStableFunc(visitors, func(a, b Visitor) int {
		if a.Persona != b.Persona {
			return map[bool]int{true: -1, false: 1}[a.Persona]
		}
		if a.Persona {
			return 0 // as the folder has them
		}
		return cmp.Compare(a.RBO, b.RBO)
	})
	return c
}

// shifts are the shares of both sides, the largest after first.
func shifts(sides [2]map[string]float64, titles map[string]string) (all []Shift) {
	var total [2]float64
	for side := range sides {
		for _, name := range kinds(sides[side], nil) { // in order: sums of floats depend on it
			total[side] += sides[side][name]
		}
	}
	for _, name := range kinds(sides[0], sides[1]) {
		all = append(all, Shift{name, titles[name], sides[0][name] / max(total[0], 1e-9), sides[1][name] / max(total[1], 1e-9)})
	}
	slices.SortStableFunc(all, func(a, b Shift) int { return cmp.Compare(max(b.Now, b.Before), max(a.Now, a.Before)) })
	return all
}

func first(all []Shift, order func(a, b Shift) int, wanted func(Shift) bool) (some []Shift) {
	for _, s := range slices.SortedStableFunc(slices.Values(all), order) {
		if len(some) < mostShifts && wanted(s) {
			some = append(some, s)
		}
	}
	return some
}

// only returns the items that one shop has and another has not.
func only(shop, other *scenario.Shop) (all []Place) {
	known := map[string]bool{}
	for i := range other.Items {
		known[other.Items[i].ID] = true
	}
	for i := range shop.Items {
		if t := &shop.Items[i]; !known[t.ID] {
			all = append(all, Place{t.ID, t.Title})
		}
	}
	return all
}
