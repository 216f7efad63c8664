package engine

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
	"pgregory.net/rapid"
)

// An impression is what a sample met with.
type impression struct {
	x               sample
	outcome, weight int64
}

// summed returns the statistics of impressions.
func summed(all []impression) (s statistics) {
	for i := range all {
		s.add(&all[i].x, all[i].outcome, all[i].weight)
	}
	return s
}

// reference returns mean and covariance of the posterior by the textbook: the
// precision is 64 I + Σ w x x', and times the mean it is Σ w x (y − usual) / deviation,
// where usual is the mean of outcomes.
func reference(t require.TestingT, all []impression) (*mat.VecDense, *mat.SymDense) {
	taken, rewards, weights := 0, 0.0, 0.0
	for _, s := range all {
		rewards, weights = rewards+float64(s.weight*s.outcome), weights+float64(s.weight)
		if s.outcome > 0 {
			taken++
		}
	}
	// These three are known to 1/65536, towards zero; all else is exact.
	usual := math.Trunc(rewards/max(weights, 1)*65536) / 65536
	rate := math.Floor(float64(taken+1)/float64(len(all)+20)*65536) / 65536
	deviation := math.Floor(math.Sqrt(rate*(1-rate))*65536) / 65536
	precision, pull := mat.NewSymDense(features, nil), mat.NewVecDense(features, nil)
	for i := range features {
		precision.SetSym(i, i, decimal(priorPrecision))
	}
	for _, s := range all {
		x := mat.NewVecDense(features, nil)
		for i, v := range s.x {
			x.SetVec(i, float64(v)/8)
		}
		weight := float64(s.weight) / 256
		precision.SymRankOne(precision, weight, x)
		pull.AddScaledVec(pull, weight*(float64(s.outcome)-usual)/deviation, x)
	}
	var chol mat.Cholesky
	require.True(t, chol.Factorize(precision))
	mean, covariance := mat.NewVecDense(features, nil), mat.NewSymDense(features, nil)
	require.NoError(t, chol.SolveVecTo(mean, pull))
	require.NoError(t, chol.InverseTo(covariance))
	return mean, covariance
}

// randomImpressions draws parts of scores from −2 to 15/8, labels that are there
// or not, and tastes, so that outcomes lean to one side as a visitor's do.
func randomImpressions(t *rapid.T) (all []impression) {
	random := uniform(t, "impressions")
	var tastes [features]float64
	for i := range tastes {
		tastes[i] = random.NormFloat64()
	}
	for range rapid.IntRange(0, MaxShows).Draw(t, "shown") {
		s := impression{weight: 1 + random.Int64N(256)}
		liking := -2.0
		for i := range s.x {
			if i < partCount {
				s.x[i] = int8(random.IntN(32) - 16)
			} else if random.IntN(2) == 0 {
				s.x[i] = 8
			}
			liking += tastes[i] * float64(s.x[i]) / 8
		}
		if liking > 0 {
			s.outcome = 1
		} else if random.IntN(20) == 0 {
			s.outcome = -1
		}
		all = append(all, s)
	}
	return all
}

func decimal(v int64) float64 { return float64(v) / unit20 }

// requireMean compares with the reference.
func requireMean(t require.TestingT, all []impression, tolerance float64) {
	want, _ := reference(t, all)
	if mat.Norm(want, math.Inf(1)) > decimal(mostWeight) {
		return // bounded, and then others make up for it
	}
	s := summed(all)
	got := s.posterior().mean
	for i := range features {
		require.InDelta(t, want.AtVec(i), decimal(got[i]), tolerance, "feature %d", i)
	}
}

// In 10,000 draws they differed by 0.00002 spreads at most; a lost term or a
// factor's transpose differs by more than a hundredth.
func TestPosterior_meanMatchesReference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { requireMean(t, randomImpressions(t), 1e-4) })
}

// As many impressions as the log holds, each saying as much as one can, and
// often what others say. Where features cannot be told apart the precision has
// eigenvalues from 64 to 57,664, and 1/2^20 of the largest is 1/1163 of the least.
func TestPosterior_extremes(t *testing.T) {
	for name, x := range map[string]func(i int) (low, high int8, outcome int64){
		"all alike, half taken":  func(i int) (int8, int8, int64) { return 15, 15, int64(i % 2) },
		"all alike, all taken":   func(i int) (int8, int8, int64) { return 15, 15, 1 },
		"least, dismissed":       func(i int) (int8, int8, int64) { return -16, -16, -1 },
		"opposites":              func(i int) (int8, int8, int64) { return int8(i%2*31 - 16), int8(15 - i%2*31), int64(i % 2) },
		"half of the features":   func(i int) (int8, int8, int64) { return 15, 0, int64(i % 2) },
		"one feature at a time":  func(i int) (int8, int8, int64) { return int8(i % 2 * 15), int8((i + 1) % 2 * 15), int64(i % 2) },
		"dismissed as often":     func(i int) (int8, int8, int64) { return 15, int8(i % 16), int64(i%2*2 - 1) },
		"nearly the same always": func(i int) (int8, int8, int64) { return 15, int8(14 + i/1023), int64(i / 512) },
	} {
		t.Run(name, func(t *testing.T) {
			all := make([]impression, MaxShows)
			for i := range all {
				low, high, outcome := x(i)
				all[i] = impression{outcome: outcome, weight: 256}
				for f := range features {
					all[i].x[f] = low
					if f >= features/2 {
						all[i].x[f] = high
					}
				}
			}
			s := summed(all)
			for _, w := range s.posterior().mean {
				require.LessOrEqual(t, abs(w), int64(mostWeight))
			}
			requireMean(t, all, 1.0/1163)
		})
	}
}

// Sums do not depend on the order of impressions, bit for bit.
func TestStatistics_order(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := randomImpressions(t)
		shuffled := rapid.Permutation(all).Draw(t, "shuffled")
		require.Equal(t, summed(all), summed(shuffled))
	})
}

// Draws have the posterior's mean, and explore² of its covariance. With n draws
// of a normal distribution an estimated mean has the standard error σ/√n and a
// covariance √((σi²σj² + σij²)/n) ≤ √2·σi·σj/√n; five of those are allowed, and
// a thousandth of σ for rounding. The seed is fixed.
func TestPosterior_draws(t *testing.T) {
	const n = 20_000
	var all []impression
	for i := range 200 {
		s := impression{outcome: int64(i % 3 % 2), weight: 200}
		for f := range s.x {
			s.x[f] = int8((i*(f+3)+i/7*f*f)%32 - 16)
		}
		all = append(all, s)
	}
	_, covariance := reference(t, all)
	s := summed(all)
	p := s.posterior()
	for _, explore := range []int32{64, 256, 512} {
		scale := float64(explore) / 256
		random := random(1)
		sums, products := [features]float64{}, [features][features]float64{}
		for range n {
			w := p.draw(&random, explore)
			for i := range w {
				sums[i] += decimal(w[i] - p.mean[i])
				for j := range i + 1 {
					products[i][j] += decimal(w[i]-p.mean[i]) * decimal(w[j]-p.mean[j])
				}
			}
		}
		for i := range features {
			si := scale * math.Sqrt(covariance.At(i, i))
			require.InDelta(t, 0, sums[i]/n, 5*si/math.Sqrt(n)+si/1000, "mean of %d at %d", i, explore)
			for j := range i + 1 {
				sj := scale * math.Sqrt(covariance.At(j, j))
				want := scale * scale * covariance.At(i, j)
				require.InDelta(t, want, products[i][j]/n, 5*math.Sqrt2*si*sj/math.Sqrt(n)+si*sj/1000, "covariance of %d and %d at %d", i, j, explore)
			}
		}
	}
}

// The first numbers of SplitMix64 after the seed 1234567, as its author's C
// program prints them.
func TestRandom_isSplitMix64(t *testing.T) {
	r := random(1234567)
	for _, want := range []uint64{6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821} {
		require.Equal(t, want, r.next())
	}
}

// The sum of twelve uniform numbers has the variance 1 and the fourth moment 2.9.
// The standard errors of n draws are √(1/n), √((2.9 − 1)/n) and, for the fourth,
// below √(96/n), that of the normal distribution; five of each are allowed.
func TestRandom_normal(t *testing.T) {
	const n = 200_000
	r := random(7)
	var first, second, fourth float64
	for range n {
		v := decimal(r.normal())
		first, second, fourth = first+v, second+v*v, fourth+v*v*v*v
	}
	require.InDelta(t, 0, first/n, 5*math.Sqrt(1.0/n))
	require.InDelta(t, 1, second/n, 5*math.Sqrt(1.9/n))
	require.InDelta(t, 2.9, fourth/n, 5*math.Sqrt(96.0/n))
}

func TestRoot(t *testing.T) {
	require.Equal(t, int64(3037000499), root(math.MaxInt64))
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.Int64Range(0, math.MaxInt64).Draw(t, "v") >> rapid.IntRange(0, 62).Draw(t, "shorter")
		r := uint64(root(v))
		require.LessOrEqual(t, r*r, uint64(v))
		require.Greater(t, (r+1)*(r+1), uint64(v))
	})
}

// A sample gains Σ w x of the spread, and never leaves two spreads on the way.
func TestWeights_judge(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		random := uniform(t, "weights")
		var w weights
		var x sample
		for i := range w {
			w[i] = random.Int64N(2*mostWeight+1) - mostWeight
			x[i] = int8(random.IntN(32) - 16)
		}
		spread := 256 + random.Int32N(mostSpread-255)
		want, gained := 0.0, int32(0)
		for i := range w {
			want += decimal(w[i]) * float64(x[i]) / 8 * float64(spread)
			want = max(-2*float64(spread), min(want, 2*float64(spread)))
			gained = w.gain(&x, i, spread, gained)
			require.InDelta(t, want, gained, float64(i+1), "rounded down once for each feature")
		}
		require.Equal(t, gained, w.judge(&x, spread))
	})
}
