package headless

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"privet/engine/format"
	"privet/wasm/abi"
)

// shopCatalog sells lanterns with candles, and mugs with tea.
var shopCatalog = func() []byte {
	items, err := format.NewKeys([]string{"mug", "lantern", "candle", "tea", "vase"})
	if err != nil {
		panic(err)
	}
	tokens, err := format.NewKeys([]string{"category=Light"})
	if err != nil {
		panic(err)
	}
	b, err := format.Encode(&format.Catalog{
		Params: format.DefaultParams(), Items: items, Tokens: tokens, Bias: []byte{9, 8, 7, 6, 5},
		Taste: format.Sparse{Start: []uint32{0, 1, 2, 3, 3, 3, 5}, Target: []uint32{3, 2, 1, 1, 2}, Weight: []byte{90, 80, 70, 60, 50}, Scale: 65536},
		Next:  format.Sparse{Start: []uint32{0, 0, 1, 1, 1, 1}, Target: []uint32{4}, Weight: []byte{100}, Scale: 65536},
	})
	if err != nil {
		panic(err)
	}
	return b
}()

// shopTrend says that tea is what everybody wants today.
var shopTrend = func() []byte {
	c, err := format.Decode(shopCatalog)
	if err != nil {
		panic(err)
	}
	t := format.Trend{Base: c.Items.Digest(), At: now / 1000, Bias: []byte{9, 8, 7, 255, 5}, Hot: []byte{0, 0, 0, 64, 0}}
	return t.Append(nil)
}()

const now = int64(1_728_043_200_000)

// order returns the indices of a ranking.
func order(t *testing.T, e *Engine) (items []uint32) {
	t.Helper()
	ranking, err := e.Rank(format.RankRequest{Now: now, Top: 10})
	require.NoError(t, err)
	for _, x := range ranking.Items {
		items = append(items, x.Item)
	}
	return items
}

func TestEngine_everyOperation(t *testing.T) {
	for name, open := range map[string]func() (Guest, error){"native": Native, "module": openModule(t).Open} {
		t.Run(name, func(t *testing.T) {
			e, err := New(open)
			require.NoError(t, err)
			defer func() { require.NoError(t, e.Close()) }()

			info, err := e.Load(shopCatalog)
			require.NoError(t, err)
			require.Equal(t, format.CatalogInfo{Items: 5, Neighbours: 5, Sequence: 1, Tokens: 1, Variety: format.DefaultParams().Variety}, info)
			ids, err := e.Items(format.ItemsRequest{From: 3, Count: 9})
			require.NoError(t, err)
			require.Equal(t, []string{"tea", "vase"}, ids.IDs)
			require.Equal(t, []uint32{0, 1, 2, 3, 4}, order(t, e))

			trend, err := e.Trend(shopTrend)
			require.NoError(t, err)
			require.Equal(t, format.TrendInfo{At: now / 1000}, trend)
			require.Equal(t, []uint32{3, 0, 1, 2, 4}, order(t, e))
			_, err = e.Load(shopCatalog)
			require.NoError(t, err)
			require.Equal(t, []uint32{0, 1, 2, 3, 4}, order(t, e), "a catalog comes with its own popularity")

			require.NoError(t, e.SetConsent(format.Consent{Version: 1, Granted: 4}))
			observed, err := e.Observe([]format.Event{{ID: 1, At: now, Kind: format.View, Purposes: 4, Key: "mug"}})
			require.NoError(t, err)
			require.Equal(t, format.Observed{Accepted: 1}, observed)
			require.Equal(t, []uint32{3, 0, 1, 2, 4}, order(t, e))
			explanation, err := e.Explain(format.ExplainRequest{Request: format.RankRequest{Now: now, Top: 1}, Items: []uint32{3}})
			require.NoError(t, err)
			require.Len(t, explanation.Items, 1)
			require.Equal(t, "mug", explanation.Items[0].Contributions[1].Key)

			forgotten, err := e.Forget(format.ForgetRequest{Scope: format.ForgetEvent, Event: 1})
			require.NoError(t, err)
			require.Equal(t, format.Forgotten{Before: 1, Deleted: []uint32{1}}, forgotten)
			profile, err := e.Export()
			require.NoError(t, err)
			require.Equal(t, format.Profile{Version: 1, Granted: 4}, profile)

			_, err = e.Rank(format.RankRequest{Now: now})
			var refused *format.Error
			require.ErrorAs(t, err, &refused)
			require.Equal(t, format.BadValue, refused.Status)
			require.Equal(t, "top", refused.Field)
		})
	}
}

// A trapping guest stands for an engine with a fault in it.
type trapping struct {
	Guest
	trap *abi.Op // the next call of this op traps
}

func (g trapping) Call(op abi.Op, request []byte) (Reply, error) {
	if op == *g.trap {
		*g.trap = 0
		return Reply{}, ErrTrap
	}
	return g.Guest.Call(op, request)
}

// After a trap a new guest stands where the last good call left the old one.
func TestEngine_survivesTrap(t *testing.T) {
	var trap abi.Op
	opened := 0
	e, err := New(func() (Guest, error) {
		opened++
		guest, err := Native()
		return trapping{guest, &trap}, err
	})
	require.NoError(t, err)
	_, err = e.Load(shopCatalog)
	require.NoError(t, err)
	_, err = e.Trend(shopTrend)
	require.NoError(t, err)
	require.NoError(t, e.SetConsent(format.Consent{Version: 1, Granted: 6}))
	mug := format.Event{ID: 1, At: now, Kind: format.View, Purposes: 6, Key: "mug"}
	_, err = e.Observe([]format.Event{mug})
	require.NoError(t, err)
	before := order(t, e)

	for _, op := range []abi.Op{abi.Rank, abi.Observe, abi.Consent, abi.Forget} {
		trap = op
		opened = 0
		switch op {
		case abi.Rank:
			_, err = e.Rank(format.RankRequest{Now: now, Top: 1})
		case abi.Observe:
			_, err = e.Observe([]format.Event{{ID: 2, At: now, Kind: format.Buy, Purposes: 6, Key: "vase"}})
		case abi.Consent:
			err = e.SetConsent(format.Consent{Version: 1})
		case abi.Forget:
			_, err = e.Forget(format.ForgetRequest{})
		}
		require.ErrorIs(t, err, ErrTrap)
		require.Equal(t, before, order(t, e), "after a trap in op %d", op)
		require.Equal(t, 1, opened)
	}
	profile, err := e.Export()
	require.NoError(t, err)
	require.Equal(t, format.Profile{Version: 1, Granted: 6, Events: []format.Event{mug}}, profile)
}

// A trend that is refused changes nothing, and belongs to one catalog alone.
func TestEngine_remembersGoodTrend(t *testing.T) {
	var trap abi.Op
	e, err := New(func() (Guest, error) {
		guest, err := Native()
		return trapping{guest, &trap}, err
	})
	require.NoError(t, err)
	trapOnce := func() {
		trap = abi.Items
		_, err := e.Items(format.ItemsRequest{})
		require.ErrorIs(t, err, ErrTrap)
	}
	_, err = e.Trend(shopTrend)
	var refused *format.Error
	require.ErrorAs(t, err, &refused)
	require.Equal(t, format.NoCatalog, refused.Status)
	_, err = e.Load(shopCatalog)
	require.NoError(t, err)
	mine := slices.Clone(shopTrend)
	_, err = e.Trend(mine)
	require.NoError(t, err)
	clear(mine) // the caller's to use again
	_, err = e.Trend(shopTrend[:30])
	require.ErrorAs(t, err, &refused)
	require.Equal(t, []uint32{3, 0, 1, 2, 4}, order(t, e))
	trapOnce()
	require.Equal(t, []uint32{3, 0, 1, 2, 4}, order(t, e))

	_, err = e.Load(shopCatalog)
	require.NoError(t, err)
	trapOnce()
	require.Equal(t, []uint32{0, 1, 2, 3, 4}, order(t, e))
}

// A consent record that is refused allows nothing, also after a trap.
func TestEngine_remembersRefusedConsent(t *testing.T) {
	var trap abi.Op
	e, err := New(func() (Guest, error) {
		guest, err := Native()
		return trapping{guest, &trap}, err
	})
	require.NoError(t, err)
	require.NoError(t, e.SetConsent(format.Consent{Version: 1, Granted: 6}))
	_, err = e.Observe([]format.Event{{ID: 1, At: now, Kind: format.View, Purposes: 6, Key: "mug"}})
	require.NoError(t, err)
	require.Error(t, e.SetConsent(format.Consent{Version: 9, Granted: 6}))
	trap = abi.Items
	_, err = e.Items(format.ItemsRequest{})
	require.ErrorIs(t, err, ErrTrap)
	profile, err := e.Export()
	require.NoError(t, err)
	require.Equal(t, format.Profile{Version: 1}, profile)
}
