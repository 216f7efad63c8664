package metric

import (
	"math"
	"slices"
)

// An Exposure is how much attention rankings give to each item. The item at
// position k, from 0, gets 1/log₂(k+2), as in NDCG (Singh and Joachims, "Fairness
// of exposure in rankings", KDD 2018).
type Exposure struct {
	Attention []float64 // beside the items
	novelty   float64   // sum over places
	places    int
}

// NewExposure returns no exposure of so many items.
func NewExposure(items int) *Exposure {
	return &Exposure{Attention: make([]float64, items)}
}

// Add counts a ranking. The information of an item is what it tells, in bits,
// that somebody met it: −log₂ of the share of visitors who did.
func (e *Exposure) Add(ranking []uint32, information []float64) {
	for position, item := range ranking {
		e.Attention[item] += 1 / math.Log2(float64(position)+2)
		e.novelty += information[item]
		e.places++
	}
}

// Novelty is the mean information of what was ranked, in bits (Zhou et al.,
// PNAS 2010).
func (e *Exposure) Novelty() float64 {
	if e.places == 0 {
		return 0
	}
	return e.novelty / float64(e.places)
}

// Coverage is the share of items that were ranked at all.
func (e *Exposure) Coverage() float64 {
	n := 0
	for _, a := range e.Attention {
		if a > 0 {
			n++
		}
	}
	return float64(n) / float64(max(1, len(e.Attention)))
}

// Shares returns which part of the attention each group of items gets. An item
// of group -1 is in none.
func (e *Exposure) Shares(group []int, groups int) []float64 {
	out, total := make([]float64, groups), 0.0
	for i, a := range e.Attention {
		total += a
		if group[i] >= 0 {
			out[group[i]] += a
		}
	}
	for g := range out {
		if total > 0 {
			out[g] /= total
		}
	}
	return out
}

// Gini is 0 where all values are the same and nearly 1 where one has it all:
// the mean difference of two values, over twice their mean.
func Gini(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	sum, ranked, n := 0.0, 0.0, float64(len(sorted))
	for i, v := range sorted {
		sum += v
		ranked += (2*float64(i) + 1 - n) * v
	}
	if sum == 0 {
		return 0
	}
	return ranked / (n * sum)
}
