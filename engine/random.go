package engine

// random is SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom
// number generators", OOPSLA 2014): its state is all there is to replay.
type random uint64

func (r *random) next() uint64 {
	*r += 0x9e3779b97f4a7c15
	z := uint64(*r)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// normal draws from a distribution of mean 0 and variance 1, in units of 1/2^20:
// the sum of twelve uniform numbers, less six (Irwin and Hall). It differs from
// the normal one in that nothing lies beyond six deviations, which is no loss to
// exploration; an exact method was half a per cent of the module.
func (r *random) normal() int64 {
	sum := int64(-6 * unit20)
	for range 12 {
		sum += int64(r.next() >> 44)
	}
	return sum
}
