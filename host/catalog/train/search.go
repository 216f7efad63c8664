package train

import (
	"context"
	"fmt"
	"math"

	"privet/host/catalog/dataset"
)

// A search looks for the recipe that does best on what was kept back, changing
// one part of it after another.
type search struct {
	ctx     context.Context
	data    *dataset.Dataset
	options Options
	split   *split
	lesson  *lesson
	debut   *debut  // nil until newcomers are looked at, or where nothing can be asked of them
	most    float64 // bytes an item
	links   int     // of the models tried, so that their sizes are alike
	best    recipe
	score   score // of best
	report  *Report
	tell    func()
}

// A goal is what a part of the recipe is chosen by: one task, or both.
type goal struct {
	tasks tasks
	value func(score) float64
}

var (
	forTaste  = goal{tasks{taste: true}, func(s score) float64 { return s.taste }}
	forAgain  = goal{tasks{again: true}, func(s score) float64 { return s.again }}
	forNext   = goal{tasks{next: true}, func(s score) float64 { return s.next }}
	forMoment = goal{tasks{next: true, alone: true}, func(s score) float64 { return s.next + s.alone }}
	forBoth   = goal{tasks{taste: true, next: true}, func(s score) float64 { return s.taste + s.next }}
	forDebut  = goal{tasks{taste: true, debut: true}, func(s score) float64 { return s.taste + s.debut }}
	forCrowd  = goal{tasks{taste: true, brief: true, next: true, none: true}, func(s score) float64 { return s.sum() + s.none }}
	forAll    = goal{tasks{taste: true, brief: true, next: true}, score.sum}
)

// least is by how much a change must do better: less is chance.
const least = 0.0005

// A part is one number of a recipe and the values worth trying, rising.
type part struct {
	name   string
	values []float64
	at     func(*recipe) float64
	set    func(*recipe, float64)
}

// climb moves a part up its values while that does better, or else down. It
// walks on over flat ground, where steps differ by chance alone.
func (s *search) climb(g goal, p part) error {
	start := 0
	for i, v := range p.values {
		if math.Abs(v-p.at(&s.best)) < math.Abs(p.values[start]-p.at(&s.best)) {
			start = i
		}
	}
	from := g.value(s.score)
	for _, direction := range []int{1, -1} {
		for i := start + direction; i >= 0 && i < len(p.values); i += direction {
			got, err := s.change(g, p.name, p.values[i], func(r *recipe) { p.set(r, p.values[i]) })
			if err != nil {
				return err
			}
			if got < g.value(s.score)-least {
				break
			}
		}
		if g.value(s.score) > from {
			break
		}
	}
	return nil
}

// scan tries all values of a part, where better ones may lie behind worse.
func (s *search) scan(g goal, p part) error {
	for _, v := range p.values {
		if _, err := s.change(g, p.name, v, func(r *recipe) { p.set(r, v) }); err != nil {
			return err
		}
	}
	return nil
}

// change tries one change of the best recipe, keeps it if it does better, and
// returns how well it did.
func (s *search) change(g goal, name string, value float64, apply func(*recipe)) (float64, error) {
	r := s.best
	apply(&r)
	if r == s.best {
		return g.value(s.score), nil
	}
	got, err := s.try(r, g.tasks)
	if err != nil {
		return 0, err
	}
	better := g.value(got) > g.value(s.score)+least
	s.report.Trials = append(s.report.Trials, Trial{Part: name, Value: value, Score: g.value(got), Better: better})
	if better {
		s.best = r
		if g.tasks.taste {
			s.score.taste = got.taste
		}
		if g.tasks.brief {
			s.score.brief = got.brief
		}
		if g.tasks.again {
			s.score.again = got.again
		}
		if g.tasks.next {
			s.score.next = got.next
		}
		if g.tasks.none {
			s.score.none = got.none
		}
		if g.tasks.debut {
			s.score.debut = got.debut
		}
		if g.tasks.alone {
			s.score.alone = got.alone
		}
	}
	return g.value(got), nil
}

// try measures a recipe.
func (s *search) try(r recipe, want tasks) (score, error) {
	catalog, err := s.lesson.encode(s.ctx, r, s.links)
	if err != nil {
		return score{}, err
	}
	s.tell()
	got, err := s.split.measure(s.ctx, catalog, want)
	if err != nil || !want.debut {
		return got, err
	}
	got.debut, err = s.tryDebut(r)
	return got, err
}

// resize counts anew how many links the budget allows the best recipe, and
// measures it so.
func (s *search) resize() (err error) {
	most := max(int(s.most*float64(len(s.data.Items))), smallest)
	var bytes int
	if s.links, bytes, err = s.lesson.capacity(s.ctx, s.best, most); err != nil {
		return err
	}
	if s.score, err = s.try(s.best, forBoth.tasks); err != nil {
		return err
	}
	if s.links == 0 && bytes > most && s.best.taste.rank > 0 {
		s.score = score{} // no use, however good
	}
	s.report.Trials = append(s.report.Trials, Trial{Part: fmt.Sprintf("rank %d, step %g, links", s.best.taste.rank, s.best.taste.coarse), Value: float64(s.links), Score: s.score.sum()})
	return nil
}
