package endpoint

import (
	"encoding/binary"
	"testing"

	"github.com/stretchr/testify/require"

	"privet/engine/format"
	"privet/wasm/abi"
)

// Whatever a host sends, a reply comes back that a host can read. The first
// bytes of the input are the op; a second call follows on what the first left.
func FuzzCall(f *testing.F) {
	rank := format.RankRequest{Now: 1, Top: 3, Context: []string{"category=Light"}}
	explain := format.ExplainRequest{Request: rank, Items: []uint32{0, 1}}
	observe := format.ObserveRequest{Events: []format.Event{{ID: 1, At: 1, Kind: format.View, Purposes: 6, Key: "lantern"}}}
	consent := format.Consent{Version: 1, Granted: 31}
	f.Add(uint32(abi.Load), catalog(f), uint32(abi.Rank), rank.AppendTo(nil))
	f.Add(uint32(abi.Consent), consent.AppendTo(nil), uint32(abi.Observe), observe.AppendTo(nil))
	f.Add(uint32(abi.Observe), observe.AppendTo(nil), uint32(abi.Explain), explain.AppendTo(nil))
	f.Add(uint32(abi.Forget), []byte{0, 0, 0, 0, 0, 0}, uint32(abi.Export), []byte{})
	f.Add(uint32(abi.Items), make([]byte, 8), uint32(99), []byte{1})
	loaded := catalog(f)
	f.Fuzz(func(t *testing.T, first uint32, a []byte, second uint32, b []byte) {
		p := New()
		p.Call(abi.Load, loaded)
		p.Call(abi.Consent, consent.AppendTo(nil))
		p.Call(abi.Observe, observe.AppendTo(nil))
		for _, call := range []struct {
			op      uint32
			request []byte
		}{{first, a}, {second, b}, {uint32(abi.Export), nil}} {
			reply := p.Call(abi.Op(call.op), call.request)
			require.GreaterOrEqual(t, len(reply), abi.ReplyHeader)
			require.Equal(t, len(reply)-abi.ReplyHeader, int(binary.LittleEndian.Uint32(reply[4:])))
			status := format.Status(binary.LittleEndian.Uint16(reply))
			require.NotEqual(t, "unknown", status.String())
			if status != format.OK {
				var failure format.Failure
				require.NoError(t, failure.UnmarshalBinary(reply[abi.ReplyHeader:]))
				require.NotEmpty(t, failure.Detail)
			}
		}
	})
}

func catalog(t testing.TB) []byte {
	items, err := format.NewKeys([]string{"mug", "lantern", "candle"})
	require.NoError(t, err)
	tokens, err := format.NewKeys([]string{"category=Light"})
	require.NoError(t, err)
	b, err := format.Encode(&format.Catalog{Params: format.DefaultParams(), Items: items, Tokens: tokens, Bias: []byte{3, 2, 1}})
	require.NoError(t, err)
	return b
}
