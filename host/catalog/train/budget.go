package train

import "context"

// smallest is the budget of a catalog of few items, in bytes: below it, what
// every catalog has anyway would leave nothing for the model.
const smallest = 4096

// A fitting is a model that keeps to its budget.
type fitting struct {
	model *model
	links int // asked for
	size  int // packed bytes
}

// fit returns the model with as many links as keep the packed catalog within
// budget bytes an item. A catalog that is too large without any is returned so.
func (l *lesson) fit(ctx context.Context, r recipe, budget float64, quality int) (fitting, error) {
	most := max(int(budget*float64(len(l.data.Items))), smallest)
	links, err := l.capacity(ctx, r, most, quality)
	for err == nil {
		var f fitting
		if f.model, err = l.model(ctx, r, links); err != nil {
			break
		}
		f.links = links
		if f.size, err = f.model.size(quality); err != nil || f.size <= most || links == 0 {
			return f, err
		}
		links = links * 98 / 100
	}
	return fitting{}, err
}

// capacity estimates how many links fit into most bytes. Links are not solved
// again for it: that hardly changes how well they compress.
func (l *lesson) capacity(ctx context.Context, r recipe, most, quality int) (int, error) {
	size := func(links int) (size, used int, err error) {
		lists, _, err := l.raw(ctx, &r, links)
		if err != nil {
			return 0, 0, err
		}
		size, err = l.assemble(&r, &lists, links).size(quality)
		return size, count(lists.taste) + count(lists.next), err
	}
	bare, _, err := size(0)
	if err != nil || bare >= most {
		return 0, err
	}
	links := (most - bare) * 2 / 3
	for range 4 {
		got, used, err := size(links)
		if err != nil {
			return 0, err
		}
		if got <= most && (used < links*9/10 || got > most*99/100) {
			break // all there is, or nearly all that fits
		}
		// Half a hundredth stays free: aiming at the edge would fall off it.
		links = int(float64(used) * (0.995*float64(most) - float64(bare)) / float64(max(1, got-bare)))
	}
	return links, nil
}
