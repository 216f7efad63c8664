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
func (l *lesson) fit(ctx context.Context, r recipe, budget float64) (f fitting, err error) {
	most := max(int(budget*float64(len(l.data.Items))), smallest)
	packing := 1.0 // what the catalog takes, of what the estimate said
	for round := 0; ; round++ {
		var estimate int
		if f.links, estimate, err = l.capacity(ctx, r, int(float64(most)/packing)); err != nil {
			return f, err
		}
		if f.model, err = l.model(ctx, r, f.links); err != nil {
			return f, err
		}
		if f.size, err = f.model.size(brotli.BestCompression); err != nil || f.links == 0 {
			return f, err
		}
		all := count(f.model.taste)+count(f.model.next)+count(f.model.together) < f.links*9/10
		if f.size <= most && (round > 0 || all || f.size > most*99/100) {
			return f, nil
		}
		// What more links take packs a little worse; and more each time, so that this ends.
		packing = float64(f.size) / float64(estimate) * (1.01 + 0.005*float64(round))
	}
}

// capacity estimates how many links fit into most bytes, and how many bytes
// those take. Links are not solved again for it: that hardly changes how well
// they compress.
func (l *lesson) capacity(ctx context.Context, r recipe, most int) (links, bytes int, err error) {
	size := func(links int) (size, used int, err error) {
		lists, _, err := l.raw(ctx, &r, links)
		if err != nil {
			return 0, 0, err
		}
		if err := l.speak(ctx, &lists, links); err != nil {
			return 0, 0, err
		}
		size, err = l.assemble(&r, &lists, links).size(fast)
		return size, lists.links(), err
	}
	bare, _, err := size(0)
	if err != nil || bare >= most {
		return 0, bare, err
	}
	next := (most - bare) * 2 / 3
	for range 5 {
		links = next
		got, used, err := size(links)
		if err != nil {
			return 0, bare, err
		}
		bytes = got
		if got <= most && (used < links*9/10 || got > most*99/100) {
			break // all there is, or nearly all that fits
		}
		// Half a hundredth stays free: aiming at the edge would fall off it.
		next = int(float64(used) * (0.995*float64(most) - float64(bare)) / float64(max(1, got-bare)))
	}
	return links, bytes, nil
}

// fast is the brotli quality that sizes are estimated with: a tenth larger than
// the best, for every recipe alike, and forty times faster.
const fast = 5
