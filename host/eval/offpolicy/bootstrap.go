package offpolicy

import (
	"math"
	"math/rand/v2"
	"slices"
)

const (
	draws = 1000
	// mostGroups bounds what one draw costs. Clusters are independent, so sums of
	// several, dealt out at random, vary as the clusters do.
	mostGroups = 10000
)

// bootstrap returns the 2.5th and 97.5th percentile of each estimator over
// samples of clusters, drawn with replacement (Efron's percentile interval).
func bootstrap(samples []Sample, seed uint64) [3][2]float64 {
	random := rand.New(rand.NewPCG(seed, 2))
	groups := grouped(samples, random)
	var values [3][]float64
	for range draws {
		var sum total
		for range groups {
			sum.addTotal(&groups[random.IntN(len(groups))])
		}
		for i, v := range sum.estimates() {
			values[i] = append(values[i], v)
		}
	}
	var out [3][2]float64
	for i := range values {
		slices.Sort(values[i])
		out[i] = [2]float64{quantile(values[i], 0.025), quantile(values[i], 0.975)}
	}
	return out
}

// grouped sums the samples of each cluster, and clusters into few enough groups.
func grouped(samples []Sample, random *rand.Rand) []total {
	clusters := int32(0)
	for i := range samples {
		clusters = max(clusters, samples[i].Cluster+1)
	}
	group := random.Perm(int(clusters))
	out := make([]total, min(int(clusters), mostGroups))
	for i := range samples {
		out[group[samples[i].Cluster]%len(out)].add(&samples[i])
	}
	return slices.DeleteFunc(out, func(t total) bool { return t.count == 0 }) // a number that no sample has
}

// quantile interpolates between the sorted values next to a share of them.
func quantile(sorted []float64, share float64) float64 {
	at := share * float64(len(sorted)-1)
	low := math.Floor(at)
	high := min(int(low)+1, len(sorted)-1)
	return sorted[int(low)] + (at-low)*(sorted[high]-sorted[int(low)])
}
