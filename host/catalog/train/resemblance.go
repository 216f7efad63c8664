package train

import (
	"context"
	"math"
	"slices"
)

// How much two items resemble each other is the sum of what the words and
// attributes they share weigh. What a word weighs is learned from the warm items:
// a ridge regression of how often people meet both (the cosine of their
// visitors) on the words that both have. Its prior is that a word weighs what it
// is rare (the square of its inverse document frequency), so that a word of few
// items, of which little is known, keeps that.
//
// The equations are over all pairs of warm items, yet need no pair but those that
// somebody met: the words' Gram matrix over pairs has n(n−1)/2 where n items have
// both words, and its right side sums the cosines of the pairs that share a word.

// wordDoubt is how many pairs of items' worth of doubt there is about a word.
const wordDoubt = 5

// wordWeights returns what each word weighs, beside the rows of the matrix after
// its visitors.
func (m *matrix) wordWeights(ctx context.Context, g *gram) ([]float64, error) {
	rare := m.rarity()
	pairs := m.wordPairs()
	right, err := m.wordTies(ctx, g)
	if err != nil {
		return nil, err
	}
	// The prior's scale is what fits best.
	known := pairs.times(rare)
	if scale := dot(rare, right) / dot(rare, known); scale > 0 && !math.IsInf(scale, 0) {
		for w := range rare {
			rare[w] *= scale
			known[w] *= scale
		}
	} else {
		return rare, nil // nobody met two items that share a word
	}
	for w := range right {
		right[w] -= known[w]
	}
	weights := pairs.solve(right, wordDoubt)
	for w := range weights {
		weights[w] = max(0, weights[w]+rare[w])
	}
	return weights, nil
}

// rarity returns the square of each word's inverse document frequency.
func (m *matrix) rarity() []float64 {
	out := make([]float64, len(m.rows)-m.visitors)
	for w, row := range m.rows[m.visitors:] {
		v := math.Log(float64(m.items) / float64(len(row)))
		out[w] = v * v
	}
	return out
}

// A sparseRow holds the entries of one row of a symmetric matrix.
type sparseRow struct {
	at    []int32
	value []float64
}

type symmetric []sparseRow

// wordPairs counts, for each two words, the pairs of warm items that have both.
func (m *matrix) wordPairs() symmetric {
	words := m.rows[m.visitors:]
	out := make(symmetric, len(words))
	count := make([]int32, len(words))
	for w, row := range words {
		var touched []int32
		for _, i := range row {
			if m.cold[i] {
				continue
			}
			for _, v := range m.wordsOf(i) {
				if count[v] == 0 {
					touched = append(touched, v)
				}
				count[v]++
			}
		}
		slices.Sort(touched)
		for _, v := range touched {
			if n := float64(count[v]); n > 1 {
				out[w].at = append(out[w].at, v)
				out[w].value = append(out[w].value, n*(n-1)/2)
			}
			count[v] = 0
		}
	}
	return out
}

// wordsOf returns the words of an item.
func (m *matrix) wordsOf(i int32) []int32 {
	column := m.columns[i]
	at, _ := slices.BinarySearch(column, int32(m.visitors))
	out := make([]int32, len(column)-at)
	for k, row := range column[at:] {
		out[k] = row - int32(m.visitors)
	}
	return out
}

// wordTies sums, for each word, the cosines of the pairs of warm items that have it.
func (m *matrix) wordTies(ctx context.Context, g *gram) ([]float64, error) {
	squares := make([]float64, m.items)
	for i, column := range m.columns {
		for _, u := range column {
			if int(u) < m.visitors {
				squares[i] += g.weight[u]
			}
		}
	}
	words := make([][]int32, m.items)
	for i := range words {
		words[i] = m.wordsOf(int32(i))
	}
	sums := make([][]float64, m.items) // beside words, by item: so that who computes what changes nothing
	readers := make([]*gramReader, workers())
	err := each(ctx, m.items, func(worker, i int) {
		if m.cold[i] || len(words[i]) == 0 {
			return
		}
		if readers[worker] == nil {
			readers[worker] = g.reader()
		}
		sums[i] = make([]float64, len(words[i]))
		for _, t := range readers[worker].row(i) {
			if int(t.item) >= i || t.shared == 0 || m.cold[t.item] {
				continue
			}
			gram, shared := t.gram, 0.0
			for _, w := range both(words[i], words[t.item]) {
				shared += g.weight[m.visitors+int(w)]
			}
			cosine := max(0, gram-shared) / math.Sqrt(squares[i]*squares[t.item])
			for k, w := range words[i] {
				if _, has := slices.BinarySearch(words[t.item], w); has {
					sums[i][k] += cosine
				}
			}
		}
	})
	out := make([]float64, len(m.rows)-m.visitors)
	for i := range sums {
		for k, v := range sums[i] {
			out[words[i][k]] += v
		}
	}
	return out, err
}

// both returns what two rising lists share.
func both(a, b []int32) []int32 {
	var out []int32
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] < b[0]:
			a = a[1:]
		case a[0] > b[0]:
			b = b[1:]
		default:
			out = append(out, a[0])
			a, b = a[1:], b[1:]
		}
	}
	return out
}

func (s symmetric) times(x []float64) []float64 {
	out := make([]float64, len(s))
	for r := range s {
		sum := 0.0
		for k, at := range s[r].at {
			sum += float64(s[r].value[k] * x[at])
		}
		out[r] = sum
	}
	return out
}

// mostSteps bounds the steps of solve: the equations of words need a few dozen.
const mostSteps = 200

// solve returns x of (S + ridge·I) x = right by conjugate gradients.
func (s symmetric) solve(right []float64, ridge float64) []float64 {
	x, rest, way := make([]float64, len(right)), slices.Clone(right), slices.Clone(right)
	size := dot(rest, rest)
	enough := 1e-12 * size
	for step := 0; step < mostSteps && size > enough; step++ {
		image := s.times(way)
		for k := range image {
			image[k] += ridge * way[k]
		}
		length := size / dot(way, image)
		for k := range x {
			x[k] += float64(length * way[k])
			rest[k] -= float64(length * image[k])
		}
		before := size
		size = dot(rest, rest)
		for k := range way {
			way[k] = rest[k] + float64(size/before*way[k])
		}
	}
	return x
}

func dot(a, b []float64) float64 {
	sum := 0.0
	for k := range a {
		sum += float64(a[k] * b[k])
	}
	return sum
}
