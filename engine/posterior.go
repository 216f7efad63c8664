package engine

// Learning is the Bayesian regression of outcomes on a few features. Its
// sufficient statistics are sums of integers, exact in any order; its posterior
// is normal, with mean and covariance computed from them by one Cholesky
// factorization in fixed point.

// features is how many there are: one for each part of a score, and labels.
const (
	partCount  = 6 // popularity's after those of purposes: see partPopularity
	labelCount = 10
	features   = partCount + labelCount
)

// A sample is what learning sees of an item, in units of 1/8.
type sample [features]int8

// unit20 is 1 in units of 1/2^20.
const unit20 = 1 << 20

// priorPrecision is one over the variance of a weight before anything is seen:
// a standard deviation of 1/8. Simulated people of whom the catalog says all that
// there is to say lost 2.7 % of their clicks at 1/2; see host/eval/devices.
const priorPrecision = 64 * unit20

// statistics are sums over outcomes.
type statistics struct {
	products [features][features]int64 // Σ w x x', lower triangle, in 1/2^14
	sums     [features]int64           // Σ w x, in 1/2^11
	rewards  [features]int64           // Σ w x y, in 1/2^11
	weight   int64                     // Σ w
	reward   int64                     // Σ w y
	shown    int64
	taken    int64
}

// add adds the outcome of showing a sample: 1 taken, -1 dismissed, 0 neither.
// The weight, in 1/256, says how surely it was seen.
func (s *statistics) add(x *sample, outcome, weight int64) {
	s.shown++
	s.weight += weight
	s.reward += weight * outcome
	if outcome > 0 {
		s.taken++
	}
	for i, v := range x {
		if v == 0 {
			continue
		}
		wx := weight * int64(v)
		s.sums[i] += wx
		s.rewards[i] += wx * outcome
		for j := range i + 1 {
			s.products[i][j] += wx * int64(x[j])
		}
	}
}

// A posterior is a normal distribution of weights, all in units of 1/2^20.
// Its precision is lower · diagonal · lower', lower having ones on its diagonal.
type posterior struct {
	lower    [features + 1]weights // the last row solves for the mean
	diagonal weights
	mean     weights
}

// posterior computes what the outcomes say. Rewards are measured from this
// visitor's own mean, so that who takes nothing at all says nothing of any
// feature, in standard deviations of a single outcome, so that who takes little
// and who takes much learn alike. Before anything was shown a twentieth is expected.
func (s *statistics) posterior() *posterior {
	mean := s.reward << 16 / max(s.weight, 1)
	rate := (s.taken + 1) << 16 / (s.shown + 20)
	deviation := root(rate * (1<<16 - rate)) // in 1/2^16
	p := &posterior{}
	for j := range features {
		for i := j; i <= features; i++ {
			v := int64(0)
			if i < features {
				v = s.products[i][j] << 6
			} else {
				v = (s.rewards[j]<<16 - mean*s.sums[j]) << 9 / deviation
			}
			for k := range j {
				v -= scaled(scaled(p.lower[i][k], p.diagonal[k]), p.lower[j][k])
			}
			if i == j {
				p.diagonal[j] = max(v, 0) + priorPrecision // rounding must not lose what the prior gives
				continue
			}
			p.lower[i][j] = bounded(v, 1<<37) << 20 / p.diagonal[j] // bounded so that no product overflows
		}
	}
	p.mean = p.lower[features]
	p.back(&p.mean)
	return p
}

func bounded(v, most int64) int64 { return max(-most, min(v, most)) }

// back solves lower' x = v in place, and keeps weights where judging them cannot overflow.
func (p *posterior) back(v *weights) {
	for i := features - 1; i >= 0; i-- {
		for k := i + 1; k < features; k++ {
			v[i] -= scaled(p.lower[k][i], v[k])
		}
		v[i] = bounded(v[i], mostWeight)
	}
}

// draw returns weights drawn from the posterior, at a distance from the mean
// of spread/256 of what the posterior says.
func (p *posterior) draw(r *random, spread int32) weights {
	var v weights
	for i := range v {
		v[i] = scaled(r.normal(), root(1<<60/p.diagonal[i])) * int64(spread) >> 8
	}
	p.back(&v)
	for i := range v {
		v[i] = bounded(v[i]+p.mean[i], mostWeight)
	}
	return v
}

// weights say what a feature of 1 is worth, in spreads of a ranking, in units of 1/2^20.
type weights [features]int64

// mostWeight bounds a weight: four spreads, twice what an item can gain in all.
const mostWeight = 4 * unit20

// judge returns what a sample gains in a ranking of that spread.
func (w *weights) judge(x *sample, spread int32) int32 {
	gained := int32(0)
	for i, v := range x {
		if v != 0 {
			gained = w.gain(x, i, spread, gained)
		}
	}
	return gained
}

// gain returns what a sample has gained after its feature i. It stays within two spreads.
func (w *weights) gain(x *sample, i int, spread, gained int32) int32 {
	v := int64(gained) + w[i]*int64(x[i])*int64(spread)>>23
	return int32(bounded(v, 2*int64(spread)))
}

// scaled multiplies numbers in units of 1/2^20.
func scaled(a, b int64) int64 { return a * b >> 20 }

// root returns the square root of v, rounded down; v is not negative.
func root(v int64) int64 {
	if v < 4 {
		return min(v, 1)
	}
	x := v
	for y := x/2 + 1; y < x; y = (x + v/x) / 2 {
		x = y
	}
	return x
}
