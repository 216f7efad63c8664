package train

import (
	"context"

	"privet/engine/format"
	"privet/host/catalog/dataset"
)

// factorPart is what factors may take of a budget for which no recipe was
// searched: where lists get less than a third of it, lists alone do better.
const factorPart = 2. / 3

// Refit learns a catalog within another budget, by the recipe that Train chose
// for the same data: it tells what bytes are worth in a fraction of the time.
func Refit(ctx context.Context, d *dataset.Dataset, o Options, chosen Report) (*format.Catalog, Report, error) {
	o.setDefaults()
	if err := o.check(len(d.Items)); err != nil {
		return nil, chosen, err
	}
	r := chosen.recipe
	if r.taste.rank > 0 {
		rest := without(d, o.Sensitive)
		l := newLesson(rest, rest.Events, o)
		lists, _, err := l.raw(ctx, &r, 0)
		if err == nil {
			err = l.speak(ctx, &lists, 0)
		}
		if err != nil {
			return nil, chosen, err
		}
		bare, err := l.assemble(&r, &lists, 0).size(fast)
		if err != nil {
			return nil, chosen, err
		}
		if float64(bare) > factorPart*o.Budget*float64(len(d.Items)) {
			r.taste.rank = 0
		}
	}
	return learn(ctx, d, o, r, chosen)
}
