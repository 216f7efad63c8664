package engine

import (
	"context"
	"encoding/binary"
	"os"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"pgregory.net/rapid"

	"privet/engine/format"
)

// naiveDots is what a kernel computes, written as its definition.
func naiveDots(u []int16, rows []byte, rank int) []int32 {
	var out []int32
	for i := 0; i < len(rows); i += rank {
		sum := int64(0)
		for d := range rank {
			sum += int64(u[d]) * int64(int8(rows[i+d]))
		}
		out = append(out, int32(sum))
	}
	return out
}

// drawProduct returns a vector and rows, the extremes among them: int16 and
// int8 at their ends make the largest sums that must fit.
func drawProduct(t *rapid.T) (u []int16, rows []byte, rank int) {
	rank = 16 * rapid.IntRange(1, 8).Draw(t, "rank/16")
	n := rapid.IntRange(1, 9).Draw(t, "rows")
	u = rapid.SliceOfN(rapid.OneOf(rapid.Int16(), rapid.SampledFrom([]int16{-32768, 32767})), rank, rank).Draw(t, "u")
	rows = rapid.SliceOfN(rapid.OneOf(rapid.Byte(), rapid.SampledFrom([]byte{0x80, 0x7f})), n*rank, n*rank).Draw(t, "rows")
	return u, rows, rank
}

func TestDots_matchesDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		u, rows, rank := drawProduct(t)
		dst := make([]int32, len(rows)/rank)
		dots(dst, u, rows, rank)
		require.Equal(t, naiveDots(u, rows, rank), dst)
	})
}

// The kernel that the module holds gives the integers of its plain twin, and
// writes nothing but them.
func TestKernel_matchesTwin(t *testing.T) {
	k := loadKernel(t)
	t.Run("dots", rapid.MakeCheck(func(t *rapid.T) {
		u, rows, rank := drawProduct(t)
		want := make([]int32, len(rows)/rank)
		dots(want, u, rows, rank)
		at := k.put(t, make([]int32, padded(len(want))), u, rows)
		k.call(t, "score", at[0], at[1], at[2], uint64(rank), uint64(len(want)))
		k.holds(t, at, k.padding(want, at[0]), u, rows)
	}))
	t.Run("addVector", rapid.MakeCheck(func(t *rapid.T) {
		u, in, rank := drawProduct(t)
		in, out := in[:rank], rapid.SliceOfN(rapid.Byte(), rank, rank).Draw(t, "out")
		factor := rapid.Int32Range(-format.TotalWeight*255, format.TotalWeight*255).Draw(t, "factor")
		at := k.put(t, u, in, out)
		sum := k.call(t, "add", at[0], at[1], at[2], uint64(uint32(factor)), uint64(rank))
		require.Equal(t, addVector(u, in, out, factor), int32(sum))
		k.holds(t, at, u, in, out)
	}))
	t.Run("addEntries", rapid.MakeCheck(func(t *rapid.T) {
		scores := drawScores(t)
		n := rapid.IntRange(1, 20).Draw(t, "entries")
		target := rapid.SliceOfN(rapid.Uint32Range(0, uint32(len(scores)-1)), n, n).Draw(t, "target")
		weight := rapid.SliceOfN(rapid.Byte(), n, n).Draw(t, "weight")
		factor := rapid.Int64Range(-format.TotalWeight*format.MaxScale, format.TotalWeight*format.MaxScale).Draw(t, "factor")
		at := k.put(t, scores, target, weight)
		k.call(t, "spread", at[0], at[1], at[2], uint64(factor), uint64(n))
		addEntries(scores, target, weight, factor)
		k.holds(t, at, scores, target, weight)
	}))
	t.Run("addWeights", rapid.MakeCheck(func(t *rapid.T) {
		scores := drawScores(t)
		weights := rapid.SliceOfN(rapid.Byte(), len(scores), len(scores)).Draw(t, "weights")
		factor := rapid.Int32().Draw(t, "factor")
		at := k.put(t, k.padding(scores, 0), weights)
		k.call(t, "weigh", at[0], at[1], uint64(uint32(factor)), uint64(len(weights)))
		addWeights(scores, weights, factor)
		k.holds(t, at, k.padding(scores, at[0]), weights)
	}))
	t.Run("firstAbove", rapid.MakeCheck(func(t *rapid.T) {
		scores := drawScores(t)
		from := rapid.IntRange(0, len(scores)).Draw(t, "from")
		floor := rapid.OneOf(rapid.Int32(), rapid.SampledFrom(scores)).Draw(t, "floor")
		at := k.put(t, scores)
		found := k.call(t, "seek", at[0]+uint64(4*from), at[0]+uint64(4*len(scores)), uint64(uint32(floor)))
		require.EqualValues(t, firstAbove(scores, from, floor), (found-at[0])/4)
		k.holds(t, at, scores)
	}))
}

// drawScores returns scores whose number leaves every rest of a step of the kernel.
func drawScores(t *rapid.T) []int32 {
	return rapid.SliceOfN(rapid.OneOf(rapid.Int32(), rapid.SampledFrom([]int32{barred, barred + 1, 0})), 1, 40).Draw(t, "scores")
}

func TestFirstAbove(t *testing.T) {
	scores := []int32{3, barred, 7, 7}
	for _, x := range []struct {
		from  int
		floor int32
		want  int
	}{{0, 3, 0}, {0, 4, 2}, {1, barred + 1, 2}, {1, barred, 1}, {3, 7, 3}, {0, 8, 4}, {4, barred, 4}} {
		require.Equal(t, x.want, firstAbove(scores, x.from, x.floor), x)
	}
}

// A kernel is wasm/kernel.wasm over a memory of its own.
type kernel struct {
	memory api.Memory
	module api.Module
}

// put writes lists into memory, each followed by bytes that nothing may touch,
// and returns where they begin.
func (k kernel) put(t require.TestingT, lists ...any) (at []uint64) {
	next := uint32(64)
	for _, list := range lists {
		bytes, err := binary.Append(nil, binary.LittleEndian, list)
		require.NoError(t, err)
		at = append(at, uint64(next))
		require.True(t, k.memory.Write(next, append(bytes, guard...)))
		next = (next + uint32(len(bytes)+len(guard)) + 15) &^ 15
	}
	return at
}

// holds requires that memory holds lists, and untouched bytes behind each.
func (k kernel) holds(t require.TestingT, at []uint64, lists ...any) {
	for i, list := range lists {
		want, err := binary.Append(nil, binary.LittleEndian, list)
		require.NoError(t, err)
		want = append(want, guard...)
		got, _ := k.memory.Read(uint32(at[i]), uint32(len(want)))
		require.Equal(t, want, got, "list %d", i)
	}
}

// padding returns the scores with room for whole fours, in which is what memory holds behind them.
func (k kernel) padding(scores []int32, at uint64) []int32 {
	all := slices.Clone(scores)
	for len(all) < padded(len(scores)) {
		behind, _ := k.memory.ReadUint32Le(uint32(at) + uint32(4*len(all)))
		all = append(all, int32(behind))
	}
	return all
}

const guard = "untouched"

// call calls a function of the kernel and returns its result; 0 where it has none.
func (k kernel) call(t require.TestingT, name string, args ...uint64) uint64 {
	results, err := k.module.ExportedFunction(name).Call(context.Background(), args...)
	require.NoError(t, err)
	if len(results) == 0 {
		return 0
	}
	return results[0]
}

func loadKernel(t *testing.T) kernel {
	ctx := context.Background()
	runtime := wazero.NewRuntime(ctx)
	t.Cleanup(func() { runtime.Close(ctx) })
	// (module (memory (export "memory") 1))
	guest := []byte("\x00asm\x01\x00\x00\x00\x05\x03\x01\x00\x01\x07\x0a\x01\x06memory\x02\x00")
	host, err := runtime.InstantiateWithConfig(ctx, guest, wazero.NewModuleConfig().WithName("go"))
	require.NoError(t, err)
	code, err := os.ReadFile("../wasm/kernel.wasm")
	require.NoError(t, err)
	module, err := runtime.Instantiate(ctx, code)
	require.NoError(t, err)
	return kernel{host.Memory(), module}
}
