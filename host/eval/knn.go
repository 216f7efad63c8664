package eval

import (
	"context"

	"privet/host/catalog/dataset"
)

// neighbours are how many nearest items of each may count.
var neighbours = []int{20, 50, 100, 200}

// fitItemKNN is the cosine of co-occurrence (Deshpande and Karypis 2004), of as
// many nearest items and with as much memory as does best.
func fitItemKNN(_ context.Context, d *dataset.Dataset, k *keptBack) (fitted, error) {
	most := neighbours[len(neighbours)-1]
	tried := similar(len(d.Items), touches(k.rest), most)
	count, step, ndcg := 0, 1.0, -1.0
	for _, n := range neighbours {
		if s, got := k.decay(tried.inverted(n).score); got > ndcg {
			count, step, ndcg = n, s, got
		}
	}
	nearest := similar(len(d.Items), touches(d), most).inverted(count)
	return fitted{weighted(nearest.score).decayed(step), nearest.bytes()}, nil
}
