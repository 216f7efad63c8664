package format

// fields visits every value of p in the order of the file, with its range. Both
// the encoder and the decoder walk it, so they cannot disagree.
func (p *Params) fields(visit func(v *int64, least, most int64)) {
	small := func(v *int32, least, most int64) {
		wide := int64(*v)
		visit(&wide, least, most)
		*v = int32(wide)
	}
	small(&p.BiasWeight, 0, MaxScale)
	small(&p.Fade, 1, 1<<30)
	for i := range p.Amount {
		small(&p.Amount[i], 0, TotalWeight)
	}
	for i := range p.Mix {
		small(&p.Mix[i].Factors, 0, 256)
		small(&p.Mix[i].Taste, 0, 256)
		small(&p.Mix[i].Next, 0, 256)
	}
	for i := range p.KindWeight {
		small(&p.KindWeight[i], -1<<15, 1<<15)
	}
	small(&p.StepDecay, 0, 1<<16)
	visit(&p.HalfLife, 0, 1<<40)
	visit(&p.VisitGap, 0, 1<<40)
	small(&p.HistoryStep, 0, 1<<16)
	for i := range p.Repeat {
		small(&p.Repeat[i], -MaxScale, MaxScale)
	}
	small(&p.Variety.Least, 0, 100)
	small(&p.Variety.Usual, int64(p.Variety.Least), 100)
	small(&p.Variety.Most, int64(p.Variety.Usual), 100)
	small(&p.Explore, 0, 1<<9)
}

func (p *Params) totalAmount() int64 {
	total := int64(0)
	for _, a := range p.Amount {
		total += int64(a)
	}
	return total
}
