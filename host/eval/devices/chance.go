package devices

import "math"

// chance returns a number from 0 to below 1 that depends on nothing but the
// keys: every policy meets the same luck, so that their differences are their own.
func chance(keys ...uint64) float64 {
	return float64(scatter(keys...)>>11) / (1 << 53)
}

// scatter hashes by the finalizer of SplitMix64 (Steele, Lea and Flood 2014).
func scatter(keys ...uint64) uint64 {
	z := uint64(0)
	for _, k := range keys {
		z += k + 0x9e3779b97f4a7c15
		z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
		z = (z ^ z>>27) * 0x94d049bb133111eb
		z ^= z >> 31
	}
	return z
}

// deviate returns a standard normal number that depends on the keys alone (Box and Muller).
func deviate(keys ...uint64) float64 {
	z := scatter(keys...)
	return math.Sqrt(-2*math.Log(1-chance(z, 1))) * math.Cos(2*math.Pi*chance(z, 2))
}

func logistic(x float64) float64 { return 1 / (1 + math.Exp(-x)) }
