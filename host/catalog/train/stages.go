package train

import (
	"fmt"

	"privet/engine/format"
	"privet/engine/purpose"
)

// run goes through all stages, the parts that others depend on first.
func (s *search) run() error {
	var err error
	if len(s.split.visits) > 0 {
		s.best.share = 0.5
	}
	if _, s.links, _, err = s.lesson.fit(s.ctx, s.best, s.budget, 5); err != nil {
		return err
	}
	if s.score, err = s.try(s.best, forBoth.tasks); err != nil {
		return err
	}
	s.report.Trials = append(s.report.Trials, Trial{Stage: "start", Choice: "first recipe", Score: s.score.sum(), Chosen: true})
	for _, stage := range []func() error{s.chooseTaste, s.chooseOrder, s.chooseShare} {
		if err := stage(); err != nil {
			return err
		}
	}
	return nil
}

func (s *search) chooseTaste() error {
	if len(s.split.answers) == 0 {
		return nil
	}
	if err := s.choose("half-life", forTaste, each_("days", []float64{0, 7, 30, 365}, func(r *recipe, v float64) { r.params.HalfLife = int64(v * 86400) })...); err != nil {
		return err
	}
	if err := s.choose("text", forTaste, each_("text", []float64{0, 0.3, 3}, func(r *recipe, v float64) { r.taste.text = v })...); err != nil {
		return err
	}
	if err := s.choose("support", forTaste, each_("support", []float64{30, 80}, func(r *recipe, v float64) { r.taste.support = int(v) })...); err != nil {
		return err
	}
	if err := s.choose("ridge", forTaste, each_("ridge", []float64{5, 50}, func(r *recipe, v float64) { r.taste.ridge = v })...); err != nil {
		return err
	}
	if err := s.choose("dropout", forTaste, each_("dropout", []float64{0, 0.5}, func(r *recipe, v float64) { r.taste.dropout = v })...); err != nil {
		return err
	}
	return s.choose("power", forTaste, each_("power", []float64{0.25, 0.75}, func(r *recipe, v float64) { r.taste.power = v })...)
}

func (s *search) chooseOrder() error {
	if len(s.split.visits) == 0 {
		return nil
	}
	mix := func(taste, next int32) option {
		return option{fmt.Sprintf("taste %d, next %d", taste, next), func(r *recipe) {
			r.params.Mix[purpose.Session] = format.Mix{Factors: taste, Taste: taste, Next: next}
		}}
	}
	decay := each_("step decay", []float64{0.1, 0.2, 0.35, 0.5, 0.65, 0.9}, func(r *recipe, v float64) { r.params.StepDecay = int32(v * 65536) })
	if err := s.choose("step decay", forNext, decay...); err != nil {
		return err
	}
	if err := s.choose("mix", forNext, mix(0, 256), mix(64, 256), mix(128, 256), mix(256, 128), mix(256, 0)); err != nil {
		return err
	}
	if err := s.choose("step decay", forNext, decay...); err != nil {
		return err
	}
	if err := s.choose("order distance", forNext, each_("distance", []float64{1, 2, 3}, func(r *recipe, v float64) { r.order.distance = v })...); err != nil {
		return err
	}
	if err := s.choose("order target", forNext, each_("target", []float64{0, 0.1, 0.3}, func(r *recipe, v float64) { r.order.target = v })...); err != nil {
		return err
	}
	return s.choose("order half-life", forNext, each_("days", []float64{2, 7, 30, 90}, func(r *recipe, v float64) { r.order.halfLife = int64(v * 86400) })...)
}

func (s *search) chooseShare() error {
	if s.best.share == 0 {
		return nil
	}
	return s.choose("share", forBoth, each_("share", []float64{0, 0.2, 0.35, 0.65, 0.8}, func(r *recipe, v float64) { r.share = v })...)
}

// each_ makes an option of each value.
func each_(name string, values []float64, apply func(*recipe, float64)) []option {
	var out []option
	for _, v := range values {
		out = append(out, option{fmt.Sprintf("%s %g", name, v), func(r *recipe) { apply(r, v) }})
	}
	return out
}
