package rules

import (
	"maps"
	"slices"

	"privet/engine/format"
	"privet/host/catalog/dataset"
)

// availability names the rules that items' own dates make.
const availability = "availability"

// mostMoments bounds how many such rules there are. Beyond it dates are rounded.
const mostMoments = maxRules / 2

// windows returns the rules that hide items outside the time in which they may
// be shown, one for each moment at which any opens or closes, and how many
// items there are of the kind. Where moments are too many they are taken by the
// hour, or by the day: items open late rather than early, and close early.
func windows(items []dataset.Item) (all []format.Rule, n int) {
	for _, unit := range []int64{1, 3600, 86400} {
		all = moments(items, unit)
		if len(all) <= mostMoments {
			break
		}
	}
	for i := range items {
		if items[i].From != 0 || items[i].Until != 0 {
			n++
		}
	}
	return all, n
}

func moments(items []dataset.Item, unit int64) []format.Rule {
	opening, closing := map[int64][]uint32{}, map[int64][]uint32{}
	for i := range items {
		it := &items[i]
		if it.From != 0 {
			at := (it.From + unit - 1) / unit * unit
			opening[at] = append(opening[at], uint32(i))
		}
		if it.Until != 0 {
			at := max(it.Until/unit*unit, 1) // 0 would be never
			closing[at] = append(closing[at], uint32(i))
		}
	}
	var all []format.Rule
	for _, at := range slices.Sorted(maps.Keys(opening)) {
		all = append(all, format.Rule{Name: availability, Action: format.ActionHide, Until: at, Items: opening[at]})
	}
	for _, at := range slices.Sorted(maps.Keys(closing)) {
		all = append(all, format.Rule{Name: availability, Action: format.ActionHide, From: at, Items: closing[at]})
	}
	return all
}
