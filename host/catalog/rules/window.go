package rules

import (
	"privet/engine/format"
	"privet/host/catalog/dataset"
)

// windows returns when items may be shown, of those that may not always be. A
// window never opens early and never closes late by the seconds that minutes lose.
func windows(items []dataset.Item) []format.Window {
	var all []format.Window
	for i := range items {
		it := &items[i]
		if it.From == 0 && it.Until == 0 {
			continue
		}
		w := format.Window{Item: uint32(i), From: uint32((it.From + 59) / 60)}
		if it.Until != 0 {
			w.Until = uint32(max(it.Until/60, 1)) // 0 would be always
		}
		all = append(all, w)
	}
	return all
}
