package train

import "privet/engine/format"

// A recipe is every choice that training makes. Validation changes one part of
// it after another.
type recipe struct {
	taste   taste
	order   order
	share   float64              // part of all links that goes to what follows what
	trend   int64                // seconds until a visitor counts half in popularity; 0 = never
	prior   float64              // what popularity weighs for a new visitor, in units of affinity
	context float64              // how much a context value weighs against popularity
	columns [mostColumns]float64 // the same of each context column, as a factor
	repeat  repeat
	welcome float64 // how popular a newcomer is taken to be, against what it resembles
	params  format.Params
}

// taste says how items that go together are found.
type taste struct {
	weighting
	support int     // how many similar items a list is solved on
	ridge   float64 // in mean visitors
	dropout float64 // as a share of the diagonal
	rank    int     // dimensions of the factors; 0 is none
	coarse  float64 // one step of a factor, in mean magnitudes
	cold    float64 // how much a cold item is wanted, against what it resembles
	smooth  float64 // ridge of the factors, in ridges of the lists
	reach   float64 // a link is kept by weight × audience of its source ^ reach
	target  float64 // how much popular targets are held back
}

// firstRecipe is where the search begins, and what is used where the data are
// too few to choose by.
func firstRecipe() recipe {
	return recipe{
		taste: taste{weighting: weighting{power: 0.5, text: 1, halfLife: 10000 * day}, support: 50, ridge: 16, dropout: 0.2, coarse: 1, smooth: 16, cold: 0.5},
		order: order{distance: 1.5, target: 0.2, halfLife: 10000 * day, decay: 0.8},
		prior: usualPrior, welcome: 0.5, context: 16, columns: [mostColumns]float64{1, 1, 1, 1, 1, 1, 1, 1}, trend: 10000 * day,
		params: format.DefaultParams(),
	}
}

// mostColumns is how many context columns have a strength of their own: the last
// of them shares it with all further ones.
const mostColumns = 8

// usualPrior is what popularity weighs for a new visitor before validation says
// better: little, against links of 0.1 to 0.5.
const usualPrior = 0.02
