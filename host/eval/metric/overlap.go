package metric

import "math"

// Overlap is the share of the first k places of either list that both have; of
// lists that are shorter, of the longer one's places. Two empty lists are the same.
func Overlap(a, b []string, k int) float64 {
	a, b = a[:min(k, len(a))], b[:min(k, len(b))]
	most := max(len(a), len(b))
	if most == 0 {
		return 1
	}
	return float64(shared(a, b)[most-1]) / float64(most)
}

// RBO is the rank-biased overlap of two lists without repeats, extrapolated from
// what is seen of them: RBO_EXT of Webber, Moffat and Zobel ("A similarity measure
// for indefinite rankings", TOIS 2010, equation 32), 1 for the same list. With
// persistence p the first 10 places have 86 % of the weight where p is 0.9.
func RBO(a, b []string, p float64) float64 {
	long, short := max(len(a), len(b)), min(len(a), len(b))
	switch {
	case long == 0:
		return 1
	case short == 0:
		return 0
	}
	x := shared(a, b)
	sum := 0.0
	for d := 1; d <= long; d++ {
		sum += float64(x[d-1]) / float64(d) * math.Pow(p, float64(d))
	}
	atShort := float64(x[short-1])
	for d := short + 1; d <= long; d++ {
		sum += atShort * float64(d-short) / float64(d*short) * math.Pow(p, float64(d))
	}
	last := float64(x[long-1])
	return (1-p)/p*sum + ((last-atShort)/float64(long)+atShort/float64(short))*math.Pow(p, float64(long))
}

// shared counts at each depth how many items both lists have.
func shared(a, b []string) []int {
	seen := map[string]bool{}
	counts := make([]int, max(len(a), len(b)))
	both := 0
	for d := range counts {
		for _, list := range [][]string{a, b} {
			if d >= len(list) {
				continue
			}
			if seen[list[d]] {
				both++
			}
			seen[list[d]] = true
		}
		counts[d] = both
	}
	return counts
}
