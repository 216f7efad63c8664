// Package metric measures rankings against what people chose, as defined in
// Liang et al., "Variational autoencoders for collaborative filtering", WWW 2018.
package metric

import "math"

// Ranks returns the positions, from 0 and rising, at which wanted items stand
// in a ranking of item indices.
func Ranks(ranking []uint32, wanted map[uint32]bool) []int {
	var hits []int
	for position, item := range ranking {
		if wanted[item] {
			hits = append(hits, position)
		}
	}
	return hits
}

// NDCG returns the normalized discounted cumulative gain of the first k, binary
// gain, the ideal cut at min(k, wanted).
func NDCG(hits []int, wanted, k int) float64 {
	gain, ideal := 0.0, 0.0
	for _, h := range hits {
		if h < k {
			gain += 1 / math.Log2(float64(h)+2)
		}
	}
	for position := range min(k, wanted) {
		ideal += 1 / math.Log2(float64(position)+2)
	}
	if ideal == 0 {
		return 0
	}
	return gain / ideal
}

// Recall returns the hits within the first k over min(k, wanted).
func Recall(hits []int, wanted, k int) float64 {
	if wanted == 0 {
		return 0
	}
	return float64(within(hits, k)) / float64(min(k, wanted))
}

// Hit returns 1 where a hit is within the first k, else 0.
func Hit(hits []int, k int) float64 {
	return float64(min(1, within(hits, k)))
}

// MRR returns one over the position of the first hit, 0 past the first k.
func MRR(hits []int, k int) float64 {
	if len(hits) == 0 || hits[0] >= k {
		return 0
	}
	return 1 / float64(hits[0]+1)
}

func within(hits []int, k int) int {
	n := 0
	for _, h := range hits {
		if h < k {
			n++
		}
	}
	return n
}
