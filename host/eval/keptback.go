package eval

import (
	"cmp"
	"math/rand/v2"
	"slices"

	"privet/host/catalog/dataset"
	"privet/host/eval/metric"
)

// keptBack is part of the training data, by which baselines choose: a tenth of
// the visitors, those who came last where the data have times.
type keptBack struct {
	rest      *dataset.Dataset // what there is to learn from
	questions []question
	ordered   bool // histories are in order of time
}

// A question is what a visitor chose after having met some items.
type question struct {
	met     []uint32 // oldest first
	exclude []uint32 // never ranked
	wanted  map[uint32]bool
}

// mostQuestions are enough to choose a number or two by.
const mostQuestions = 1500

// keepBack asks, of each visitor kept back, for the last fifth of the items, and
// of sessions for every item after the first.
func keepBack(d *dataset.Dataset, sessions bool, seed uint64) *keptBack {
	random := rand.New(rand.NewPCG(seed, 5))
	k := &keptBack{ordered: timed(d)}
	visitors := dataset.ByVisitor(d.Events)
	random.Shuffle(len(visitors), func(a, b int) { visitors[a], visitors[b] = visitors[b], visitors[a] })
	slices.SortStableFunc(visitors, func(a, b []dataset.Event) int {
		return cmp.Compare(a[len(a)-1].At, b[len(b)-1].At)
	})
	cut := len(visitors) - (len(visitors)+9)/10
	k.rest = &dataset.Dataset{Items: d.Items, Visitors: d.Visitors}
	for _, v := range visitors[:cut] {
		k.rest.Events = append(k.rest.Events, v...)
	}
	for _, v := range visitors[cut:] {
		met := make([]uint32, len(v))
		for i := range v {
			met[i] = uint32(v[i].Item)
		}
		if sessions {
			for next := 1; next < len(met); next++ {
				k.ask(met[:next], met[next-1:next], met[next:next+1])
			}
			continue
		}
		if !k.ordered {
			random.Shuffle(len(met), func(a, b int) { met[a], met[b] = met[b], met[a] })
		}
		at := len(met) - (len(met)+4)/5
		k.ask(met[:at], met[:at], met[at:])
	}
	return k
}

// ask adds a question, if there is an answer.
func (k *keptBack) ask(met, exclude, wanted []uint32) {
	q := question{met: met, exclude: exclude, wanted: map[uint32]bool{}}
	for _, i := range wanted {
		if !slices.Contains(exclude, i) {
			q.wanted[i] = true
		}
	}
	if len(q.wanted) > 0 && len(k.questions) < mostQuestions {
		k.questions = append(k.questions, q)
	}
}

// ndcg is the mean NDCG@20 of a scorer's answers.
func (k *keptBack) ndcg(rank scorer) float64 {
	sum := 0.0
	for _, q := range k.questions {
		sum += metric.NDCG(metric.Ranks(best(rank(q.met), q.exclude, 20), q.wanted), len(q.wanted), 20)
	}
	return sum / float64(max(1, len(k.questions)))
}

// head returns the questions about the first items alone, which are the most popular.
func (k *keptBack) head(items int) *keptBack {
	out := &keptBack{rest: &dataset.Dataset{Items: k.rest.Items[:items], Visitors: k.rest.Visitors}, ordered: k.ordered}
	for _, e := range k.rest.Events {
		if int(e.Item) < items {
			out.rest.Events = append(out.rest.Events, e)
		}
	}
	below := func(list []uint32) []uint32 {
		return slices.DeleteFunc(slices.Clone(list), func(i uint32) bool { return int(i) >= items })
	}
	for _, q := range k.questions {
		var wanted []uint32
		for i := range q.wanted {
			if int(i) < items {
				wanted = append(wanted, i)
			}
		}
		out.ask(below(q.met), below(q.exclude), wanted)
	}
	return out
}
