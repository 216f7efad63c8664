package trend

import (
	"cmp"
	"math"
	"slices"

	"privet/host/catalog/dataset"
)

const (
	day  = 24 * hour
	week = 7 * day
)

// halfLives are what HalfLife chooses from. None is shorter than a day: within
// one, what is wanted more than usual is what is wanted at that hour.
var halfLives = [...]int64{day, 2 * day, 4 * day, week, 2 * week, 4 * week, 8 * week}

const (
	// perSpan is how many half-lives are enough.
	perSpan = 4
	// ever is the half-life of what is known from long ago, the same whatever is tried.
	ever = usual * 8 * week
)

// HalfLife returns after how many seconds a visitor counts half in what is
// wanted now: the half-life under which what was wanted until a day before
// foretells best what is wanted. That is a day or two where items come and go, as
// news do, and weeks where seasons change. It is 0 where the events cover too
// little time for any.
func HalfLife(events []dataset.Event, items, floor int) int64 {
	from, to := Span(events, floor)
	calls := make([]past, 0, len(events))
	eachCall(events, to, day, 1+(to-from)/day, func(c call) { calls = append(calls, past{c.age, c.item}) })
	slices.SortStableFunc(calls, func(a, b past) int { return cmp.Compare(b.age, a.age) }) // oldest first
	best, most := int64(0), math.Inf(-1)
	for _, h := range halfLives {
		if to-from < Enough(h) {
			break
		}
		if s := foretold(calls, items, h); s > most {
			best, most = h, s
		}
	}
	return best
}

// Covered returns the longest half-life up to the given one for which a span is
// enough; 0 where it is for none.
func Covered(halfLife, span int64) int64 {
	longest := int64(0)
	for _, h := range halfLives {
		if h <= halfLife && Enough(h) <= span {
			longest = h
		}
	}
	return longest
}

// Enough returns how many seconds events must cover to have a usual as well as a now.
func Enough(halfLife int64) int64 { return perSpan * halfLife }

// A past is what foretold needs of a call: there may be a hundred million.
type past struct {
	age  int64
	item int32
}

// foretold returns the mean logarithm of the chance that each call of the later
// half had, given what was known a day before it: the prequential score of Dawid
// (Journal of the Royal Statistical Society A 147, 1984). The chance of an item is its
// share now, with its share from long ago as the prior, about as strong as Hot's.
func foretold(calls []past, items int, halfLife int64) float64 {
	now, before := newDecayed(items, halfLife), newDecayed(items, ever)
	prior := float64(strength) / 2 * float64(items)
	known, sum, counted := 0, 0.0, 0
	for _, c := range calls {
		for ; calls[known].age >= c.age+day; known++ {
			now.add(calls[known].item, -calls[known].age)
			before.add(calls[known].item, -calls[known].age)
		}
		if 2*c.age > calls[0].age {
			continue
		}
		expected := (before.at(c.item, -c.age) + 1) / (before.all(-c.age) + float64(items))
		sum += math.Log((now.at(c.item, -c.age) + prior*expected) / (now.all(-c.age) + prior))
		counted++
	}
	return sum / float64(max(counted, 1))
}

// decayed counts calls of items, each of which weighs half after a half-life.
type decayed struct {
	halfLife float64
	weight   []float64 // of each item, and last of all items, when it last changed
	time     []int64   // when that was
}

func newDecayed(items int, halfLife int64) *decayed {
	return &decayed{float64(halfLife), make([]float64, items+1), make([]int64, items+1)}
}

// add counts a call of an item; times never fall.
func (d *decayed) add(item int32, time int64) {
	for _, i := range []int32{item, int32(len(d.weight) - 1)} {
		d.weight[i], d.time[i] = d.at(i, time)+1, time
	}
}

func (d *decayed) at(item int32, time int64) float64 {
	if d.weight[item] == 0 {
		return 0
	}
	return d.weight[item] * math.Exp2(-float64(time-d.time[item])/d.halfLife)
}

func (d *decayed) all(time int64) float64 { return d.at(int32(len(d.weight)-1), time) }
