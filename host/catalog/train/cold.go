package train

import (
	"cmp"
	"context"
	"errors"
	"math"
	"slices"
)

// Cold items, which too few visitors touched, are taken to be the mean of the
// warm items that their words and attributes resemble: what would a visitor do
// with that mean? The answer is the same ridge regression, with the mean of the
// relatives' entries of the Gram matrix on its right side. So what cold items
// say rests only on pairs that may be published, and on public text. How much
// less than its relatives a cold item is wanted is for validation to say.

// A relative is a warm item that a cold one resembles.
type relative struct {
	item  int32
	share float64 // of the resemblance; an item's relatives sum to 1
}

// mostRelatives is how many items a cold one is the mean of.
const mostRelatives = 30

// relate finds what cold items resemble, once.
func (l *lesson) relate(ctx context.Context) error {
	if l.relatives != nil {
		return nil
	}
	weights := l.matrix.rarity()
	if slices.Contains(l.matrix.cold, true) && len(weights) > 0 {
		l.matrix.weigh(weighting{power: 0.5})
		g, err := newGram(ctx, l.matrix)
		if err != nil {
			return err
		}
		if weights, err = l.matrix.wordWeights(ctx, g); err != nil {
			return err
		}
	}
	l.relatives = l.matrix.relatives(weights)
	return nil
}

// relatives finds what each cold item resembles: by what the words that both have
// weigh, against all words of the warm one, squared, so that close ones count.
func (m *matrix) relatives(weights []float64) [][]relative {
	out := make([][]relative, m.items)
	norms, sums := make([]float64, m.items), make([]float64, m.items)
	for w, weight := range weights {
		for _, i := range m.rows[m.visitors+w] {
			norms[i] += weight
		}
	}
	for j := range m.items {
		if !m.cold[j] {
			continue
		}
		var all []relative
		for _, w := range m.wordsOf(int32(j)) {
			for _, i := range m.rows[m.visitors+int(w)] {
				if m.cold[i] || weights[w] == 0 {
					continue
				}
				if sums[i] == 0 {
					all = append(all, relative{item: i})
				}
				sums[i] += weights[w]
			}
		}
		total := 0.0
		for k := range all {
			i := all[k].item
			all[k].share = sums[i] * sums[i] / norms[i]
			sums[i] = 0
		}
		slices.SortFunc(all, func(a, b relative) int {
			return cmp.Or(cmp.Compare(b.share, a.share), cmp.Compare(a.item, b.item))
		})
		all = all[:min(len(all), mostRelatives)]
		for _, r := range all {
			total += r.share
		}
		for k := range all {
			all[k].share /= total
		}
		out[j] = slices.Clone(all)
	}
	return out
}

// imagined solves the lists of all cold items, strongest first.
func (s *solver) imagined(ctx context.Context, floor int) ([][]link, error) {
	out := make([][]link, len(s.relatives))
	readers, failed := make([]*gramReader, workers()), make([]error, len(out))
	sums := make([][]float64, workers())
	err := each(ctx, len(out), func(worker, j int) {
		if len(s.relatives[j]) == 0 {
			return
		}
		if readers[worker] == nil {
			readers[worker], sums[worker] = s.gram.reader(), make([]float64, len(out))
		}
		out[j], failed[j] = s.imagine(readers[worker], sums[worker], j, floor)
	})
	return out, errors.Join(err, errors.Join(failed...))
}

// introduce adds the lists of cold items, of at most so many links each.
func (s *solver) introduce(lists, imagined [][]link, most int) {
	for j, list := range imagined {
		if len(s.relatives[j]) > 0 {
			lists[j] = slices.Clone(list[:min(len(list), most)])
		}
	}
	s.mirror(lists, most)
}

// mirror lets cold items, whose lists begin with the strongest, speak for others
// as much as those speak for them. It puts all lists in order of items.
func (s *solver) mirror(lists [][]link, most int) {
	for j, relatives := range s.relatives {
		if len(relatives) == 0 {
			continue
		}
		for _, l := range lists[j][:min(len(lists[j]), most/mirrorPart)] { // none of them is cold
			lists[l.from] = append(lists[l.from], link{from: int32(j), weight: l.weight, saliency: l.saliency})
		}
	}
	for j := range lists {
		slices.SortFunc(lists[j], func(a, b link) int { return cmp.Compare(a.from, b.from) })
	}
}

// mirrorPart says of how many links of a cold item one is mirrored.
const mirrorPart = 2

// imagine solves the list of one cold item: which items speak for it, strongest
// first. The sums are scratch space, all 0 before and after.
func (s *solver) imagine(reader *gramReader, right []float64, j, floor int) ([]link, error) {
	var ties []tie
	for _, r := range s.relatives[j] {
		for _, t := range reader.row(int(r.item)) {
			if int(t.shared) < floor && t.item != r.item || s.gram.matrix.cold[t.item] {
				continue
			}
			if right[t.item] == 0 {
				ties = append(ties, tie{item: t.item})
			}
			right[t.item] += float64(s.cold * r.share * t.gram)
		}
	}
	for k := range ties {
		t := &ties[k]
		t.gram, right[t.item] = right[t.item], 0
		t.cosine = t.gram / math.Sqrt(s.squares[t.item])
	}
	ties = closest(ties, s.size)
	list, target := make([]link, len(ties)), make([]float64, len(ties))
	for k, t := range ties {
		list[k].from, target[k] = t.item, t.gram
		if s.factors != nil {
			target[k] -= s.factors.explained(t.item, int32(j), 0)
		}
	}
	if err := s.fit(reader, list, target); err != nil {
		return nil, err
	}
	slices.SortFunc(list, func(a, b link) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.from, b.from))
	})
	return slices.Clone(slices.DeleteFunc(list, func(l link) bool { return l.weight <= 0 })), nil
}
