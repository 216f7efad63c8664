package eval

import (
	"context"
	"math"
	"strings"
	"unicode"

	"privet/host/catalog/dataset"
)

// fitText is the cosine of TF-IDF over attributes and the words of titles.
func fitText(_ context.Context, d *dataset.Dataset, k *keptBack) (scorer, error) {
	number := map[string]int{}
	var rows [][]int32
	for i := range d.Items {
		it := &d.Items[i]
		words := strings.FieldsFunc(strings.ToLower(it.Title), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		for _, w := range append(it.Attributes(), words...) {
			n, ok := number[w]
			if !ok {
				n = len(rows)
				number[w] = n
				rows = append(rows, nil)
			}
			if r := rows[n]; len(r) == 0 || r[len(r)-1] != int32(i) {
				rows[n] = append(r, int32(i))
			}
		}
	}
	weights := make([]float64, len(rows))
	for w := range rows {
		weights[w] = math.Log(float64(len(d.Items)) / float64(len(rows[w])))
	}
	score := weighted(similar(len(d.Items), rows, weights, len(d.Items)).score)
	step, _ := k.decay(score)
	return score.decayed(step), nil
}
