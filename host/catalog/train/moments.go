package train

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// moments makes a token of each context. A lift of one doubling weighs as much
// as a doubled audience does in the usual popularity prior, times a strength.
// Where there are factors, an in-vector says what they can of the lifts, and the
// links what it leaves over, for the items that matter these days.
func (l *lesson) moments(r *recipe, lists *cut, trend []float64, links int) []token {
	if r.context == 0 || len(l.context) == 0 {
		return nil
	}
	most := tokenLinks(links, len(l.context))
	scale := r.context * usualPrior / math.Log1p(float64(slices.Max(l.matrix.audience)))
	var out []token
	for k, s := range l.context {
		strength := scale * r.columns[s.column]
		if strength == 0 || slices.ContainsFunc(l.attributes, func(a attribute) bool { return a.key == s.key }) {
			continue // a page's category, say: what is known of the attribute serves
		}
		t := token{key: s.key}
		left := make([]float64, len(l.data.Items))
		if lists.factors != nil {
			t.in = slices.Clone(lists.moments[k])
			for _, x := range s.lift {
				left[x.item] = x.log - lists.factors.say(t.in, x.item)
			}
			for k := range t.in {
				t.in[k] *= strength
			}
		} else {
			for _, x := range s.lift {
				left[x.item] = x.log
			}
		}
		t.items = mostSaid(left, trend, most)
		for k := range t.items {
			t.items[k].weight *= float32(strength)
		}
		out = append(out, t)
	}
	return out
}

// liftSpread is what lifts usually differ by: the prior of the in-vectors' ridge.
const liftSpread = 0.5

// explain returns the in-vector that says most of the lifts: a ridge regression on
// the items' out-vectors, where a lift counts as much as its visitors make it sure.
func (f *factors) explain(lifts []lift) []float64 {
	system, right := mat.NewSymDense(f.rank, nil), mat.NewVecDense(f.rank, nil)
	squares := 0.0
	for lifts := range slices.Chunk(lifts, 256) {
		lines := mat.NewDense(len(lifts), f.rank, nil)
		logs := mat.NewVecDense(len(lifts), nil)
		for i, x := range lifts {
			surety := math.Sqrt(1 + x.seen)
			logs.SetVec(i, surety*x.log)
			for k := range f.rank {
				v := f.at(int(x.item), k)
				squares += float64(v * v)
				lines.Set(i, k, surety*v)
			}
		}
		var part mat.SymDense
		var sum mat.VecDense
		part.SymOuterK(1, lines.T())
		sum.MulVec(lines.T(), logs)
		system.AddSym(system, &part)
		right.AddVec(right, &sum)
	}
	out := make([]float64, f.rank)
	if squares == 0 {
		return out
	}
	ridge := squares / float64(len(lifts)) / (liftSpread * liftSpread)
	for k := range f.rank {
		system.SetSym(k, k, system.At(k, k)+ridge)
	}
	var cholesky mat.Cholesky
	if !cholesky.Factorize(system) {
		return out
	}
	solution := mat.NewVecDense(f.rank, out)
	if err := cholesky.SolveVecTo(solution, right); err != nil {
		return make([]float64, f.rank) // too close to singular: the links say it all
	}
	return out
}

// say returns the product of an in-vector with an item's out-vector.
func (f *factors) say(in []float64, item int32) float64 {
	sum := 0.0
	for k, v := range in {
		sum += float64(v * f.at(int(item), k))
	}
	return sum
}

// mostSaid returns the items whose weights matter most, rising by item: large
// ones, of items that many meet these days.
func mostSaid(weights, trend []float64, most int) []link {
	scaled := make([]float64, len(weights))
	for j, w := range weights {
		scaled[j] = w * math.Sqrt(1+trend[j])
	}
	out := mostTelling(scaled, most)
	for k := range out {
		out[k].weight = float32(weights[out[k].from])
	}
	return out
}
