package eval

import (
	"context"
	"fmt"

	"privet/host/catalog/dataset"
	"privet/host/catalog/train"
)

// runSite measures the engine: as trained, and then at other sizes of the
// catalog, by the same recipe. Ask measures through one site.
func (t *Table) runSite(ctx context.Context, d *dataset.Dataset, o Options, s *site, ask func(*site) ([]observation, error)) error {
	if err := t.run("privet", func() ([]observation, error) { return ask(s) }); err != nil {
		return err
	}
	t.row("privet").Bytes = s.report.BytesPerItem
	for i, budget := range o.Budgets {
		if o.Progress != nil {
			o.Progress("learning at other sizes", i, len(o.Budgets))
		}
		name, bytes := fmt.Sprintf("privet at %g B", budget), 0.0
		_, err := t.add(name, func() ([]observation, error) {
			other := o.Train
			other.Budget = budget
			c, report, err := train.Refit(ctx, d, other, s.report)
			if err != nil {
				return nil, err
			}
			bytes = report.BytesPerItem
			small, err := load(c, report)
			if err != nil {
				return nil, err
			}
			return ask(small)
		})
		if err != nil {
			return err
		}
		t.row(name).Bytes = bytes
	}
	return nil
}
