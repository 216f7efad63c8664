package headless

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/tetratelabs/wazero"
	"pgregory.net/rapid"

	"privet/engine/format"
	"privet/wasm"
	"privet/wasm/abi"
)

// section returns a section of the binary format; all here are short.
func section(id byte, content string) string { return string([]byte{id, byte(len(content))}) + content }

// The sections of a module that keeps every rule of the ABI, but does nothing.
var (
	magic     = "\x00asm\x01\x00\x00\x00"
	types     = section(1, "\x03\x60\x00\x01\x7f\x60\x01\x7f\x01\x7f\x60\x02\x7f\x7f\x01\x7f") // () → i32, (i32) → i32, (i32, i32) → i32
	functions = section(3, "\x03\x00\x01\x02")                                                 // one of each
	memory    = section(5, "\x01\x00\x01")
	exports   = section(7, "\x04"+exported)
	exported  = "\x06memory\x02\x00\x0babi_version\x00\x00\x06buffer\x00\x01\x04call\x00\x02"
)

// bodies is the code section: abi_version returns version, the others 0.
func bodies(version byte) string {
	return section(10, "\x03\x04\x00\x41"+string(rune(version))+"\x0b\x04\x00\x41\x00\x0b\x04\x00\x41\x00\x0b")
}

func TestCompile_refuses(t *testing.T) {
	for _, c := range []struct{ name, code, want string }{
		{"nothing", "", "invalid magic"},
		{"no exports", magic + memory, `does not export its memory`},
		{"no functions", magic + memory + section(7, "\x01\x06memory\x02\x00"), `does not export the function`},
		{"an import", magic + types + section(2, "\x01\x03env\x02go\x00\x00") + functions + memory + exports + bodies(abi.Version), "it imports the function env.go"},
		{"an imported memory", magic + section(2, "\x01\x03env\x03mem\x02\x00\x01"), "it imports the memory env.mem"},
		{"another signature", magic + types + section(3, "\x03\x00\x02\x02") + memory + exports + bodies(abi.Version), `"buffer" has another signature`},
		{"one export too many", magic + types + functions + memory + section(7, "\x05"+exported+"\x02go\x00\x00") + bodies(abi.Version), `it exports "go"`},
		{"another version", magic + types + functions + memory + exports + bodies(abi.Version+1), fmt.Sprintf("ABI has version %d, this host's %d", abi.Version+1, abi.Version)},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Compile([]byte(c.code), wazero.NewRuntimeConfigInterpreter())
			require.ErrorContains(t, err, c.want)
		})
	}
	t.Run("the same without a fault", func(t *testing.T) {
		m, err := Compile([]byte(magic+types+functions+memory+exports+bodies(abi.Version)), wazero.NewRuntimeConfigInterpreter())
		require.NoError(t, err)
		require.NoError(t, m.Close())
	})
}

func openModule(t testing.TB) *Module {
	m, err := Compile(wasm.Engine, nil)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, m.Close()) })
	return m
}

// A request over the limit is refused before it is copied, and the guest lives on.
func TestCall_refusesLongRequest(t *testing.T) {
	long := make([]byte, abi.MaxRequest+1)
	for name, open := range map[string]func() (Guest, error){"native": Native, "module": openModule(t).Open} {
		t.Run(name, func(t *testing.T) {
			guest, err := open()
			require.NoError(t, err)
			defer guest.Close()
			_, err = guest.Call(abi.Load, long)
			var refused *format.Error
			require.ErrorAs(t, err, &refused)
			require.Equal(t, format.TooLarge, refused.Status)
			reply, err := guest.Call(abi.Export, nil)
			require.NoError(t, err)
			require.Equal(t, format.OK, reply.Status)
		})
	}
}

// Whatever is sent, in whatever order, the module answers native Go's bytes.
func TestModule_answersLikeNative(t *testing.T) {
	m := openModule(t)
	rapid.Check(t, func(t *rapid.T) {
		native, err := Native()
		require.NoError(t, err)
		guest, err := m.Open()
		require.NoError(t, err)
		defer guest.Close()
		for range rapid.IntRange(1, 12).Draw(t, "calls") {
			op, request := drawCall(t)
			want, err := native.Call(op, request)
			require.NoError(t, err)
			got, err := guest.Call(op, request)
			require.NoError(t, err)
			require.Equal(t, want, got, "op %d", op)
		}
	})
}

// drawCall draws a call that mostly makes sense.
func drawCall(t *rapid.T) (abi.Op, []byte) {
	index := rapid.Uint32Range(0, 7)
	key := rapid.SampledFrom([]string{"lantern", "candle", "mug", "tea", "vase", "category=Light", "gone", "\xff"})
	at := rapid.Int64Range(-1, 1<<42)
	purposes := rapid.Uint16Range(0, 63)
	rank := func() format.RankRequest {
		r := format.RankRequest{Now: at.Draw(t, "now"), Top: rapid.Uint16Range(0, 8).Draw(t, "top"),
			Exclude: rapid.SliceOfN(index, 0, 2).Draw(t, "exclude"), Context: rapid.SliceOfN(key, 0, 2).Draw(t, "context")}
		if rapid.Bool().Draw(t, "given") {
			r.Scope, r.Candidates = format.ScopeGiven, rapid.SliceOfN(index, 0, 5).Draw(t, "candidates")
		}
		return r
	}
	switch op := abi.Op(rapid.SampledFrom([]int{1, 2, 3, 3, 3, 4, 4, 4, 5, 5, 6, 7, 8, 9}).Draw(t, "op")); op {
	case abi.Load:
		catalog := slices.Clone(shopCatalog)
		if rapid.IntRange(0, 9).Draw(t, "spoil") == 0 {
			catalog[rapid.IntRange(0, len(catalog)-1).Draw(t, "where")] ^= 1 << rapid.IntRange(0, 7).Draw(t, "bit")
		}
		return op, catalog
	case abi.Consent:
		m := format.Consent{Version: rapid.Uint16Range(0, 2).Draw(t, "version"), Granted: purposes.Draw(t, "granted")}
		return op, m.AppendTo(nil)
	case abi.Observe:
		m := format.ObserveRequest{Events: rapid.SliceOfN(rapid.Custom(func(t *rapid.T) format.Event {
			return format.Event{ID: rapid.Uint32Range(0, 20).Draw(t, "id"), At: at.Draw(t, "at"),
				Kind: format.Kind(rapid.Uint8Range(0, 7).Draw(t, "kind")), Purposes: purposes.Draw(t, "purposes"), Key: key.Draw(t, "key")}
		}), 0, 4).Draw(t, "events")}
		return op, m.AppendTo(nil)
	case abi.Rank:
		m := rank()
		return op, m.AppendTo(nil)
	case abi.Explain:
		m := format.ExplainRequest{Request: rank(), Items: rapid.SliceOfN(index, 0, 3).Draw(t, "items")}
		return op, m.AppendTo(nil)
	case abi.Forget:
		m := format.ForgetRequest{Scope: format.ForgetScope(rapid.Uint8Range(0, 3).Draw(t, "scope")),
			Event: rapid.Uint32Range(0, 20).Draw(t, "event"), Purpose: rapid.Uint8Range(0, 6).Draw(t, "purpose")}
		return op, m.AppendTo(nil)
	case abi.Items:
		m := format.ItemsRequest{From: index.Draw(t, "from"), Count: index.Draw(t, "count")}
		return op, m.AppendTo(nil)
	default:
		return op, rapid.SliceOfN(rapid.Byte(), 0, 3).Draw(t, "bytes")
	}
}
