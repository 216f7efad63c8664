package eval

import (
	"context"
	"math"
	"strings"
	"unicode"

	"privet/host/catalog/dataset"
)

// texts are the items' TF-IDF vectors over attributes and the words of titles,
// each of length 1.
type texts struct {
	words int
	items [][]term
}

type term struct {
	word   int32
	weight float64
}

func newTexts(items []dataset.Item) *texts {
	number := map[string]int32{}
	t := &texts{items: make([][]term, len(items))}
	var having []float64 // items that have a word
	for i := range items {
		words := strings.FieldsFunc(strings.ToLower(items[i].Title), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		here := map[int32]bool{}
		for _, w := range append(items[i].Attributes(), words...) {
			n, ok := number[w]
			if !ok {
				n = int32(len(having))
				number[w] = n
				having = append(having, 0)
			}
			if !here[n] {
				here[n] = true
				having[n]++
				t.items[i] = append(t.items[i], term{word: n})
			}
		}
	}
	t.words = len(having)
	for _, terms := range t.items {
		squares := 0.0
		for k := range terms {
			terms[k].weight = math.Log(float64(len(items)) / having[terms[k].word])
			squares += terms[k].weight * terms[k].weight
		}
		for k := range terms {
			terms[k].weight = ratio(terms[k].weight, math.Sqrt(squares))
		}
	}
	return t
}

// bytes is the size of what an item has, a word and its weight at a time.
func (t *texts) bytes() float64 {
	n := 0
	for _, terms := range t.items {
		n += len(terms)
	}
	return 8 * float64(n) / float64(len(t.items))
}

// score is the cosine of each item with the weighted sum of those met: with
// their profile. What an item says of itself does not count.
func (t *texts) score(met []uint32, weights []float64) []float64 {
	profile, scores := make([]float64, t.words), make([]float64, len(t.items))
	for k, i := range met {
		for _, x := range t.items[i] {
			profile[x.word] += weights[k] * x.weight
		}
	}
	squares := 0.0
	for _, v := range profile {
		squares += v * v
	}
	for j, terms := range t.items {
		for _, x := range terms {
			scores[j] += profile[x.word] * x.weight
		}
	}
	for k, i := range met {
		if len(t.items[i]) > 0 {
			scores[i] -= weights[k]
		}
	}
	for j := range scores {
		scores[j] = ratio(scores[j], math.Sqrt(squares))
	}
	return scores
}

// ratio is a/b, and 0 where there is nothing to divide by.
func ratio(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}

// fitText ranks by item text alone.
func fitText(_ context.Context, d *dataset.Dataset, k *keptBack) (fitted, error) {
	t := newTexts(d.Items)
	step, _ := k.decay(t.score)
	return fitted{weighted(t.score).decayed(step), t.bytes()}, nil
}

// mixes are what popularity may weigh beside a cosine.
var mixes = []float64{0, 0.01, 0.03, 0.1, 0.3, 1, 3}

// fitTextAndPopularity adds to the text's cosine the logarithm of how many
// visitors an item has: what is simple and hard to beat where items are new.
// Its mix is chosen where other items are new.
func fitTextAndPopularity(_ context.Context, d *dataset.Dataset, k *keptBack) (fitted, error) {
	t, known := newTexts(d.Items), logPopularity(k.rest)
	mix, step, ndcg := 0.0, 1.0, -1.0
	for _, m := range mixes {
		if s, got := k.decay(t.with(known, m)); got > ndcg {
			mix, step, ndcg = m, s, got
		}
	}
	return fitted{t.with(logPopularity(d), mix).decayed(step), t.bytes() + 4}, nil
}

func (t *texts) with(popularity []float64, mix float64) weighted {
	return func(met []uint32, weights []float64) []float64 {
		scores := t.score(met, weights)
		for j := range scores {
			scores[j] += mix * popularity[j]
		}
		return scores
	}
}

// logPopularity is 1 for the most popular item and 0 for one without visitors.
func logPopularity(d *dataset.Dataset) []float64 {
	out, most := recentPopularity(d, math.Inf(1))(nil), 0.0
	for j := range out {
		out[j] = math.Log1p(out[j])
		most = max(most, out[j])
	}
	for j := range out {
		out[j] = ratio(out[j], most)
	}
	return out
}
