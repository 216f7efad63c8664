package engine

// Numbers are fixed point throughout. Floating point would be shorter, but
// exp differs between hosts and a compiler may fuse x*a+b: four answers from
// four hosts were measured. Integers have one.

// one is 1.0 of a raw token weight.
const one = 1 << 16

// halves[i] is 2^(-i/16) × 65536, rounded.
var halves = [17]int64{
	65536, 62757, 60097, 57549, 55109, 52773, 50535, 48393, 46341,
	44376, 42495, 40693, 38968, 37316, 35734, 34219, 32768,
}

// halved returns 2^(-age/halfLife) in units of 1/65536, to within 1/2000 of
// itself. An age below 0 (a clock set back) counts as 0; a half-life of 0 means
// that nothing ages.
func halved(age, halfLife int64) int64 {
	if age <= 0 || halfLife <= 0 {
		return one
	}
	whole := age / halfLife
	if whole >= 32 {
		return 0
	}
	// Position within the half-life in 1/65536: 4 bits choose a table entry, 12 interpolate.
	part := (age % halfLife) * one / halfLife
	i, rest := part>>12, part&(1<<12-1)
	v := halves[i] - (halves[i]-halves[i+1])*rest>>12
	return v >> whole
}

// abs returns the magnitude of v.
func abs(v int64) int64 {
	if v < 0 {
		return -v
	}
	return v
}
