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

// normal draws from the standard normal distribution, in units of 1/2^20, by
// comparing uniform numbers and nothing else: algorithm N of Karney, "Sampling
// exactly from the normal distribution", ACM TOMS 42(1), 2016. Exact but for the
// 32 bits of a uniform number.
func (r *random) normal() int64 {
	for {
		k := uint32(0)
		for r.chain(1<<31, 0, 1) { // with probability exp(-1/2)
			k++
		}
		if k > 1 && !r.repeated(k*(k-1)) {
			continue
		}
		x := uint32(r.next())
		accepted := true
		for i := uint32(0); i <= k && accepted; i++ {
			accepted = r.step(k, x)
		}
		if !accepted {
			continue
		}
		value := int64(k)<<20 + int64(x>>12)
		if r.next()>>63 == 1 {
			return -value
		}
		return value
	}
}

// repeated succeeds n times with probability exp(-1/2) each.
func (r *random) repeated(n uint32) bool {
	for range n {
		if !r.chain(1<<31, 0, 1) {
			return false
		}
	}
	return true
}

// step succeeds with probability exp(-x(2k+x)/(2k+2)), x in units of 1/2^32.
func (r *random) step(k, x uint32) bool { return r.chain(x, x, 2*k+2) }

// chain draws uniform numbers that fall from start on, each further one allowed
// with probability (m-2+x)/m (always where m is 1), and tells whether their
// number is even: von Neumann's method for exp(-start·(m-2+x)/m).
func (r *random) chain(start, x, m uint32) bool {
	for even, y := true, start; ; even = !even {
		z := uint32(r.next())
		if z >= y {
			return even
		}
		if m > 1 {
			switch choice := uint32(r.next()>>32) % m; {
			case choice == 0:
				return even
			case choice == 1 && uint32(r.next()) >= x:
				return even
			}
		}
		y = z
	}
}
