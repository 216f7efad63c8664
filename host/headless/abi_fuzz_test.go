package headless

import (
	"encoding/binary"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/tetratelabs/wazero"

	"privet/engine/format"
	"privet/wasm"
	"privet/wasm/abi"
)

// mostMemory is what a module may hold after calls of no more than 64 kB each.
const mostMemory = 32 << 20

// Whatever calls a host makes, in whatever order, with whatever bytes: the module
// answers what native Go answers, never traps, and holds no more memory than such
// calls need. An input is calls, one after another: the op, a byte; how it is
// called, a byte; the length of the request, u16; the request.
//
// Called rightly, all exports are used as wasm/abi says. Otherwise call gets a
// length that is not the buffer's, or there is no buffer at all.
func FuzzABI(f *testing.F) {
	call := func(op abi.Op, how byte, request []byte) []byte {
		return append(binary.LittleEndian.AppendUint16([]byte{byte(op), how}, uint16(len(request))), request...)
	}
	consent := format.Consent{Version: 1, Granted: 63}
	observe := format.ObserveRequest{Events: []format.Event{{ID: 1, At: 1, Kind: format.View, Purposes: 6, Key: "lantern"}}}
	rank := format.RankRequest{Now: 1, Top: 3, Context: []string{"category=Light"}, Variety: 40, Seed: 7}
	explain := format.ExplainRequest{Request: rank, Items: []uint32{0, 1}, Counterfactual: 4}
	forget := format.ForgetRequest{Scope: format.ForgetEvent, Event: 1}
	items := format.ItemsRequest{From: 1, Count: 2}
	seed := call(abi.Load, 0, shopCatalog)
	f.Add(seed)
	for _, c := range [][]byte{
		call(abi.Trend, 0, shopTrend), call(abi.Consent, 0, consent.AppendTo(nil)), call(abi.Observe, 0, observe.AppendTo(nil)),
		call(abi.Rank, 0, rank.AppendTo(nil)), call(abi.Explain, 0, explain.AppendTo(nil)), call(abi.Items, 0, items.AppendTo(nil)),
		call(abi.Forget, 0, forget.AppendTo(nil)), call(abi.Export, 0, nil), call(99, 0, []byte("none")),
		call(abi.Rank, 1, rank.AppendTo(nil)), call(abi.Load, 2, nil),
	} {
		seed = append(seed, c...)
		f.Add(seed)
	}
	module, err := Compile(wasm.Engine, wazero.NewRuntimeConfigCompiler().WithMemoryLimitPages(mostMemory>>16))
	require.NoError(f, err)
	f.Cleanup(func() { require.NoError(f, module.Close()) })
	f.Fuzz(func(t *testing.T, calls []byte) {
		native, err := Native()
		require.NoError(t, err)
		guest, err := module.Open()
		require.NoError(t, err)
		defer guest.Close()
		raw := guest.(*instance)
		for len(calls) >= 4 {
			op, how := abi.Op(calls[0]), calls[1]
			n := min(int(binary.LittleEndian.Uint16(calls[2:])), len(calls)-4)
			request := calls[4 : 4+n]
			calls = calls[4+n:]
			switch how % 4 {
			default:
				want, err := native.Call(op, request)
				require.NoError(t, err)
				got, err := guest.Call(op, request)
				require.NoError(t, err)
				require.Equal(t, want, got, "op %d", op)
			case 1, 2: // no more is promised than an answer, and that what follows works
				if how%4 == 1 {
					long := uint64(abi.MaxRequest + 1 + n*0xf000) // up to the end of 32 bits
					at, err := raw.invoke(abi.ExportBuffer, long)
					require.NoError(t, err)
					require.Zero(t, at, "%d bytes are too many", long)
				}
				at, err := raw.invoke(abi.ExportCall, uint64(op)<<8|0xff, uint64(uint32(n)*0x9e3779b1))
				require.NoError(t, err)
				_, ok := raw.module.Memory().ReadUint32Le(at + 4)
				require.True(t, ok)
			}
		}
		require.LessOrEqual(t, raw.module.Memory().Size(), uint32(mostMemory))
	})
}
