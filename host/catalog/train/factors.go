package train

import (
	"context"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"

	"privet/engine/format"
)

// factors are the low-rank part: in(i)·out(j) is what item i says of item j.
// They are rounded already, so that lists can make up for the rounding.
// An in-vector is the item's out-vector times its gain: one table serves both.
type factors struct {
	rank int
	out  []int8     // items × rank
	gain []byte     // items
	size float64    // of one step of out
	most float64    // what a gain of 255 stands for
	seen *mat.Dense // items × rank: sums over rows of what the items they have say
}

// factorize computes the low-rank part of the ridge regression of every item on
// all others, its own column left out (Steck, "Embarrassingly shallow
// autoencoders", WWW 2019, with a diagonal Λ): with Λ^-½ G Λ^-½ = V s V',
// in = Λ^-½ V f^½ and out = V f^½ Λ^½ / (1 − h), f = s/(s+1), h = diag(V f V').
// An item's out-vector is multiplied by how much it is wanted.
func (m *matrix) factorize(ctx context.Context, s *spectrum, lambda, wanted []float64, relatives [][]relative, cold float64, rank int, coarse float64) (*factors, error) {
	rank = min(rank, len(s.values)/format.RankStep*format.RankStep)
	if rank == 0 {
		return nil, nil
	}
	out, gain := mat.NewDense(m.items, rank, nil), make([]float64, m.items)
	squares, most := 0.0, 0.0
	for i := range m.items {
		h := 0.0
		for k := range rank {
			v := s.vectors.At(i, k) * math.Sqrt(s.values[k]/(s.values[k]+1))
			out.Set(i, k, v)
			h += float64(v * v)
		}
		left := math.Max(1-h, 0.05)
		for k, v := range out.RawRowView(i) {
			v *= math.Sqrt(lambda[i]) / left * wanted[i]
			out.Set(i, k, v)
			squares += float64(v * v)
			most = math.Max(most, math.Abs(v))
		}
		gain[i] = left / lambda[i] / wanted[i]
	}
	for j, mine := range relatives {
		if len(mine) == 0 {
			continue
		}
		line := out.RawRowView(j)
		clear(line)
		gain[j] = 0
		for _, r := range mine {
			gain[j] += r.share * gain[r.item]
			for k, v := range out.RawRowView(int(r.item)) {
				line[k] += float64(cold * r.share * v)
			}
		}
	}
	f := &factors{rank: rank, out: make([]int8, m.items*rank), gain: make([]byte, m.items)}
	f.round(out, gain, coarse*math.Sqrt(squares/float64(m.items*rank)), most)
	return f, f.see(ctx, m)
}

// round rounds to even steps. Few steps compress well; they are spread over the
// whole range of int8, because the engine's products lose what is below one.
func (f *factors) round(out *mat.Dense, gain []float64, step, most float64) {
	steps := math.Min(127, math.Ceil(most/step))
	step = math.Max(step, most/127)
	spread := math.Floor(127 / steps)
	f.size = step / spread
	for i := range gain {
		f.most = math.Max(f.most, gain[i])
	}
	for i := range gain {
		for k, v := range out.RawRowView(i) {
			f.out[i*f.rank+k] = int8(math.Round(v/step) * spread)
		}
		f.gain[i] = byte(math.Max(1, math.Round(255*gain[i]/f.most)))
	}
}

func (f *factors) in(i, k int) float64 {
	return f.at(i, k) * float64(f.gain[i]) / 255 * f.most
}

func (f *factors) at(i, k int) float64 { return float64(f.out[i*f.rank+k]) * f.size }

// see computes X'WX in, which the lists' equations need.
func (f *factors) see(ctx context.Context, m *matrix) (err error) {
	in, ones := mat.NewDense(m.items, f.rank, nil), make([]float64, m.items)
	for i := range m.items {
		ones[i] = 1
		for k := range f.rank {
			in.Set(i, k, f.in(i, k))
		}
	}
	f.seen, err = m.multiply(ctx, in, ones)
	return err
}

// explained returns what the factors already say of the tie of items i and j:
// the part of the Gram matrix that lists need not.
func (f *factors) explained(i, j int32, gram float64) float64 {
	sum, own := 0.0, 0.0
	for k, v := range f.seen.RawRowView(int(i)) {
		out := f.at(int(j), k)
		sum += float64(v * out)
		own += float64(f.in(int(j), k) * out)
	}
	return sum - float64(gram*own)
}

// quantize puts the factors and the tokens' in-vectors into a catalog, and
// returns how much one whole unit of affinity scores with them.
func (f *factors) quantize(c *format.Catalog, tokens []token) float64 {
	c.Rank = f.rank
	c.Out = make([]byte, len(f.out))
	for i, v := range f.out {
		c.Out[i] = byte(v)
	}
	c.Gain = append(slices.Clone(f.gain), make([]byte, len(tokens))...)
	c.TokenIn = make([]byte, len(tokens)*f.rank)
	for t := range tokens {
		largest := 0.0
		for _, v := range tokens[t].in {
			largest = math.Max(largest, math.Abs(v))
		}
		gain := math.Min(255, math.Ceil(largest/(127*f.size)/f.most*255))
		if gain == 0 {
			continue
		}
		c.Gain[len(f.gain)+t] = byte(gain)
		for k, v := range tokens[t].in {
			v = math.Round(v / (f.size * f.most * gain / 255))
			c.TokenIn[t*f.rank+k] = byte(int8(math.Max(-127, math.Min(127, v))))
		}
	}
	// A token of weight 2^15 scores 2^15 · gain · in · out / 2^16.
	return 0.5 * 255 / (f.size * f.size * f.most)
}
