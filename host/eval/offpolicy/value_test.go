package offpolicy

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// Worked out by hand: three impressions, weights 2, 0, 1, rewards 1, 1, 0.
func TestEvaluate_byHand(t *testing.T) {
	v := Evaluate([]Sample{
		{Weight: 2, Reward: 1, Predicted: 0.5, Expected: 0.4, Cluster: 0},
		{Weight: 0, Reward: 1, Predicted: 0.5, Expected: 0.4, Cluster: 1},
		{Weight: 1, Reward: 0, Predicted: 0.25, Expected: 0.4, Cluster: 2},
	}, 1)
	require.InDelta(t, 2.0/3, v.IPS.Value, 1e-12)
	require.InDelta(t, 2.0/3, v.SNIPS.Value, 1e-12, "the weights sum to three")
	require.InDelta(t, (0.4+2*0.5+0.4+0.4-0.25)/3, v.DR.Value, 1e-12)
	require.InDelta(t, 9.0/5, v.Effective, 1e-12)
	require.InDelta(t, 1, v.EffectiveRewards, 1e-12, "one impression earned it all")
	require.True(t, v.TooSmall())
	require.True(t, new(Value).TooSmall())
	require.Equal(t, Value{}, Evaluate(nil, 1))
}

// world is a bandit whose truth is known: three kinds of visitors, five items,
// of which the log's policy shows each with a known probability.
type world struct {
	rewards, logged, target [3][5]float64
	guess                   [3][5]float64 // a reward model that is wrong on purpose
}

func newWorld(random *rand.Rand) *world {
	w := &world{}
	for x := range w.rewards {
		logs, wants := 0.0, 0.0
		for a := range w.rewards[x] {
			w.rewards[x][a] = 0.1 + 0.6*random.Float64()
			w.guess[x][a] = random.Float64()
			w.logged[x][a], w.target[x][a] = 0.3+random.Float64(), random.Float64()
			logs, wants = logs+w.logged[x][a], wants+w.target[x][a]
		}
		for a := range w.rewards[x] {
			w.logged[x][a] /= logs
			w.target[x][a] /= wants
		}
	}
	return w
}

// truth enumerates what the target policy earns. Visitors of each kind are as many.
func (w *world) truth() float64 {
	sum := 0.0
	for x := range w.rewards {
		for a, r := range w.rewards[x] {
			sum += w.target[x][a] * r / float64(len(w.rewards))
		}
	}
	return sum
}

// log draws n impressions, each row twice where they come in pairs.
func (w *world) log(n int, pairs bool, random *rand.Rand) []Sample {
	out := make([]Sample, 0, n)
	for len(out) < n {
		x := random.IntN(len(w.rewards))
		a, at := 0, random.Float64()
		for ; a < 4 && at >= w.logged[x][a]; a++ {
			at -= w.logged[x][a]
		}
		s := Sample{Weight: w.target[x][a] / w.logged[x][a], Predicted: w.guess[x][a], Cluster: int32(len(out))}
		if random.Float64() < w.rewards[x][a] {
			s.Reward = 1
		}
		for b, share := range w.target[x] {
			s.Expected += share * w.guess[x][b]
		}
		if out = append(out, s); pairs {
			out = append(out, s)
		}
	}
	return out
}

// All three estimators find the truth of worlds drawn at random, the doubly
// robust one with a wrong reward model too, since propensities are right. A
// weight is below 1/(0.3/5.5) < 19 and mostly near 1, so that means of 4,000 are
// as good as normal; the standard error is taken from the interval, and 4.5 of
// them are passed once in 150,000 draws.
func TestEvaluate_findsTheTruth(t *testing.T) {
	for seed := range uint64(20) {
		random := rand.New(rand.NewPCG(seed, 3))
		w := newWorld(random)
		v := Evaluate(w.log(4000, false, random), seed)
		for name, e := range map[string]Estimate{"ips": v.IPS, "snips": v.SNIPS, "dr": v.DR} {
			require.InDelta(t, w.truth(), e.Value, 4.5*(e.High-e.Low)/3.92, "%s, seed %d", name, seed)
		}
		require.False(t, v.TooSmall())
	}
}

// Of 200 intervals of 95 %, Binomial(200, 0.95) hold the truth: 190 ± 3.1. Fewer
// than 178 or all 200 have probabilities of about 0.0003 and 0.00004 each, for intervals
// that are exact; the percentile method is off by O(1/n), a few in a thousand
// at 1,000 impressions.
func TestEvaluate_intervalsCover(t *testing.T) {
	const times = 200
	for _, pairs := range []bool{false, true} {
		random := rand.New(rand.NewPCG(7, 3))
		w := newWorld(random)
		held := [3]int{}
		for i := range times {
			samples := w.log(1000, pairs, random)
			if pairs { // one cluster of two: half of what there is to know
				for k := range samples {
					samples[k].Cluster = int32(k / 2)
				}
			}
			v := Evaluate(samples, uint64(i))
			for k, e := range []Estimate{v.IPS, v.SNIPS, v.DR} {
				if e.Low <= w.truth() && w.truth() <= e.High {
					held[k]++
				}
			}
		}
		for k, n := range held {
			require.Greater(t, n, 177, "estimator %d, pairs %v", k, pairs)
			require.Less(t, n, times, "estimator %d, pairs %v", k, pairs)
		}
	}
}

// Where the policy is the log's own, all estimators are the mean reward; and
// nobody's estimate depends on the order of the log.
func TestEvaluate_properties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 40).Draw(t, "n")
		samples, mean := make([]Sample, n), 0.0
		for i := range samples {
			r := float64(rapid.IntRange(0, 1).Draw(t, "reward"))
			q := rapid.Float64Range(0, 1).Draw(t, "model")
			samples[i] = Sample{Weight: 1, Reward: r, Predicted: q, Expected: q, Cluster: int32(rapid.IntRange(0, 50).Draw(t, "cluster"))}
			mean += r / float64(n)
		}
		v := Evaluate(samples, 1)
		for _, e := range []Estimate{v.IPS, v.SNIPS, v.DR} {
			if math.Abs(e.Value-mean) > 1e-9 || e.Low > e.High || e.Low < -1e-9 || e.High > 1+1e-9 {
				t.Fatalf("mean reward %v, estimate %+v", mean, e)
			}
		}
		if math.Abs(v.Effective-float64(n)) > 1e-6 {
			t.Fatalf("%d impressions of its own, effective %v", n, v.Effective)
		}
	})
}

// A log of more clusters than groups: the interval stays that of the clusters.
func TestBootstrap_groupsKeepTheInterval(t *testing.T) {
	const n = 3 * mostGroups
	random := rand.New(rand.NewPCG(1, 1))
	samples := make([]Sample, n)
	for i := range samples {
		samples[i] = Sample{Weight: 1, Reward: float64(random.IntN(2)), Cluster: int32(i)}
	}
	v := Evaluate(samples, 1)
	// ± 1.96·√(¼/n); 1,000 draws know an end of it to about 5 %.
	half := 1.96 * 0.5 / math.Sqrt(n)
	require.InDelta(t, half, (v.IPS.High-v.IPS.Low)/2, 0.15*half)
}
