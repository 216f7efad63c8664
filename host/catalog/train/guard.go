package train

// guard sees to it that one event is no worse than none, as far as what was kept
// back can tell. For each speed at which popularity fades it looks for the
// smallest prior that suffices, and takes what does best at all else.
func (s *search) guard() error {
	lack, err := s.lack(s.best)
	if err != nil || lack == 0 {
		return err
	}
	start, least := s.best, lack
	found := score{}
	for _, v := range fade.values {
		r := start
		fade.set(&r, v)
		lack, err := s.sufficientPrior(&r)
		if err != nil {
			return err
		}
		if lack > least {
			continue
		}
		got, err := s.try(r, forAll.tasks)
		if err != nil {
			return err
		}
		better := lack < least || got.sum() > found.sum()
		s.report.Trials = append(s.report.Trials, Trial{Part: "prior for one event, fade", Value: v, Score: got.sum(), Better: better})
		if better {
			s.best, s.score, least, found = r, got, lack, got
		}
	}
	return nil
}

// sufficientPrior raises the recipe's prior as little as makes one event no worse
// than none, and returns what is still lacking.
func (s *search) sufficientPrior(r *recipe) (lack float64, err error) {
	for _, v := range prior.values {
		if v < r.prior {
			continue
		}
		prior.set(r, v)
		if lack, err = s.lack(*r); err != nil || lack == 0 {
			return lack, err
		}
	}
	return lack, nil
}

// lack returns by how much rankings by one event are worse than those by popularity.
func (s *search) lack(r recipe) (float64, error) {
	catalog, err := s.lesson.encode(s.ctx, r, s.links)
	if err != nil {
		return 0, err
	}
	s.tell()
	history, session, err := s.split.early(s.ctx, catalog)
	return history.lack() + session.lack(), err
}
