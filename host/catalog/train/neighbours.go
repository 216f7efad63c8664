package train

import (
	"context"
	"errors"
	"math"
	"slices"
)

// A ridge is what keeps a solution from following chance: the diagonal of the
// Gram matrix grows by a fixed part and by a share of itself (the dropout of
// Steck, "Autoencoders that don't overfit towards the identity", NeurIPS 2020).
type ridge struct{ fixed, dropout float64 }

// A link says that item from speaks for another item, whose list holds it.
type link struct {
	from     int32
	weight   float32
	saliency float32 // how much is lost without it; comparable over all lists
}

// solver computes the lists of one matrix: which items speak for an item, and how much.
type solver struct {
	gram      *gram
	ridge     ridge
	supports  [][]tie
	squares   []float64    // diagonal of the Gram matrix
	size      int          // of supports
	relatives [][]relative // of cold items
	cold      float64      // what a cold item is wanted, against its relatives
	wanted    []float64    // what a visitor who has an item counts for it, against others' items
	factors   *factors     // what lists need not say any more; nil where there are none
	reach     float64      // a link is kept by weight × audience of its source ^ reach
}

// solve solves (G_ss + Λ) b = r_sj on each item's support s, where r is what the
// factors leave of the Gram matrix. Links that speak against an item are left
// out: they cost bytes and, measured, help nobody.
func (s *solver) solve(ctx context.Context) ([][]link, error) {
	lists := make([][]link, s.gram.matrix.items)
	for j, support := range s.supports {
		lists[j] = make([]link, len(support))
		for k := range support {
			lists[j][k].from = support[k].item
		}
	}
	if err := s.refit(ctx, lists); err != nil {
		return nil, err
	}
	for j := range lists {
		lists[j] = slices.DeleteFunc(lists[j], func(l link) bool { return l.weight <= 0 })
	}
	return lists, nil
}

// refit solves each list again for the links that it has.
func (s *solver) refit(ctx context.Context, lists [][]link) error {
	readers := make([]*gramReader, workers())
	failed := make([]error, s.gram.matrix.items)
	err := each(ctx, s.gram.matrix.items, func(worker, j int) {
		if readers[worker] == nil {
			readers[worker] = s.gram.reader()
		}
		if list := lists[j]; len(list) > 0 {
			failed[j] = s.fit(readers[worker], list, s.targets(j, list))
		}
	})
	return errors.Join(err, errors.Join(failed...))
}

// fit solves one item's list, whose ties have the given targets, and fills in
// weights and saliencies.
func (s *solver) fit(reader *gramReader, list []link, target []float64) error {
	n, y := len(list), &reader.system
	g := reader.square(list)
	y.resize(n)
	for a := range n {
		for b := range a {
			y.set(a, b, g[a*n+b])
		}
		d := g[a*n+a]
		y.set(a, a, d+float64(d*s.ridge.dropout)+s.ridge.fixed)
	}
	solution, err := y.solve(target)
	if err != nil {
		return err
	}
	for a, b := range solution {
		list[a].weight = float32(b)
		list[a].saliency = float32(math.Abs(b) * math.Pow(g[a*n+a], s.reach))
	}
	return nil
}

// targets returns what the list of item j has to explain: its ties, less what
// the factors say already.
func (s *solver) targets(j int, list []link) []float64 {
	out := make([]float64, len(list))
	for a := range list {
		at := slices.IndexFunc(s.supports[j], func(t tie) bool { return t.item == list[a].from })
		gram := s.supports[j][at].gram
		out[a] = gram * s.wanted[j]
		if s.factors != nil {
			out[a] -= s.factors.explained(list[a].from, int32(j), gram)
		}
	}
	return out
}

// prune keeps the most salient links, about entries of them over all lists.
func prune(lists [][]link, entries int) [][]link {
	var all []float32
	for _, list := range lists {
		for _, l := range list {
			all = append(all, l.saliency)
		}
	}
	least := float32(0)
	if entries <= 0 {
		return make([][]link, len(lists))
	}
	if entries < len(all) {
		slices.Sort(all)
		least = all[len(all)-entries]
	}
	kept := make([][]link, len(lists))
	for j, list := range lists {
		for _, l := range list {
			if l.saliency >= least {
				kept[j] = append(kept[j], l)
			}
		}
	}
	return kept
}
