package train

import "context"

// smallest is the budget of a catalog of few items, in bytes: below it, what
// every catalog has anyway would leave nothing for the model.
const smallest = 4096

// fit returns the model with as many links as keep the packed catalog within
// budget bytes an item, and its packed size.
func (l *lesson) fit(ctx context.Context, r recipe, budget float64, quality int) (*model, int, int, error) {
	most := max(int(budget*float64(len(l.data.Items))), smallest)
	links := int(float64(most) / 1.5)
	var fitting *model
	fittingLinks, fittingSize := 0, 0
	for range 5 {
		m, err := l.model(ctx, r, links)
		if err != nil {
			return nil, 0, 0, err
		}
		catalog, err := m.encode()
		if err != nil {
			return nil, 0, 0, err
		}
		size, err := packed(catalog, quality)
		if err != nil {
			return nil, 0, 0, err
		}
		used := count(m.taste) + count(m.next)
		if size <= most && used >= fittingLinks {
			fitting, fittingLinks, fittingSize = m, links, size
		}
		if size <= most && (used < links*9/10 || size > most*98/100) {
			break // all there is, or nearly all that fits
		}
		links = int(float64(used) * (0.99*float64(most) - 0.1*float64(size)) / (0.9 * float64(size)))
		if links <= 0 {
			break
		}
	}
	if fitting == nil {
		m, err := l.model(ctx, r, 0)
		return m, 0, 0, err
	}
	return fitting, fittingLinks, fittingSize, nil
}
