package engine

import (
	"context"
	"encoding/binary"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"pgregory.net/rapid"
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
	memory, score := loadKernel(t)
	const (
		dstAt  = 1 << 12
		uAt    = 2 << 12
		rowsAt = 3 << 12
	)
	rapid.Check(t, func(t *rapid.T) {
		u, rows, rank := drawProduct(t)
		n := len(rows) / rank
		var packed []byte
		for _, v := range u {
			packed = binary.LittleEndian.AppendUint16(packed, uint16(v))
		}
		require.True(t, memory.Write(uAt, packed))
		require.True(t, memory.Write(rowsAt, rows))
		require.True(t, memory.WriteUint32Le(dstAt+uint32(4*n), 0xabadcafe))
		_, err := score.Call(context.Background(), dstAt, uAt, rowsAt, uint64(rank), uint64(n))
		require.NoError(t, err)

		want := make([]int32, n)
		dots(want, u, rows, rank)
		for i := range want {
			got, _ := memory.ReadUint32Le(dstAt + uint32(4*i))
			require.Equal(t, want[i], int32(got), "row %d of %d, rank %d", i, n, rank)
		}
		after, _ := memory.ReadUint32Le(dstAt + uint32(4*n))
		require.EqualValues(t, 0xabadcafe, after)
	})
}

// loadKernel instantiates wasm/kernel.wasm over a memory of its own.
func loadKernel(t *testing.T) (api.Memory, api.Function) {
	ctx := context.Background()
	runtime := wazero.NewRuntime(ctx)
	t.Cleanup(func() { runtime.Close(ctx) })
	// (module (memory (export "memory") 1))
	guest := []byte("\x00asm\x01\x00\x00\x00\x05\x03\x01\x00\x01\x07\x0a\x01\x06memory\x02\x00")
	host, err := runtime.InstantiateWithConfig(ctx, guest, wazero.NewModuleConfig().WithName("go"))
	require.NoError(t, err)
	code, err := os.ReadFile("../wasm/kernel.wasm")
	require.NoError(t, err)
	kernel, err := runtime.Instantiate(ctx, code)
	require.NoError(t, err)
	return host.Memory(), kernel.ExportedFunction("score")
}
