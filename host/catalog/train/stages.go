package train

import (
	"fmt"

	"privet/engine/purpose"
)

// run goes through the parts of the recipe, those that others depend on first.
func (s *search) run() error {
	if len(s.split.visits) > 0 {
		s.best.share = 0.5
	}
	if err := s.resize(); err != nil {
		return err
	}
	parts := []part{text, support, fixedRidge, dropout, power, tasteHeldBack, reach}
	if s.split.timed {
		parts = append([]part{historyStep, halfLife, visitorAge}, parts...)
	}
	if err := s.climbAll(forTaste, parts...); err != nil {
		return err
	}
	if err := s.climbAll(forNext, stepDecay, sessionTaste, stepDecay, distance, heldBack, visitAge, regression, orderReach, review); err != nil {
		return err
	}
	if simultaneous(s.split.events) {
		if err := s.climbAll(forNext, loose); err != nil {
			return err
		}
	}
	if err := s.tryFactors(); err != nil {
		return err
	}
	if len(s.split.visits) > 0 {
		if err := s.climbAll(forBoth, share, power, fixedRidge, dropout, sessionTaste); err != nil {
			return err
		}
	}
	var err error
	if s.score, err = s.try(s.best, forAll.tasks); err != nil {
		return err
	}
	if s.split.timed {
		if err := s.climbAgain(); err != nil {
			return err
		}
	}
	if err := s.climbPopularity(); err != nil {
		return err
	}
	if err := s.climbDebut(); err != nil {
		return err
	}
	if err := s.climbContext(); err != nil {
		return err
	}
	return s.guard()
}

// climbPopularity chooses what popularity is, and weighs. What it is matters most
// to those of whom nothing else is known.
func (s *search) climbPopularity() (err error) {
	if timed(s.split.events) {
		if s.score, err = s.try(s.best, forCrowd.tasks); err != nil {
			return err
		}
		if err := s.climb(forCrowd, trending); err != nil {
			return err
		}
	}
	if err := s.climb(forAll, prior); err != nil {
		return err
	}
	if timed(s.split.events) {
		if err := s.climb(forCrowd, trending); err != nil {
			return err
		}
	}
	return s.climb(forAll, fade)
}

// tryFactors looks for the best recipe with factors, and takes it if it beats
// the best without.
func (s *search) tryFactors() error {
	bare := *s
	s.best.taste.rank = 64
	if err := s.resize(); err != nil {
		return err
	}
	if err := s.climbAll(forBoth, smooth, power); err != nil {
		return err
	}
	if forBoth.value(s.score) < promising*forBoth.value(bare.score) {
		*s = bare
		return nil
	}
	for _, rank := range []int{32, 96, 128} {
		if err := s.swap(func(t *taste) { t.rank = rank }); err != nil {
			return err
		}
	}
	for _, coarse := range []float64{0.7, 1.5, 2} {
		if err := s.swap(func(t *taste) { t.coarse = coarse }); err != nil {
			return err
		}
	}
	if err := s.climbAll(forBoth, fixedRidge, dropout, smooth); err != nil {
		return err
	}
	if forBoth.value(s.score) < forBoth.value(bare.score)+least {
		*s = bare
	}
	return nil
}

// swap changes what takes bytes from the lists: the change is measured with the
// links that then fit, and kept if it does better.
func (s *search) swap(change func(*taste)) error {
	next := *s
	change(&next.best.taste)
	if err := next.resize(); err != nil {
		return err
	}
	if forBoth.value(next.score) > forBoth.value(s.score)+least {
		*s = next
	}
	return nil
}

// promising is which part of the score without factors they must reach at
// first, for their details to be worth looking for.
const promising = 0.98

// climbAll climbs what there is data for.
func (s *search) climbAll(g goal, parts ...part) error {
	if g.tasks == forTaste.tasks && len(s.split.answers) == 0 || g.tasks == forNext.tasks && len(s.split.visits) == 0 {
		return nil
	}
	for _, p := range parts {
		if err := s.climb(g, p); err != nil {
			return err
		}
	}
	return nil
}

// climbContext chooses what contexts weigh: all of them, and then those of each
// column against the others. What is popular these days must be known by then.
func (s *search) climbContext() error {
	if len(s.lesson.context) == 0 || len(s.split.visits) == 0 && !s.split.brief() {
		return nil
	}
	got, err := s.try(s.best, forMoment.tasks)
	if err != nil {
		return err
	}
	s.score.next, s.score.alone = got.next, got.alone
	if err := s.scan(forMoment, moments); err != nil {
		return err
	}
	used := [mostColumns]bool{}
	for _, c := range s.lesson.context {
		used[c.column] = true
	}
	if used == [mostColumns]bool{true} {
		return nil // one column has nothing to be weighed against
	}
	for column := range used {
		if used[column] {
			if err := s.climb(forMoment, columnStrength(column)); err != nil {
				return err
			}
		}
	}
	return nil
}

// columnStrength is what one context column weighs against others.
func columnStrength(column int) part {
	return part{fmt.Sprint("context column ", column), []float64{0, 0.25, 0.5, 1, 2, 4},
		func(r *recipe) float64 { return r.columns[column] }, func(r *recipe, v float64) { r.columns[column] = v }}
}

// climbAgain chooses what met items say for themselves.
func (s *search) climbAgain() error {
	got, err := s.try(s.best, forAgain.tasks)
	if err != nil {
		return err
	}
	s.score.again = got.again
	return s.climb(forAgain, rebuy)
}

const day = 86400

// ownSay are values of what an item says for itself, against links of 0.1 to 0.5.
var ownSay = []float64{-0.3, -0.1, -0.03, -0.01, 0, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1}

// The parts of a recipe.
var (
	text = part{"text", []float64{0, 0.1, 0.3, 1, 3},
		func(r *recipe) float64 { return r.taste.text }, func(r *recipe, v float64) { r.taste.text = v }}
	support = part{"support", []float64{20, 30, 50, 80, 120},
		func(r *recipe) float64 { return float64(r.taste.support) }, func(r *recipe, v float64) { r.taste.support = int(v) }}
	fixedRidge = part{"ridge", []float64{1, 4, 16, 64, 256},
		func(r *recipe) float64 { return r.taste.ridge }, func(r *recipe, v float64) { r.taste.ridge = v }}
	dropout = part{"dropout", []float64{0, 0.1, 0.2, 0.5, 1, 2, 5, 10},
		func(r *recipe) float64 { return r.taste.dropout }, func(r *recipe, v float64) { r.taste.dropout = v }}
	power = part{"power", []float64{0, 0.25, 0.5, 0.75},
		func(r *recipe) float64 { return r.taste.power }, func(r *recipe, v float64) { r.taste.power = v }}
	wanted = part{"newcomers", []float64{0.1, 0.25, 0.5, 1},
		func(r *recipe) float64 { return r.taste.cold }, func(r *recipe, v float64) { r.taste.cold = v }}
	welcomed = part{"welcome", []float64{0, 0.25, 0.5, 0.75, 1},
		func(r *recipe) float64 { return r.welcome }, func(r *recipe, v float64) { r.welcome = v }}
	smooth = part{"smooth", []float64{1, 4, 16, 64, 256},
		func(r *recipe) float64 { return r.taste.smooth }, func(r *recipe, v float64) { r.taste.smooth = v }}
	halfLife = part{"half-life days", []float64{0, 1, 3, 10, 30, 90, 365},
		func(r *recipe) float64 { return float64(r.params.HalfLife) / day }, func(r *recipe, v float64) { r.params.HalfLife = int64(v * day) }}
	historyStep = part{"history step", []float64{0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 1},
		func(r *recipe) float64 { return float64(r.params.HistoryStep) / 65536 }, func(r *recipe, v float64) { r.params.HistoryStep = int32(v * 65536) }}
	review = part{"review", ownSay,
		func(r *recipe) float64 { return r.repeat.session }, func(r *recipe, v float64) { r.repeat.session = v }}
	rebuy = part{"rebuy", ownSay,
		func(r *recipe) float64 { return r.repeat.history }, func(r *recipe, v float64) { r.repeat.history = v }}
	stepDecay = part{"step decay", []float64{0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9},
		func(r *recipe) float64 { return float64(r.params.StepDecay) / 65536 }, func(r *recipe, v float64) { r.params.StepDecay, r.order.decay = int32(v*65536), v }}
	sessionTaste = part{"session taste", []float64{0, 1. / 16, 1. / 4, 1. / 2, 1, 2, 4},
		func(r *recipe) float64 {
			m := r.params.Mix[purpose.Session]
			return float64(m.Taste) / float64(m.Next)
		},
		func(r *recipe, v float64) {
			m := &r.params.Mix[purpose.Session]
			m.Taste, m.Next = int32(256*min(v, 1)), int32(256/max(v, 1))
			m.Factors = m.Taste
		}}
	loose = part{"no order within a moment", []float64{0, 1},
		func(r *recipe) float64 {
			if r.order.loose {
				return 1
			}
			return 0
		}, func(r *recipe, v float64) { r.order.loose = v == 1 }}
	regression = part{"sequence ridge", []float64{0, 1, 4, 16, 64},
		func(r *recipe) float64 { return r.order.ridge }, func(r *recipe, v float64) { r.order.ridge = v }}
	reach = part{"reach", []float64{0, 0.15, 0.3, 0.5},
		func(r *recipe) float64 { return r.taste.reach }, func(r *recipe, v float64) { r.taste.reach = v }}
	orderReach = part{"sequence reach", []float64{0, 0.15, 0.3, 0.5},
		func(r *recipe) float64 { return r.order.reach }, func(r *recipe, v float64) { r.order.reach = v }}
	visitorAge = part{"visitor half-life days", []float64{1, 3, 10, 30, 90, 365, 10000},
		func(r *recipe) float64 { return float64(r.taste.halfLife) / day }, func(r *recipe, v float64) { r.taste.halfLife = int64(v * day) }}
	tasteHeldBack = part{"taste held back", []float64{-0.2, -0.1, 0, 0.1, 0.2, 0.3},
		func(r *recipe) float64 { return r.taste.target }, func(r *recipe, v float64) { r.taste.target = v }}
	distance = part{"distance", []float64{0.5, 1, 1.5, 2, 3},
		func(r *recipe) float64 { return r.order.distance }, func(r *recipe, v float64) { r.order.distance = v }}
	heldBack = part{"held back", []float64{0, 0.1, 0.2, 0.3, 0.5},
		func(r *recipe) float64 { return r.order.target }, func(r *recipe, v float64) { r.order.target = v }}
	visitAge = part{"visit half-life days", []float64{0.3, 1, 3, 10, 30, 90, 10000},
		func(r *recipe) float64 { return float64(r.order.halfLife) / day }, func(r *recipe, v float64) { r.order.halfLife = int64(v * day) }}
	moments = part{"context", []float64{0, 1, 4, 8, 16, 32, 64, 256},
		func(r *recipe) float64 { return r.context }, func(r *recipe, v float64) { r.context = v }}
	prior = part{"prior", []float64{0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10},
		func(r *recipe) float64 { return r.prior }, func(r *recipe, v float64) { r.prior = v }}
	trending = part{"trend half-life days", []float64{0.04, 0.2, 1, 5, 20, 100, 10000},
		func(r *recipe) float64 { return float64(r.trend) / day }, func(r *recipe, v float64) { r.trend = int64(v * day) }}
	fade = part{"fade", []float64{0.25, 0.5, 1, 2, 4, 8, 16},
		func(r *recipe) float64 { return float64(r.params.Fade) / 256 }, func(r *recipe, v float64) { r.params.Fade = int32(v * 256) }}
	share = part{"share", []float64{0, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8},
		func(r *recipe) float64 { return r.share }, func(r *recipe, v float64) { r.share = v }}
)
