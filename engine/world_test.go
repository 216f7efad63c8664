package engine

import (
	"testing"

	"github.com/stretchr/testify/require"

	"privet/engine/format"
	"privet/engine/purpose"
)

// A row is a row of a sparse list, by key: weights of target items.
type row map[string]int8

// world is a tiny catalog whose numbers can be followed by hand.
type world struct {
	items  []string
	bias   map[string]byte
	tokens []string
	taste  map[string]row
	next   map[string]row
	params func(*format.Params)
}

// shop sells lanterns with candles, and mugs with tea; phones get mugs.
var shop = world{
	items:  []string{"mug", "lantern", "candle", "tea", "vase", "rug"},
	bias:   map[string]byte{"mug": 200, "lantern": 150, "candle": 140, "tea": 100, "vase": 50, "rug": 10},
	tokens: []string{"category=Light", "device=phone", "region=Europe"},
	taste: map[string]row{
		"lantern":        {"candle": 100, "vase": 40},
		"candle":         {"lantern": 90},
		"mug":            {"tea": 110},
		"category=Light": {"lantern": 80, "candle": 80},
		"device=phone":   {"mug": 60},
		"region=Europe":  {"rug": 70},
	},
	next: map[string]row{"lantern": {"rug": 120}},
}

func (w world) catalog(t testing.TB) *format.Catalog {
	t.Helper()
	items, err := format.NewKeys(w.items)
	require.NoError(t, err)
	tokens, err := format.NewKeys(w.tokens)
	require.NoError(t, err)
	c := &format.Catalog{Params: format.DefaultParams(), Items: items, Tokens: tokens}
	for _, id := range w.items {
		c.Bias = append(c.Bias, w.bias[id])
	}
	rows := append(append([]string{}, w.items...), w.tokens...)
	c.Taste = w.sparse(rows, w.taste)
	c.Next = w.sparse(w.items, w.next)
	if w.params != nil {
		w.params(&c.Params)
	}
	return c
}

func (w world) sparse(rows []string, lists map[string]row) format.Sparse {
	s := format.Sparse{Start: []uint32{0}, Scale: 65536}
	for _, key := range rows {
		for j, target := range w.items {
			if v, ok := lists[key][target]; ok {
				s.Target = append(s.Target, uint32(j))
				s.Weight = append(s.Weight, byte(v))
			}
		}
		s.Start = append(s.Start, uint32(len(s.Target)))
	}
	return s
}

// visitor returns an engine with the world loaded and the purposes granted.
func (w world) visitor(t testing.TB, granted purpose.Set) *Engine {
	t.Helper()
	b, err := format.Encode(w.catalog(t))
	require.NoError(t, err)
	e := New()
	_, err = e.Load(b)
	require.NoError(t, err)
	require.NoError(t, e.SetConsent(format.Consent{Version: 1, Granted: uint16(granted)}))
	return e
}

// day is noon of some day in the future, in milliseconds.
const (
	day    = int64(24 * 3600 * 1000)
	minute = int64(60 * 1000)
	noon   = 20000*day + day/2
)

// did makes an event that names every purpose.
func did(id uint32, at int64, kind format.Kind, key string) format.Event {
	return format.Event{ID: id, At: at, Kind: kind, Purposes: uint16(purpose.All), Key: key}
}

func observe(t testing.TB, e *Engine, events ...format.Event) {
	t.Helper()
	reply := e.Observe(events)
	require.Empty(t, reply.Refused)
	require.Equal(t, len(events), int(reply.Accepted))
}

// ptr returns a pointer to a copy.
func ptr[T any](v T) *T { return &v }

func all(context ...string) format.RankRequest {
	return format.RankRequest{Now: noon, Top: 100, Context: context}
}

// order returns the ranked ids.
func order(t testing.TB, e *Engine, r format.RankRequest) []string {
	t.Helper()
	ranking, err := e.Rank(&r)
	require.NoError(t, err)
	var ids []string
	for _, x := range ranking.Items {
		ids = append(ids, e.catalog.Items.At(int(x.Item)))
	}
	return ids
}
