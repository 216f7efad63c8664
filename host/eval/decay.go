package eval

// A weighted scorer takes how much each of the items met counts.
type weighted func(met []uint32, weights []float64) []float64

// decays are how much each further step back in a history may count.
var decays = []float64{1, 0.8, 0.65, 0.5, 0.35, 0.2, 0.1}

// decayed makes a scorer of a weighted one: each step back counts so much of
// the step after it.
func (w weighted) decayed(step float64) scorer {
	return func(met []uint32) []float64 {
		weights, weight := make([]float64, len(met)), 1.0
		for i := len(met) - 1; i >= 0; i-- {
			weights[i] = weight
			weight *= step
		}
		return w(met, weights)
	}
}

// decay chooses the step for what was learned of the rest. Without an order of
// time, all of a history counts alike.
func (k *keptBack) decay(w weighted) (step, ndcg float64) {
	step = 1
	ndcg = k.ndcg(w.decayed(1))
	if !k.ordered {
		return step, ndcg
	}
	for _, d := range decays[1:] {
		if got := k.ndcg(w.decayed(d)); got > ndcg {
			step, ndcg = d, got
		}
	}
	return step, ndcg
}
