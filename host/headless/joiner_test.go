package headless

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"privet/engine/format"
	"privet/wasm"
	"privet/wasm/abi"
)

// Both modules of the joiner, from two compilers, give the bytes that the package
// gives, and refuse what it refuses.
func TestJoiner_isThePackage(t *testing.T) {
	std, err := os.ReadFile("../../wasm/build/joiner-std.wasm")
	require.NoError(t, err, "make engine builds it")
	head, shard, trend := splitShop(t)
	joined, err := format.Join(head, [][]byte{shard})
	require.NoError(t, err)
	longer, err := format.JoinTrend(trend, head, joined)
	require.NoError(t, err)
	for name, code := range map[string][]byte{"release": wasm.Joiner, "standard Go": std} {
		t.Run(name, func(t *testing.T) {
			module, err := Compile(code, nil)
			require.NoError(t, err)
			defer module.Close()
			guest, err := module.Open()
			require.NoError(t, err)
			defer guest.Close()
			ask := func(op abi.Op, request []byte) Reply {
				reply, err := guest.Call(op, request)
				require.NoError(t, err)
				return reply
			}
			for range 2 { // a head begins anew
				require.Equal(t, Reply{Body: []byte{}}, ask(abi.Head, head))
				require.Equal(t, Reply{Body: []byte{}}, ask(abi.Shard, shard))
				require.Equal(t, joined, ask(abi.Join, nil).Body)
				require.Equal(t, longer, ask(abi.JoinTrend, trend).Body)
			}
			ask(abi.Shard, shard)
			require.Equal(t, format.BadCatalog, ask(abi.Join, nil).Status, "a shard twice")
			ask(abi.Head, shard)
			require.Equal(t, format.BadCatalog, ask(abi.Join, nil).Status, "a shard is no head")
			require.Equal(t, format.UnknownOp, ask(abi.Rank, nil).Status)
		})
	}
}

// splitShop returns the files of a head, of a shard that belongs to it, and of a
// trend of the head.
func splitShop(t *testing.T) (head, shard, trend []byte) {
	keys := func(ids ...string) format.Keys {
		k, err := format.NewKeys(ids)
		require.NoError(t, err)
		return k
	}
	h := &format.Catalog{
		Params: format.DefaultParams(), Items: keys("lantern", "candle"), Tokens: keys("category=Lights"), Bias: []byte{9, 8},
		Taste:  format.Sparse{Start: []uint32{0, 1, 1, 1}, Target: []uint32{1}, Weight: []byte{5}, Scale: 3},
		Labels: format.Lists{Start: []uint32{0, 1, 1}, Target: []uint32{0}},
		Rules: format.Rules{Rules: []format.Rule{
			{Name: "own", Action: format.ActionBoost, Value: 9, Items: []uint32{1}},
			{Name: "elsewhere", Action: format.ActionHide, Until: format.Never},
		}},
	}
	s := &format.Shard{
		Head: 2, Digest: h.Items.Digest(), Tokens: 1, Items: keys("lamp"), Bias: []byte{7},
		Taste: format.Sparse{Start: []uint32{0, 1, 1, 2, 3}, Target: []uint32{2, 0, 2}, Weight: []byte{1, 2, 3}, Scale: 3},
		Rules: format.Rules{Rules: []format.Rule{
			{Name: "own", Action: format.ActionBoost, Value: 9, Items: []uint32{2}},
			{Name: "elsewhere", Action: format.ActionHide, Items: []uint32{2}, From: 5},
		}},
	}
	head, err := format.Encode(h)
	require.NoError(t, err)
	shard, err = format.EncodeShard(s)
	require.NoError(t, err)
	return head, shard, (&format.Trend{Base: h.Items.Digest(), At: 3, Bias: []byte{4, 5}, Hot: []byte{1, 0}}).Append(nil)
}
