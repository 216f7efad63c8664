package train

import (
	"context"

	"privet/host/catalog/dataset"
)

// A search looks for the recipe that does best on what was kept back, changing
// one part of it after another.
type search struct {
	ctx    context.Context
	data   *dataset.Dataset
	split  *split
	lesson *lesson
	budget float64
	links  int // of every model tried, so that sizes are alike
	best   recipe
	score  score
	report *Report
	tell   func()
}

// An option is one way to change a recipe.
type option struct {
	name  string
	apply func(*recipe)
}

// A goal is a task, or both, that options are compared on.
type goal struct {
	tasks tasks
	value func(score) float64
}

var (
	forTaste = goal{tasks{taste: true}, func(s score) float64 { return s.taste }}
	forNext  = goal{tasks{next: true}, func(s score) float64 { return s.next }}
	forBoth  = goal{tasks{taste: true, next: true}, score.sum}
)

// least is by how much an option must do better: less is chance.
const least = 0.0003

// choose tries each option on the best recipe so far and keeps the best of them,
// which may be none.
func (s *search) choose(stage string, g goal, options ...option) error {
	start, chosen := s.best, -1
	for _, o := range options {
		r := start
		o.apply(&r)
		if r == start {
			continue
		}
		got, err := s.try(r, g.tasks)
		if err != nil {
			return err
		}
		s.report.Trials = append(s.report.Trials, Trial{Stage: stage, Choice: o.name, Score: g.value(got)})
		if g.value(got) > g.value(s.score)+least {
			s.best, chosen = r, len(s.report.Trials)-1
			if g.tasks.taste {
				s.score.taste = got.taste
			}
			if g.tasks.next {
				s.score.next = got.next
			}
		}
	}
	if chosen >= 0 {
		s.report.Trials[chosen].Chosen = true
	}
	return nil
}

// try measures a recipe.
func (s *search) try(r recipe, want tasks) (score, error) {
	m, err := s.lesson.model(s.ctx, r, s.links)
	if err != nil {
		return score{}, err
	}
	catalog, err := m.encode()
	if err != nil {
		return score{}, err
	}
	s.tell()
	return s.split.measure(s.ctx, catalog, s.data.Contexts, want)
}
