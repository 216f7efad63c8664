// Package trend finds what is wanted these days: more than usual, and by more
// people than chance would bring.
package trend

import (
	"math"

	"gonum.org/v1/gonum/mathext"

	"privet/host/catalog/dataset"
)

const (
	// usual is how many half-lives of now the half-life of the usual has: what has
	// been wanted for months is no longer hot.
	usual = 8
	// memory is after how many half-lives of the usual a call is forgotten: it weighs a thousandth.
	memory = 10
	// recent is within how many half-lives floor visitors must have called: they
	// are three quarters of what counts.
	recent = 2
	// strength is that of the prior, in calls: before anything is seen, an item's
	// lift is thought to be about 1, give or take a half.
	strength = 4
	// doubt is how much chance is left that an item is less wanted than Hot says.
	doubt = 0.05
	// PerDoubling is what Hot rises by where the lift doubles: 255 is sixteenfold.
	PerDoubling = 64
)

// Hot says for each of so many items how much more it is wanted than usual, at
// the end of the span of the events: PerDoubling for twice, 255 for 16 times or
// more, 0 for an item that does not rise for sure.
//
// A call weighs half after a half-life, and the usual is the same with one eight
// times as long. An item's lift is its share of all calls now, by its usual share: so
// a busy week of the whole site makes nothing hot. As few calls say little, the
// lift is not taken as it is, but as large as it almost certainly is: the 5 %
// quantile of its posterior under a gamma prior (the EB05 of DuMouchel, "Bayesian
// data mining in large frequency tables", The American Statistician 53, 1999).
//
// An item that fewer than floor visitors called lately is never hot, so that the
// file, which is public, tells of nobody's visit.
func Hot(events []dataset.Event, items, floor int, halfLife int64) []byte {
	out := make([]byte, items)
	_, until := Span(events, floor)
	if halfLife == 0 || until == 0 {
		return out
	}
	now, before, visitors := make([]float64, items), make([]float64, items), make([]int, items)
	allNow, allBefore := 0.0, 0.0
	eachCall(events, until, halfLife, memory*usual, func(c call) {
		age := float64(c.age) / float64(halfLife)
		n, b := math.Exp2(-age), math.Exp2(-age/usual)
		now[c.item] += n
		before[c.item] += b
		allNow += n
		allBefore += b
		if c.first && age < recent {
			visitors[c.item]++
		}
	})
	for i := range out {
		if visitors[i] < floor {
			continue
		}
		expected := allNow * before[i] / allBefore
		// A sum of weights that fall by half varies half as much as a count of that
		// size: in a steady flow the mean square of a weight is half its mean.
		lift := leastLift(2*now[i], 2*expected)
		out[i] = byte(min(255, max(0, math.Round(PerDoubling*math.Log2(lift)))))
	}
	return out
}

// leastLift is what the ratio of a Poisson count's mean to what is expected
// almost certainly exceeds.
func leastLift(count, expected float64) float64 {
	return mathext.GammaIncRegInv(count+strength, doubt) / (expected + strength)
}
