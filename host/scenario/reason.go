package scenario

import (
	"cmp"
	"fmt"
	"slices"

	"privet/engine/format"
	"privet/host/headless"
)

// written says a reason and how much it adds.
func written(r *headless.Reason) string { return fmt.Sprintf("%s %+d", r, r.Amount) }

// reasonsOf are an explanation's reasons, the largest first.
func reasonsOf(x *format.Explained) []headless.Reason {
	all := make([]headless.Reason, len(x.Contributions))
	for i := range x.Contributions {
		all[i] = headless.NewReason(&x.Contributions[i])
	}
	size := func(amount int32) int64 { return max(int64(amount), -int64(amount)) }
	slices.SortStableFunc(all, func(a, b headless.Reason) int { return cmp.Compare(size(b.Amount), size(a.Amount)) })
	return all
}
