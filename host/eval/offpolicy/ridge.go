package offpolicy

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// A Feature is one number that a reward may depend on.
type Feature struct {
	At    int // below the model's width
	Value float64
}

// An Example is an impression that a reward model learns from.
type Example struct {
	Features []Feature
	Reward   float64
	Fold     int // below Folds; all impressions of a cluster share one
}

// Folds is into how many parts a log is cut.
const Folds = 5

// A Model predicts a reward as a weighted sum of features. Its zero value
// predicts 0.
type Model struct {
	Mean    float64 // of the rewards learned from; predicted where no feature is known
	Weights []float64
}

// Predict returns the reward that the model expects.
func (m *Model) Predict(features []Feature) float64 {
	sum := m.Mean
	for _, f := range features {
		if f.At < len(m.Weights) {
			sum += m.Weights[f.At] * f.Value
		}
	}
	return sum
}

// ridges are what a model's penalty is chosen from, in impressions.
var ridges = []float64{3, 30, 300, 3000}

// CrossFit learns a reward model for each fold from the other folds alone, so
// that no impression is judged by a model that saw its reward. The ridge of
// each model is chosen within what it may see. It is closed form throughout.
func CrossFit(width int, examples []Example) [Folds]Model {
	var parts [Folds]moments
	for k := range parts {
		parts[k] = newMoments(width)
	}
	for i := range examples {
		parts[examples[i].Fold].add(&examples[i])
	}
	var out [Folds]Model
	for k := range out {
		best := math.Inf(1)
		for _, ridge := range ridges {
			loss := 0.0
			for judge := range parts {
				if judge != k {
					m := fit(parts, ridge, k, judge)
					loss += parts[judge].loss(&m)
				}
			}
			if loss < best {
				best = loss
				out[k] = fit(parts, ridge, k)
			}
		}
	}
	return out
}

// moments are the sums that a least-squares fit needs. They add up over parts,
// which makes every fold's fit a matter of adding.
type moments struct {
	gram             *mat.SymDense // Σ x·xᵀ
	x, xr            *mat.VecDense // Σ x and Σ x·r
	count, r, square float64       // Σ 1, Σ r and Σ r²
}

func newMoments(width int) moments {
	return moments{gram: mat.NewSymDense(width, nil), x: mat.NewVecDense(width, nil), xr: mat.NewVecDense(width, nil)}
}

// add counts an example, whose features must differ.
func (m *moments) add(e *Example) {
	for a, f := range e.Features {
		for _, g := range e.Features[a:] {
			m.gram.SetSym(f.At, g.At, m.gram.At(f.At, g.At)+f.Value*g.Value)
		}
		m.x.SetVec(f.At, m.x.AtVec(f.At)+f.Value)
		m.xr.SetVec(f.At, m.xr.AtVec(f.At)+f.Value*e.Reward)
	}
	m.count++
	m.r += e.Reward
	m.square += e.Reward * e.Reward
}

// fit learns from all parts but some: the ridge regression of what rewards
// differ from their mean by.
func fit(parts [Folds]moments, ridge float64, except ...int) Model {
	width := parts[0].x.Len()
	sum := newMoments(width)
	for k := range parts {
		if slices.Contains(except, k) {
			continue
		}
		p := &parts[k]
		sum.gram.AddSym(sum.gram, p.gram)
		sum.x.AddVec(sum.x, p.x)
		sum.xr.AddVec(sum.xr, p.xr)
		sum.count, sum.r = sum.count+p.count, sum.r+p.r
	}
	m := Model{Mean: ratio(sum.r, sum.count), Weights: make([]float64, width)}
	for i := range width {
		sum.gram.SetSym(i, i, sum.gram.At(i, i)+ridge)
	}
	sum.xr.AddScaledVec(sum.xr, -m.Mean, sum.x)
	var cholesky mat.Cholesky
	weights := mat.NewVecDense(width, m.Weights)
	if !cholesky.Factorize(sum.gram) || cholesky.SolveVecTo(weights, sum.xr) != nil {
		clear(m.Weights) // numbers beyond a float's precision: the mean is all that can be said
	}
	return m
}

// loss is the squared error of a model over the part.
func (m *moments) loss(model *Model) float64 {
	w := mat.NewVecDense(len(model.Weights), model.Weights)
	return m.square + m.count*model.Mean*model.Mean + mat.Inner(w, m.gram, w) -
		2*model.Mean*m.r - 2*mat.Dot(w, m.xr) + 2*model.Mean*mat.Dot(w, m.x)
}
