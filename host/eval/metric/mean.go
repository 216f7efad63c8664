package metric

import "math"

// A Mean is an average over clusters (users, or sessions of several events) and
// half the width of its 95 % interval.
type Mean struct{ Value, Half float64 }

// Average returns the mean over all observations, given the sum and count of
// each cluster. The interval takes clusters as independent, not observations:
// the linearized ratio estimator with z = 1.96 (Cochran, Sampling Techniques, 6.3).
func Average(sums []float64, counts []int) Mean {
	sum, count := 0.0, 0
	for c := range sums {
		sum += sums[c]
		count += counts[c]
	}
	if count == 0 {
		return Mean{}
	}
	mean, n, squares := sum/float64(count), float64(len(sums)), 0.0
	for c := range sums {
		r := sums[c] - float64(mean*float64(counts[c]))
		squares += float64(r * r)
	}
	if n < 2 {
		return Mean{mean, math.Inf(1)}
	}
	return Mean{mean, 1.96 * math.Sqrt(squares*n/(n-1)) / float64(count)}
}
