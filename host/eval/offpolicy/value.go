// Package offpolicy estimates what a policy would have earned, from what another
// policy showed, how likely it was to show it, and what that earned.
//
// The estimators are those that Saito et al. describe in "Open Bandit Dataset and
// Pipeline", NeurIPS 2021 Datasets and Benchmarks, section 4.
package offpolicy

// A Sample is one impression of the log, as the policy in question sees it.
type Sample struct {
	Weight    float64 // how likely the policy shows this item here, over how likely the log's did
	Reward    float64
	Predicted float64 // what the reward model says of the item shown
	Expected  float64 // the mean of what it says of all items, as the policy would show them
	Cluster   int32   // impressions that are not independent share one, from 0
}

// An Estimate is a value and its 95 % interval.
type Estimate struct{ Value, Low, High float64 }

// A Value is what a policy earns for each impression, by three estimators.
type Value struct {
	IPS   Estimate // inverse propensity scoring (Horvitz and Thompson 1952)
	SNIPS Estimate // the same, self-normalized (Swaminathan and Joachims 2015)
	DR    Estimate // doubly robust (Dudík, Langford, Li 2011)
	// Effective is how many impressions shown by the policy itself would say as
	// much (Kish): (Σ w)² / Σ w².
	Effective float64
	// EffectiveRewards is the same for impressions that earned something:
	// (Σ w·r)² / Σ (w·r)². Rewards are rare, so it is what runs out first.
	EffectiveRewards float64
}

// What an estimate needs at least. Below ten rewards an interval's ends rest on
// single impressions; Kish's size below a hundred says that a few large weights
// decide, whatever the rewards.
const (
	LeastEffective        = 100
	LeastEffectiveRewards = 10
)

// TooSmall tells whether the log says too little of the policy for its
// estimates to be believed.
func (v *Value) TooSmall() bool {
	return v.Effective < LeastEffective || v.EffectiveRewards < LeastEffectiveRewards
}

// Evaluate estimates the value of a policy. The seed draws the intervals. No
// samples give the zero value, which is too small.
func Evaluate(samples []Sample, seed uint64) Value {
	if len(samples) == 0 {
		return Value{}
	}
	all, squares, rewards := total{}, 0.0, 0.0
	for i := range samples {
		s := &samples[i]
		all.add(s)
		squares += s.Weight * s.Weight
		rewards += s.Weight * s.Reward * s.Weight * s.Reward
	}
	v := Value{Effective: ratio(all.weight*all.weight, squares), EffectiveRewards: ratio(all.earned*all.earned, rewards)}
	point := all.estimates()
	intervals := bootstrap(samples, seed)
	for i, e := range []*Estimate{&v.IPS, &v.SNIPS, &v.DR} {
		*e = Estimate{point[i], intervals[i][0], intervals[i][1]}
	}
	return v
}

// A total is all that the estimators need of some samples.
type total struct{ count, weight, earned, robust float64 }

func (t *total) add(s *Sample) {
	t.count++
	t.weight += s.Weight
	t.earned += s.Weight * s.Reward
	t.robust += s.Expected + s.Weight*(s.Reward-s.Predicted)
}

func (t *total) addTotal(o *total) {
	t.count += o.count
	t.weight += o.weight
	t.earned += o.earned
	t.robust += o.robust
}

// estimates returns IPS, SNIPS and DR.
func (t *total) estimates() [3]float64 {
	return [3]float64{ratio(t.earned, t.count), ratio(t.earned, t.weight), ratio(t.robust, t.count)}
}

// ratio is a/b, and 0 where there is nothing to divide by.
func ratio(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}
