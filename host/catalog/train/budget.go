package train

import (
	"context"

	"github.com/andybalholm/brotli"
)

// smallest is the budget of a catalog of few items, in bytes: below it, what
// every catalog has anyway would leave nothing for the model.
const smallest = 4096

// A fitting is a model that keeps to its budget.
type fitting struct {
	model *model
	links int // asked for
	size  int // packed bytes
}

// fit returns the model with as many links as keep the catalog, packed as well
// as can be, within budget bytes an item. A catalog that is too large without
// any is returned so.
func (l *lesson) fit(ctx context.Context, r recipe, budget float64) (fitting, error) {
	most := max(int(budget*float64(len(l.data.Items))), smallest)
	links, bare, err := l.capacity(ctx, r, most)
	for round := 0; err == nil; round++ {
		f := fitting{links: links}
		if f.model, err = l.model(ctx, r, links); err != nil {
			break
		}
		if f.size, err = f.model.size(brotli.BestCompression); err != nil || links == 0 {
			return f, err
		}
		used := count(f.model.taste) + count(f.model.next) + count(f.model.together)
		switch {
		case round == 0 && (f.size > most || used > links*9/10 && f.size < most*99/100):
			// The estimate was of a faster compression.
			links = int(float64(used) * (0.995*float64(most) - float64(bare)) / float64(max(1, f.size-bare)))
		case f.size <= most:
			return f, nil
		default:
			// Fewer than were asked for, whatever came of that: cold items may have brought links of their own.
			links = min(links, used) * most / f.size * 99 / 100
		}
	}
	return fitting{}, err
}

// capacity estimates how many links fit into most bytes. Links are not solved
// again for it: that hardly changes how well they compress. It returns the size
// without any too.
func (l *lesson) capacity(ctx context.Context, r recipe, most int) (links, bare int, err error) {
	size := func(links int) (size, used int, err error) {
		lists, _, err := l.raw(ctx, &r, links)
		if err != nil {
			return 0, 0, err
		}
		size, err = l.assemble(&r, &lists, links).size(fast)
		return size, lists.links(), err
	}
	bare, _, err = size(0)
	if err != nil || bare >= most {
		return 0, bare, err
	}
	links = (most - bare) * 2 / 3
	for range 4 {
		got, used, err := size(links)
		if err != nil {
			return 0, bare, err
		}
		if got <= most && (used < links*9/10 || got > most*99/100) {
			break // all there is, or nearly all that fits
		}
		// Half a hundredth stays free: aiming at the edge would fall off it.
		links = int(float64(used) * (0.995*float64(most) - float64(bare)) / float64(max(1, got-bare)))
	}
	return links, bare, nil
}

// fast is the brotli quality that sizes are estimated with: a tenth larger than
// the best, for every recipe alike, and forty times faster.
const fast = 5
