package train

import (
	"slices"

	"privet/host/catalog/dataset"
)

// Sensitive items say nothing of anybody, and nothing learned shows them: what
// visitors did with them is taken out before anything is learned, and so are
// their words. Popularity alone stays, which is the same for everyone.

// without returns the data set without what was done with some items.
func without(d *dataset.Dataset, sensitive []int32) *dataset.Dataset {
	if len(sensitive) == 0 {
		return d
	}
	marked := marks(sensitive, len(d.Items))
	out := *d
	out.Events = slices.DeleteFunc(slices.Clone(d.Events), func(e dataset.Event) bool { return marked[e.Item] })
	return &out
}

// marks returns which of n items are listed. Items beyond them are not asked for.
func marks(list []int32, n int) []bool {
	out := make([]bool, n)
	for _, i := range list {
		if int(i) < n {
			out[i] = true
		}
	}
	return out
}
