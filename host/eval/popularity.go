package eval

import (
	"context"
	"math"

	"privet/host/catalog/dataset"
)

// fitPopularity scores items by how many visitors touched them.
func fitPopularity(_ context.Context, d *dataset.Dataset, _ *keptBack) (fitted, error) {
	return fitted{recentPopularity(d, math.Inf(1)), 4}, nil
}

const day = 86400

// halfLives are after how many seconds a visitor may count half.
var halfLives = []float64{day / 24, day / 4, day, 3 * day, 10 * day, 30 * day, 100 * day, 365 * day, math.Inf(1)}

// fitRecentPopularity is popularity whose memory fades, as fast as does best on
// those who came last.
func fitRecentPopularity(_ context.Context, d *dataset.Dataset, k *keptBack) (fitted, error) {
	halfLife, most := math.Inf(1), -1.0
	for _, h := range halfLives {
		if got := k.ndcg(recentPopularity(k.rest, h)); got > most {
			halfLife, most = h, got
		}
	}
	return fitted{recentPopularity(d, halfLife), 4}, nil
}

// recentPopularity counts each visitor of an item by the age of the visitor's
// last event on it, at the time of the last event of all.
func recentPopularity(d *dataset.Dataset, halfLife float64) scorer {
	scores, last := make([]float64, len(d.Items)), int64(0)
	for i := range d.Events {
		last = max(last, d.Events[i].At)
	}
	counted := make([]int32, len(d.Items)) // last visitor counted, + 1
	for i := len(d.Events) - 1; i >= 0; i-- {
		e := &d.Events[i]
		if counted[e.Item] != e.Visitor+1 {
			counted[e.Item] = e.Visitor + 1
			scores[e.Item] += math.Exp2(-float64(last-e.At) / halfLife)
		}
	}
	return func([]uint32) []float64 { return scores }
}
