package headless

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"privet/engine/format"
	"privet/wasm/abi"
)

// Long use makes garbage, which the module collects between calls. It goes on
// answering like native Go, and its memory stays bounded.
func TestModule_longUse(t *testing.T) {
	const items = 500
	catalog := wideCatalog(t, items)
	native, err := Native()
	require.NoError(t, err)
	guest, err := openModule(t).Open()
	require.NoError(t, err)
	defer guest.Close()
	memory := guest.(*instance).module.Memory()
	r := rand.New(rand.NewPCG(1, 2))
	id, grown := uint32(0), uint32(0)
	sent := 0
	for round := range 3000 {
		op, request := abi.Rank, []byte(nil)
		switch {
		case round == 0 || r.IntN(50) == 0:
			op, request = abi.Load, catalog
		case round == 1 || r.IntN(200) == 0:
			m := format.Consent{Version: 1, Granted: uint16(r.UintN(32) | 4)}
			op, request = abi.Consent, m.AppendTo(nil)
		case r.IntN(3) == 0:
			m := format.ObserveRequest{Events: make([]format.Event, r.IntN(100))}
			for i := range m.Events {
				id++
				m.Events[i] = format.Event{ID: id, At: now - int64(r.IntN(1e9)), Kind: format.Kind(1 + r.IntN(5)), Purposes: 6,
					Key: fmt.Sprintf("item-%d", r.IntN(items))}
			}
			op, request = abi.Observe, m.AppendTo(nil)
		case r.IntN(4) == 0:
			m := format.ForgetRequest{Scope: format.ForgetEvent, Event: id - uint32(r.IntN(50))}
			op, request = abi.Forget, m.AppendTo(nil)
		case r.IntN(10) == 0:
			op = abi.Export
		case r.IntN(4) == 0:
			m := format.ExplainRequest{Request: format.RankRequest{Now: now, Top: 1}, Items: []uint32{uint32(r.IntN(items))}}
			op, request = abi.Explain, m.AppendTo(nil)
		default:
			m := format.RankRequest{Now: now, Top: uint16(1 + r.IntN(items)), Exclude: []uint32{uint32(r.IntN(items))}}
			request = m.AppendTo(nil)
		}
		want, err := native.Call(op, request)
		require.NoError(t, err)
		got, err := guest.Call(op, request)
		require.NoError(t, err)
		require.True(t, want.Status == got.Status && string(want.Body) == string(got.Body), "round %d, op %d", round, op)
		sent += len(request)
		if round == 1500 {
			grown = memory.Size()
		}
	}
	require.Greater(t, sent, 2<<20, "too little garbage to prove anything")
	require.Less(t, memory.Size(), uint32(16<<20))
	require.LessOrEqual(t, memory.Size(), grown+(2<<20), "memory keeps growing")
}

// wideCatalog has many items with factors, so that loading it makes garbage.
func wideCatalog(t *testing.T, items int) []byte {
	r := rand.New(rand.NewPCG(3, 4))
	noise := func(n int) []byte {
		b := make([]byte, n)
		for i := range b {
			b[i] = byte(r.UintN(256))
		}
		return b
	}
	ids := make([]string, items)
	for i := range ids {
		ids[i] = fmt.Sprintf("item-%d", i)
	}
	keys, err := format.NewKeys(ids)
	require.NoError(t, err)
	c := &format.Catalog{Params: format.DefaultParams(), Items: keys, Rank: 32, Bias: noise(items), Out: noise(items * 32), Gain: noise(items)}
	b, err := format.Encode(c)
	require.NoError(t, err)
	return b
}
